import JSON
import ModelSpec
import Synchronization

/// The exchange of a CI job's identity token for the Hub's token of an hour (RFC 8693), as the official client makes it
/// where `HF_OIDC_RESOURCE` is set. See https://huggingface.co/docs/hub/trusted-publishers.
final class IdentityExchange: Sendable {
  /// Makes a request without a token of the Hub's; what it must not show is masked.
  typealias Ask = (HTTPRequest, _ secret: Token?) throws(Failure) -> HTTPResponse

  /// Where the job's identity token comes from.
  private enum Identity: Sendable {
    case token(Token)
    /// GitHub makes one for whoever has the token of the job's own.
    case gitHub(url: String, token: Token)
    case missing
  }

  private struct State {
    var token: Token?
    /// When the token is to be replaced, and when it ends, on the monotonic clock.
    var (renewal, end) = (0.0, 0.0)
    /// What the Hub said to the identity; it would say the same again.
    var refusal: Failure?
  }

  private let resource: String
  private let identity: Identity
  private let state = Mutex(State())

  /// Whom the identity token is for; the Hub checks it, also at a mirror.
  private static let audience = "https://huggingface.co"
  /// So many seconds before its end a token is replaced, as the official client does.
  private static let margin = 300.0
  /// How long a token lasts where the Hub does not say, in seconds.
  private static let usualLifetime = 3600.0

  /// Reads the environment; nil where no exchange is asked for.
  init?(_ environment: HubEnvironment) {
    guard let resource = environment.value("HF_OIDC_RESOURCE") else { return nil }
    self.resource = resource
    let stated = environment.value("HF_OIDC_ID_TOKEN").flatMap { Token($0, source: "HF_OIDC_ID_TOKEN") }
    let gitHub = environment.value("ACTIONS_ID_TOKEN_REQUEST_TOKEN").flatMap {
      Token($0, source: "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
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
  var current: Token? { state.withLock(\.token) }

  /// The token, exchanged the first time, and when its end is near; meanwhile others wait.
  ///
  /// - Parameters:
  ///   - endpoint: the Hub.
  ///   - ask: how to ask.
  /// - Throws: ``Failure`` with the code `unauthorized` when the Hub refuses, and those of requests.
  func token(at endpoint: Endpoint, _ ask: Ask) throws(Failure) -> Token {
    try state.withLock { (state) throws(Failure) in
      if let refusal = state.refusal { throw refusal }
      let now = MonotonicClock.now()
      if let token = state.token, now < state.renewal { return token }
      do throws(Failure) {
        let (token, lifetime) = try exchange(at: endpoint, ask)
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

  private func exchange(at endpoint: Endpoint, _ ask: Ask) throws(Failure) -> (Token, lifetime: Double) {
    let subject = try identityToken(ask)
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
    let response = try ask(
      HTTPRequest(
        url: endpoint.url(["oauth", "token"]), headers: ["Content-Type": "application/json"], content: output.text,
        followsRedirects: false), subject)
    guard (200..<300).contains(response.status) else {
      throw refused("the Hub does not exchange the identity token of this job for '\(resource)'", response)
    }
    let answer = ParsedDocument.object(response.body)
    let token = answer?.withRoot { $0["access_token"]?.string }.flatMap { Token($0, source: "HF_OIDC_RESOURCE") }
    guard let token else {
      throw refused("the Hub's answer to the exchange of an identity token has no token", response)
    }
    let lifetime = answer?.withRoot { $0["expires_in"]?.double }.flatMap { $0 > 0 ? $0 : nil }
    return (token, min(lifetime ?? IdentityExchange.usualLifetime, 1e6))
  }

  private func identityToken(_ ask: Ask) throws(Failure) -> Token {
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
      let response = try ask(request, token)
      let identity = ParsedDocument.object(response.body)?.withRoot { $0["value"]?.string }
      guard response.status == 200, let identity, let token = Token(identity, source: "GitHub") else {
        throw refused("GitHub gives no identity token for this job", response)
      }
      return token
    }
  }

  private func refused(_ message: String, _ response: HTTPResponse) -> Failure {
    let words = ServerWords.of(response)
    return Failure(
      .unauthorized, stage: .fetch, message: message + (words.isEmpty ? "" : ": '\(words)'"),
      hint: "see https://huggingface.co/docs/hub/trusted-publishers, or unset HF_OIDC_RESOURCE", status: response.status
    )
  }
}
