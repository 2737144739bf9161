import ModelSpec

/// Failures of requests that got no usable answer: no connection, a time limit, a broken transfer, a refused redirect.
enum ConnectionFailures {
  /// What went wrong.
  enum Cause: Error, Sendable {
    case transport(TransportError)
    case redirect(RedirectPolicy.Refusal)
    /// The URL is invalid.
    case url
  }

  /// The failure for a request without a usable answer.
  ///
  /// - Parameter url: the URL, without its query and without the token.
  static func failure(for cause: Cause, url: String) -> Failure {
    let (code, hint): (FailureCode, String) =
      switch cause {
      case .transport(.timeout), .transport(.tooSlow): (.timeout, "try again, or raise --timeout")
      case .transport(.connection): (.network, "check the connection, the proxy settings and HF_ENDPOINT")
      case .transport(.untrusted):
        (.network, "if a proxy or mirror uses a private authority, name its file in SSL_CERT_FILE")
      case .transport(.cutShort):
        (.network, "try again; if it fails again, a proxy between this machine and the Hub may truncate answers")
      case .transport(.tooLarge), .transport(.headTooLarge), .transport(.unreadableCoding):
        (.tooLarge, "this is not a usual model; check that HF_ENDPOINT names a Hub")
      case .transport(.unavailable):
        (.network, "install libcurl 7.68 or later (on Debian: apt install libcurl4), or work with --offline")
      case .redirect, .url: (.badResponse, "check that HF_ENDPOINT names a Hub")
      }
    return Failure(code, stage: .fetch, message: "'\(url)' \(describe(cause))", hint: hint)
  }

  /// Completes a message that starts with the URL: `'URL' could not be reached …`.
  static func describe(_ cause: Cause) -> String {
    switch cause {
    case .transport(.timeout(let seconds)): "sent nothing for \(seconds) s"
    case .transport(.tooSlow(let seconds)): "did not send the whole answer within \(seconds) s"
    case .transport(.connection(let reason)): "could not be reached: \(lowerCased(reason))"
    case .transport(.untrusted(let reason)): "has no trusted certificate: \(lowerCased(reason))"
    case .transport(.cutShort(let received, let announced)): "broke off after \(received) of \(announced) bytes"
    case .transport(.tooLarge(let limit)): "answered with more than \(limit) bytes"
    case .transport(.headTooLarge(let limit)): "answered with more than \(limit) bytes of headers"
    case .transport(.unreadableCoding): "answered with a compressed body that was not asked for or is broken"
    case .transport(.unavailable(let reason)): "could not be requested: \(reason)"
    case .redirect(let refusal): refusal.explanation
    case .url: "is not a valid http or https URL"
    }
  }

  /// The failure when the Hub asks for a pause longer than ``RetryPolicy/longestPause``.
  static func rateLimited(_ status: Int, seconds: Int) -> Failure {
    Failure(
      .rateLimited, stage: .fetch,
      message: "the Hub asks to wait \(seconds) s; hf-fetch waits at most \(RetryPolicy.longestPause) s",
      hint: "run it again after that time; with HF_TOKEN set the limits are higher", status: status,
      additionalMembers: [("retry_after_seconds", "\(seconds)")])
  }

  /// A system message to put after a colon: without the final full stop, and with a small first letter unless the word
  /// is an acronym.
  private static func lowerCased(_ text: String) -> String {
    var text = text
    while text.hasSuffix(".") { text.removeLast() }
    guard text.dropFirst().first?.isLowercase ?? false else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
