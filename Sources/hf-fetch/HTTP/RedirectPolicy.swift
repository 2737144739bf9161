import Foundation

/// Scheme, host and port: what decides who may see the token.
struct Origin: Hashable, Sendable {
  let scheme: String
  let host: String
  let port: Int

  /// The origin of an http or https URL; nil for anything else.
  init?(_ url: URL) {
    guard let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(), !host.isEmpty else { return nil }
    guard scheme == "http" || scheme == "https" else { return nil }
    self.scheme = scheme
    self.host = host
    port = url.port ?? (scheme == "https" ? 443 : 80)
  }
}

/// Where a redirect may lead. URLSession's own rule would carry Authorization to other hosts.
enum RedirectPolicy {
  /// How many redirects one request may follow.
  static let maximumHops = 20

  /// Why a redirect is not followed.
  enum Refusal: Error, Equatable {
    case noLocation, unsupportedScheme, downgrade, loop, tooMany

    /// One sentence's end for a person: "the server …".
    var explanation: String {
      switch self {
      case .noLocation: "sent a redirect that names no place"
      case .unsupportedScheme: "redirected to something other than http or https"
      case .downgrade: "redirected from https to unencrypted http"
      case .loop: "redirected in a loop"
      case .tooMany: "redirected more than \(RedirectPolicy.maximumHops) times"
      }
    }
  }

  /// The statuses that redirect a GET.
  static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

  /// The next URL.
  ///
  /// - Parameters:
  ///   - location: the Location header.
  ///   - visited: the URLs asked so far, the last one being that which answered.
  static func next(_ location: String?, after visited: [URL]) throws(Refusal) -> URL {
    guard let current = visited.last, let location, !location.isEmpty,
      let target = URL(string: location, relativeTo: current)?.absoluteURL
    else { throw .noLocation }
    guard let origin = Origin(target) else { throw .unsupportedScheme }
    if origin.scheme == "http", current.scheme?.lowercased() == "https" { throw .downgrade }
    if visited.contains(target) { throw .loop }
    if visited.count > maximumHops { throw .tooMany }
    return target
  }
}
