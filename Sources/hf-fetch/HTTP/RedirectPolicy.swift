/// Which redirects are followed, and which URLs get the token: only those of the endpoint's origin.
struct RedirectPolicy: Sendable {
  /// The only origin that gets the token.
  let endpoint: Origin
  /// The token that the URL of another origin must not contain; nil without one.
  let maskedToken: AccessToken?

  /// The maximum number of redirects that one request follows.
  static let maximumRedirects = 20

  /// Why a redirect is not followed.
  enum Violation: Error, Equatable {
    case noLocation, malformed, unsupportedScheme, hasUser, downgrade, loop, tooMany, carriesToken

    /// The rest of a message that starts with the URL: `'URL' redirected …`.
    var explanation: String {
      switch self {
      case .noLocation: "sent a redirect without a Location"
      case .malformed: "redirected to something that is not a URL"
      case .unsupportedScheme: "redirected to something other than http or https"
      case .hasUser: "redirected to a URL with a user name"
      case .downgrade: "redirected from https to unencrypted http"
      case .loop: "redirected in a loop"
      case .tooMany: "redirected more than \(RedirectPolicy.maximumRedirects) times"
      case .carriesToken: "redirected to another server with the token in the URL"
      }
    }
  }

  /// Whether a status is a redirect.
  static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

  /// Whether a URL has the endpoint's origin, so that the token is sent to it.
  func isAtEndpoint(_ url: HTTPURL) -> Bool { url.origin == endpoint }

  /// The Authorization header for a URL; nil for other origins and without a token.
  func authorization(_ token: AccessToken?, for url: HTTPURL) -> String? {
    isAtEndpoint(url) ? token?.authorization : nil
  }

  /// The URL to request after a redirect.
  ///
  /// - Parameters:
  ///   - location: the Location header.
  ///   - visited: the URLs requested so far; the last one sent this redirect.
  /// - Throws: ``Violation`` when the redirect must not be followed.
  func next(_ location: String?, after visited: [HTTPURL]) throws(Violation) -> HTTPURL {
    guard let current = visited.last, let location, !location.isEmpty else { throw .noLocation }
    let target: HTTPURL
    do throws(HTTPURL.ParseError) {
      target = try HTTPURL(location, relativeTo: current)
    } catch {
      switch error {
      case .unsupportedScheme: throw .unsupportedScheme
      case .hasUser: throw .hasUser
      case .malformed, .unavailable: throw .malformed
      }
    }
    if target.origin.scheme == "http", current.origin.scheme == "https" { throw .downgrade }
    if visited.contains(target) { throw .loop }
    if visited.count > RedirectPolicy.maximumRedirects { throw .tooMany }
    if !isAtEndpoint(target), maskedToken?.occurs(in: target.text) ?? false { throw .carriesToken }
    return target
  }
}
