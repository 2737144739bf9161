import JSON
import ModelSpec
import Platform
import Synchronization

/// The exchange of a CI job's identity token for the Hub's token of an hour (RFC 8693), as the official client makes it
/// where `HF_OIDC_RESOURCE` is set. See https://huggingface.co/docs/hub/trusted-publishers.
final class IdentityExchange: Sendable {
  /// Sends a request without the Hub's token; `secret` is masked in messages.
  typealias SendRequest = (HTTPRequest, _ secret: AccessToken?) throws(Failure) -> HTTPResponse

  /// The source of the job's identity token.
  private enum IdentityTokenSource: Sendable {
    case token(AccessToken)
    /// GitHub's service, which needs the job's request token.
    case gitHub(url: String, token: AccessToken)
    case missing
  }

  private struct ExchangeState {
    var token: AccessToken?
    /// When to replace the token, and when it expires, on the monotonic clock.
    var (renewal, end) = (0.0, 0.0)
    /// The Hub's refusal of the identity token; it is not requested again.
    var refusal: Failure?
  }

  private let resource: String
  private let identity: IdentityTokenSource
  private let state = Mutex(ExchangeState())

  /// The audience of the identity token, which the Hub checks, also at a mirror.
  private static let audience = "https://huggingface.co"
  /// How many seconds before its expiry a token is replaced, as in the official client.
  private static let margin = 300.0
  /// The default lifetime of a token, in seconds.
  private static let usualLifetime = 3600.0

  /// Reads the environment; nil when no exchange is configured.
  init?(_ environment: HubEnvironment) {
    guard let resource = environment.value("HF_OIDC_RESOURCE") else { return nil }
    self.resource = resource
    let stated = environment.value("HF_OIDC_ID_TOKEN").flatMap { AccessToken($0, source: "HF_OIDC_ID_TOKEN") }
    let gitHub = environment.value("ACTIONS_ID_TOKEN_REQUEST_TOKEN").flatMap {
      AccessToken($0, source: "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    }
    if let stated {
      identity = .token(stated)
    } else if let url = environment.value("ACTIONS_ID_TOKEN_REQUEST_URL"), let gitHub {
      identity = .gitHub(url: url, token: gitHub)
    } else {
      identity = .missing
    }
  }

  /// The token of the last exchange; nil before the first.
  var current: AccessToken? { state.withLock(\.token) }

  /// The token; exchanged at the first call and shortly before its expiry, while other callers wait.
  ///
  /// - Parameters:
  ///   - endpoint: the Hub.
  ///   - send: sends a request.
  /// - Throws: ``Failure`` with the code `unauthorized` when the Hub refuses, and those of requests.
  func token(at endpoint: Endpoint, _ send: SendRequest) throws(Failure) -> AccessToken {
    try state.withLock { (state) throws(Failure) in
      if let refusal = state.refusal { throw refusal }
      let now = MonotonicClock.now()
      if let token = state.token, now < state.renewal { return token }
      do throws(Failure) {
        let (token, lifetime) = try exchange(at: endpoint, send)
        state.token = token
        state.end = now + lifetime
        state.renewal = state.end - min(IdentityExchange.margin, lifetime / 2)
        return token
      } catch {
        if let token = state.token, now < state.end { return token }
        if error.code == .unauthorized { state.refusal = error }
        throw error
      }
    }
  }

  private func exchange(at endpoint: Endpoint, _ send: SendRequest) throws(Failure) -> (AccessToken, lifetime: Double) {
    let subject = try identityToken(send)
    let output = ByteBuffer(capacity: 2048)
    output.beginObject()
    for (key, value) in [
      ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
      ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"), ("subject_token", subject.text),
      ("resource", resource),
    ] {
      output.key(key)
      output.string(value)
    }
    output.endObject()
    let response = try send(
      HTTPRequest(
        url: endpoint.url(["oauth", "token"]), headers: ["Content-Type": "application/json"], content: output.text,
        followsRedirects: false), subject)
    guard (200..<300).contains(response.status) else {
      throw refused("the Hub does not exchange the identity token of this job for '\(resource)'", response)
    }
    let answer = LenientJSON.object(response.body)
    let token = answer?.withRoot { $0["access_token"]?.string }.flatMap { AccessToken($0, source: "HF_OIDC_RESOURCE") }
    guard let token else {
      throw refused("the Hub's answer to the exchange of an identity token has no token", response)
    }
    let lifetime = answer?.withRoot { $0["expires_in"]?.double }.flatMap { $0 > 0 ? $0 : nil }
    return (token, min(lifetime ?? IdentityExchange.usualLifetime, 1e6))
  }

  private func identityToken(_ send: SendRequest) throws(Failure) -> AccessToken {
    switch identity {
    case .token(let token): return token
    case .missing:
      throw Failure(
        .unauthorized, stage: .fetch, message: "HF_OIDC_RESOURCE is set, but this job has no identity token",
        hint: "on GitHub give the job 'permissions: id-token: write'; elsewhere set HF_OIDC_ID_TOKEN")
    case .gitHub(let url, let token):
      let query = (url.contains("?") ? "&" : "?") + "audience=\(percentEncoded(IdentityExchange.audience))"
      let request = HTTPRequest(
        url: url + query, headers: ["Authorization": token.authorization], followsRedirects: false)
      let response = try send(request, token)
      let identity = LenientJSON.object(response.body)?.withRoot { $0["value"]?.string }
      guard response.status == 200, let identity, let token = AccessToken(identity, source: "GitHub") else {
        throw refused("GitHub gives no identity token for this job", response)
      }
      return token
    }
  }

  private func refused(_ message: String, _ response: HTTPResponse) -> Failure {
    let words = ServerErrorMessage.of(response)
    return Failure(
      .unauthorized, stage: .fetch, message: message + (words.isEmpty ? "" : ": '\(words)'"),
      hint: "see https://huggingface.co/docs/hub/trusted-publishers, or unset HF_OIDC_RESOURCE", status: response.status
    )
  }
}
