import ModelSpec

/// The failures of HTTP requests without a usable response: no connection, a time limit, a broken transfer, or a
/// redirect that is not followed.
enum ConnectionFailures {
  /// Why there is no usable response.
  enum Cause: Error, Sendable {
    case transport(TransportError)
    case redirect(RedirectPolicy.Violation)
    case invalidURL
  }

  /// The failure for a request without a usable response. It names no model.
  ///
  /// - Parameter url: the requested URL for the message: without its query, and with the token masked. A user name and
  ///   password are masked here.
  static func failure(for cause: Cause, url: String) -> Failure {
    let (code, hint): (FailureCode, String) =
      switch cause {
      case .transport(.timeout), .transport(.tooSlow): (.timeout, "try again, or raise --timeout")
      // libcurl's text for a proxy that refuses to connect to an https endpoint.
      case .transport(.connection(let reason)) where reason.contains("response 407"): (.network, proxyHint)
      case .transport(.unresolved), .transport(.connection), .transport(.malformed):
        (.network, "check the connection, the proxy settings and the endpoint, which HF_ENDPOINT or an option sets")
      case .transport(.canceled): (.network, "run the command again")
      case .transport(.untrusted):
        (.network, "if a proxy or mirror has a private certificate authority, set SSL_CERT_FILE to its PEM file")
      case .transport(.cutShort):
        (.network, "try again; if it fails again, a proxy between this machine and the Hub may truncate responses")
      case .transport(.unreadableCoding): (.badResponse, "\(Endpoint.hint), or a proxy changes its responses")
      case .transport(.tooLarge), .transport(.headTooLarge):
        (.tooLarge, "\(Endpoint.hint), or a proxy changes its responses")
      case .transport(.unavailable):
        (.network, "install libcurl 7.68 or later (on Debian: apt install libcurl4), or work with --offline")
      case .transport(.refusedThread):
        (.network, "raise the limits of processes and memory (ulimit -u, ulimit -v), or end other processes")
      case .redirect, .invalidURL: (.badResponse, Endpoint.hint)
      }
    return Failure(code, stage: .fetch, message: "'\(url.maskingUserInformation())' \(describe(cause))", hint: hint)
  }

  /// The hint for a proxy that asks for a user name and a password.
  static let proxyHint =
    "set them in http_proxy, or for an https endpoint in https_proxy: http://USER:PASSWORD@HOST:PORT"

  /// The rest of a message that starts with the URL: `'URL' could not be reached …`.
  static func describe(_ cause: Cause) -> String {
    switch cause {
    case .transport(.timeout(let seconds)): "sent nothing for \(seconds) s"
    case .transport(.tooSlow(let seconds)): "did not send the whole response within \(seconds) s"
    case .transport(.unresolved(let reason)), .transport(.connection(let reason)):
      "could not be reached: \(lowerCased(reason))"
    case .transport(.canceled): "was not requested to the end: hf-fetch is ending"
    case .transport(.malformed(let reason)): "sent no valid HTTP response: \(lowerCased(reason))"
    case .transport(.untrusted(let reason)): "has no trusted certificate: \(lowerCased(reason))"
    case .transport(.cutShort(let received, let announced)):
      "closed the connection after \(received) of \(announced) bytes"
    case .transport(.tooLarge(let limit)): "sent more than \(limit) bytes"
    case .transport(.headTooLarge(let limit)): "sent more than \(limit) bytes of headers"
    case .transport(.unreadableCoding): "sent a body whose compression was not asked for, or is invalid"
    case .transport(.unavailable(let reason)): "could not be requested: \(reason)"
    case .transport(.refusedThread): "could not be requested: the system allows no more threads"
    case .redirect(let violation): violation.explanation
    case .invalidURL: "is not a valid http or https URL"
    }
  }

  /// The failure when the Hub asks for a longer pause than ``RetryPolicy/maximumPauseSeconds``.
  ///
  /// - Parameters:
  ///   - status: the HTTP status of the response.
  ///   - seconds: the pause that it asks for.
  static func rateLimited(_ status: Int, seconds: Int) -> Failure {
    Failure(
      .rateLimited, stage: .fetch,
      message: "the Hub asks to wait \(seconds) s; hf-fetch waits at most \(RetryPolicy.maximumPauseSeconds) s",
      hint: "try again after that time; with HF_TOKEN set, the limits are higher", status: status,
      additionalMembers: [("retry_after_seconds", "\(seconds)")])
  }

  /// A message of libcurl or the system as the text after a colon: without a final full stop, and with a lower-case
  /// first letter if the second letter is lower-case too, so that acronyms are unchanged.
  private static func lowerCased(_ text: String) -> String {
    var text = text
    while text.hasSuffix(".") { text.removeLast() }
    guard text.dropFirst().first?.isLowercase ?? false else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
