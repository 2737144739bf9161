import JSON
import ModelSpec
import Platform
import Synchronization

/// Exchanges a CI job's identity token for a Hub token that is valid for an hour (RFC 8693), as huggingface_hub does
/// when `HF_OIDC_RESOURCE` is set. See https://huggingface.co/docs/hub/trusted-publishers.
final class IdentityExchange: Sendable {
  /// Sends a request without a Hub token; `maskedToken` is masked in responses and messages.
  typealias SendRequest = (HTTPRequest, _ maskedToken: AccessToken?) throws(Failure) -> HTTPResponse

  /// Where the job's identity token comes from.
  private enum IdentityTokenSource: Sendable {
    /// The variable `HF_OIDC_ID_TOKEN`.
    case token(AccessToken)
    /// GitHub's token service; `token` authorizes the request to it.
    case gitHub(url: String, token: AccessToken)
    /// The environment has neither.
    case missing
  }

  private struct ExchangeState {
    var token: AccessToken?
    /// When to exchange again, and when the token expires, in seconds on the monotonic clock.
    var (renewal, expiry) = (0.0, 0.0)
    /// The failure of an exchange that was refused; there is no second attempt.
    var refusal: Failure?
    /// The last failure, and when it ended the exchange.
    var lastFailure: (failure: Failure, time: Double)?
  }

  private let resource: String
  private let identity: IdentityTokenSource
  private let state = Mutex(ExchangeState())

  /// The audience of the identity token. The Hub checks it, so it is the Hub's URL even if the endpoint is a mirror.
  private static let audience = StandardLocation.hub
  /// How many seconds before it expires a Hub token is replaced, as in huggingface_hub.
  private static let renewalMargin = 300.0
  /// The lifetime of a Hub token if the response does not state it, in seconds.
  private static let defaultLifetime = 3600.0

  /// Reads the environment; nil if `HF_OIDC_RESOURCE` is not set.
  init?(_ environment: HubEnvironment) {
    guard let resource = environment.value("HF_OIDC_RESOURCE") else { return nil }
    self.resource = resource
    let given = environment.value("HF_OIDC_ID_TOKEN").flatMap { AccessToken($0, source: "HF_OIDC_ID_TOKEN") }
    let gitHub = environment.value("ACTIONS_ID_TOKEN_REQUEST_TOKEN").flatMap {
      AccessToken($0, source: "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    }
    if let given {
      identity = .token(given)
    } else if let url = environment.value("ACTIONS_ID_TOKEN_REQUEST_URL"), let gitHub {
      identity = .gitHub(url: url, token: gitHub)
    } else {
      identity = .missing
    }
  }

  /// The Hub token of the last exchange; nil before the first.
  var current: AccessToken? { state.withLock(\.token) }

  /// The Hub token. It is requested at the first call, and again shortly before it expires; other callers wait. If the
  /// later request fails, the old token is returned until it expires.
  ///
  /// - Parameters:
  ///   - endpoint: the Hub or mirror that issues the token.
  ///   - send: sends a request.
  /// - Throws: ``Failure`` with the code `unauthorized` when the exchange is refused, with `server_error`
  ///   or `rate_limited` when it fails with a transient status, and the failures of requests.
  func token(at endpoint: Endpoint, _ send: SendRequest) throws(Failure) -> AccessToken {
    let start = MonotonicClock.now()
    return try state.withLock { (state) throws(Failure) in
      if let refusal = state.refusal { throw refusal }
      // A caller that waited for an exchange gets its failure. Otherwise, the retries for many models would add up.
      if let last = state.lastFailure, last.time >= start { throw last.failure }
      let now = MonotonicClock.now()
      if let token = state.token, now < state.renewal { return token }
      do throws(Failure) {
        let (token, lifetime) = try exchange(at: endpoint, send)
        state.token = token
        state.expiry = now + lifetime
        state.renewal = state.expiry - min(IdentityExchange.renewalMargin, lifetime / 2)
        return token
      } catch {
        if let token = state.token, now < state.expiry { return token }
        if error.code == .unauthorized { state.refusal = error }
        state.lastFailure = (error, MonotonicClock.now())
        throw error
      }
    }
  }

  private func exchange(at endpoint: Endpoint, _ send: SendRequest) throws(Failure) -> (AccessToken, lifetime: Double) {
    let identityToken = try identityToken(send)
    let response = try send(
      HTTPRequest(
        url: endpoint.url(["oauth", "token"]), headers: ["Content-Type": "application/json"],
        content: exchangeBody(identityToken), followsRedirects: false), identityToken)
    guard (200..<300).contains(response.status) else {
      throw failure(of: "the Hub", to: "exchange this job's identity token for a token for '\(resource)'", response)
    }
    let body = LenientJSON.object(response.body)
    let token = body?.withRoot { $0["access_token"]?.string }.flatMap { AccessToken($0, source: "HF_OIDC_RESOURCE") }
    guard let token else {
      throw refused("the Hub's response to the exchange of the identity token has no 'access_token'", response)
    }
    let lifetime = body?.withRoot { $0["expires_in"]?.double }.flatMap { $0 > 0 ? $0 : nil }
    return (token, min(lifetime ?? IdentityExchange.defaultLifetime, 1e6))
  }

  private func exchangeBody(_ identityToken: AccessToken) -> String {
    ByteBuffer.object { output in
      output.member("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
      output.member("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
      output.member("subject_token", identityToken.value)
      output.member("resource", resource)
    }
  }

  private func identityToken(_ send: SendRequest) throws(Failure) -> AccessToken {
    switch identity {
    case .token(let token): return token
    case .missing:
      throw Failure(
        .unauthorized, stage: .fetch, message: "HF_OIDC_RESOURCE is set, but this job has no identity token",
        hint: "on GitHub, give the job 'permissions: id-token: write'; elsewhere, set HF_OIDC_ID_TOKEN")
    case .gitHub(let url, let token):
      let query = (url.contains("?") ? "&" : "?") + "audience=\(percentEncoded(IdentityExchange.audience))"
      let request = HTTPRequest(
        url: url + query, headers: ["Authorization": token.authorization], followsRedirects: false)
      let response = try send(request, token)
      let identity = LenientJSON.object(response.body)?.withRoot { $0["value"]?.string }
      guard response.status == 200, let identity, let token = AccessToken(identity, source: "GitHub") else {
        throw failure(of: "GitHub", to: "issue an identity token for this job", response)
      }
      return token
    }
  }

  /// The failure for an error response. Only a refusal has the code `unauthorized`, which ends a batch. After a
  /// transient status, the exchange is tried again for the next model.
  private func failure(of service: String, to action: String, _ response: HTTPResponse) -> Failure {
    guard HubErrorResponses.isTransient(response) else { return refused("\(service) refused to \(action)", response) }
    var failure = refused("\(service) failed to \(action) (status \(response.status))", response)
    failure.code = response.status == 429 ? .rateLimited : .serverError
    failure.hint = "try again later"
    return failure
  }

  private func refused(_ message: String, _ response: HTTPResponse) -> Failure {
    let serverMessage = ServerErrorMessage.of(response)
    return Failure(
      .unauthorized, stage: .fetch, message: message + (serverMessage.isEmpty ? "" : ": '\(serverMessage)'"),
      hint: "see https://huggingface.co/docs/hub/trusted-publishers, or unset HF_OIDC_RESOURCE", status: response.status
    )
  }
}
