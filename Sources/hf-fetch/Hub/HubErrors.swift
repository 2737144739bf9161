import ModelSpec

/// Failures to get an answer at all, as a person reads of them.
enum HubErrors {
  /// What went wrong.
  enum Cause: Error, Sendable {
    case transport(TransportError)
    case redirect(RedirectPolicy.Refusal)
    /// The URL that was to be asked is not one.
    case url
  }

  /// The failure for a request that was not answered.
  ///
  /// - Parameter url: what was asked, fit to be shown.
  static func failure(for cause: Cause, url: String) -> Failure {
    let (code, hint): (FailureCode, String) =
      switch cause {
      case .transport(.timeout): (.timeout, "try again, or give it longer with --timeout")
      case .transport(.connection): (.network, "check the connection, the proxy settings and HF_ENDPOINT")
      case .transport(.untrusted):
        (.network, "if a proxy or mirror uses a private authority, name its file in SSL_CERT_FILE")
      case .transport(.cutShort):
        (.network, "try again; if it goes on, something between here and the Hub cuts answers")
      case .transport(.tooLarge), .transport(.headTooLarge), .transport(.unreadableCoding):
        (.tooLarge, "this is not a usual model; check that HF_ENDPOINT names a Hub")
      case .transport(.unavailable):
        (.network, "install libcurl 7.68 or later (on Debian: apt install libcurl4), or work with --offline")
      case .redirect, .url: (.badResponse, "check that HF_ENDPOINT names a Hub")
      }
    return Failure(code, stage: .fetch, message: "'\(url)' \(describe(cause))", hint: hint)
  }

  /// The end of a sentence that starts with the URL.
  static func describe(_ cause: Cause) -> String {
    switch cause {
    case .transport(.timeout(let seconds)): "sent nothing for \(seconds) s"
    case .transport(.connection(let reason)): "could not be reached: \(lowerCased(reason))"
    case .transport(.untrusted(let reason)): "has no certificate to be trusted: \(lowerCased(reason))"
    case .transport(.cutShort(let received, let announced)): "broke off after \(received) of \(announced) bytes"
    case .transport(.tooLarge(let limit)): "answered with more than \(limit) bytes"
    case .transport(.headTooLarge(let limit)): "answered with more than \(limit) bytes of headers"
    case .transport(.unreadableCoding): "answered with a compressed body that was not asked for or is broken"
    case .transport(.unavailable(let reason)): "cannot be asked without libcurl: \(reason)"
    case .redirect(let refusal): refusal.explanation
    case .url: "is not a URL that can be asked"
    }
  }

  /// The failure for a pause that nobody would sit through.
  static func rateLimited(_ status: Int, seconds: Int) -> Failure {
    Failure(
      .rateLimited, stage: .fetch, message: "the Hub asks to wait \(seconds) s, which is longer than hf-fetch waits",
      hint: "run it again then; with HF_TOKEN set the limits are higher", status: status,
      extras: [("retry_after_seconds", "\(seconds)")])
  }

  /// A message of the system's fit to follow a colon: acronyms stay as they are.
  private static func lowerCased(_ text: String) -> String {
    var text = text
    while text.hasSuffix(".") { text.removeLast() }
    guard text.dropFirst().first?.isLowercase ?? false else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
