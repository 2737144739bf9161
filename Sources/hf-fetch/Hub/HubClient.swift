import CommandLineTool
import JSON
import ModelSpec
import Platform

/// Sends requests to the Hub. Follows redirects (``RedirectPolicy``), sends the token to the endpoint's origin only,
/// and retries transient failures.
final class HubClient: Sendable {
  /// The Hub.
  let endpoint: Endpoint
  private let credential: Credential
  private let transport: HTTPTransport
  private let policy: RetryPolicy
  private let gate: RequestThrottle
  private let warnings: ServerWarnings
  private let userAgent: String
  private let diagnostics: Diagnostics

  /// Headers about a file: its commit, its size, its ETag.
  private static let metadataHeaders = ["x-repo-commit", "x-linked-size", "x-linked-etag"]

  /// Makes a client; nothing is sent before the first request.
  ///
  /// - Parameters:
  ///   - jobs: the maximum number of requests at once.
  ///   - timeoutSeconds: a transfer fails when no data arrives for this many seconds.
  ///   - retries: how often to retry a request.
  ///   - userAgentOrigin: the name of the calling program (`HF_HUB_USER_AGENT_ORIGIN`).
  init(
    endpoint: Endpoint, credential: Credential, jobs: Int, timeoutSeconds: Int, retries: Int,
    userAgentOrigin: String? = nil, diagnostics: Diagnostics
  ) {
    self.endpoint = endpoint
    self.credential = credential
    self.diagnostics = diagnostics
    transport = HTTPTransport(connections: jobs, idleSeconds: timeoutSeconds)
    policy = RetryPolicy(retries: retries)
    gate = RequestThrottle(width: jobs)
    warnings = ServerWarnings(diagnostics)
    userAgent = "hf-fetch/\(toolsetVersion)" + (userAgentOrigin.map { "; origin/\($0)" } ?? "")
  }

  /// The current token; nil without a token, and before the first OIDC exchange.
  var token: AccessToken? { credential.current }

  /// Turns this Hub's refusals into failures.
  var answers: HubRefusals { HubRefusals(endpoint: endpoint, token: token) }

  /// How long requests still wait because the Hub asked for a pause, in seconds; nil without a pause.
  var pauseLeft: Double? { gate.pauseLeft }

  /// Ends the requests in progress, and closes the connections.
  func close() { transport.stop() }

  /// Makes a request, and retries it while its failure is transient.
  ///
  /// - Returns: the last answer, whatever its status: a success, a status that is not retried, or the answer to the
  ///   last attempt. The token is masked in it.
  /// - Throws: ``Failure``, without a model's name.
  func get(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    let token: AccessToken? =
      switch credential {
      case .none: nil
      case .token(let token): token
      case .exchange(let exchange):
        try exchange.token(at: endpoint) { (request, secret) throws(Failure) in
          try ask(try plan(request, token: nil, secret: secret))
        }
      }
    return try ask(try plan(request, token: token, secret: token))
  }

  private func ask(_ request: RedirectableRequest) throws(Failure) -> HTTPResponse {
    var attempt = 0
    while true {
      let ticket = gate.enter(request.bucket) { [diagnostics] seconds in
        diagnostics.note("the Hub asks to wait \(Int(saturating: seconds.rounded(.up))) s; requests pause")
      }
      let outcome = Result { () throws(ConnectionFailures.Cause) in try follow(request) }
      gate.leave()
      let decision: RetryDecision
      switch outcome {
      case .success(let response): decision = try judge(response, attempt: attempt, ticket: ticket)
      case .failure(let cause): decision = try judge(cause, attempt: attempt, request)
      }
      switch decision {
      case .take(let response): return request.secret?.masking(response) ?? response
      case .askAgain(let seconds, let reason, let isTry):
        diagnostics.detail("'\(request.shown(request.original.url))' \(reason); retrying")
        if isTry { attempt += 1 }
        MonotonicClock.sleep(seconds: seconds)
      }
    }
  }

  /// What to do after an attempt.
  private enum RetryDecision {
    case take(HTTPResponse)
    /// Retry after `seconds`. `isTry` is false when it does not count as a retry, because another request had already
    /// caused the pause.
    case askAgain(seconds: Double, reason: String, isTry: Bool)
  }

  /// A 429 pauses all requests for the time it states; after any other transient failure only this request waits.
  private func judge(_ response: HTTPResponse, attempt: Int, ticket: Int) throws(Failure) -> RetryDecision {
    guard RetryPolicy.transientStatuses.contains(response.status) else { return .take(response) }
    let limit = RateLimit(response)
    let isRefusal = response.status == 429
    let stated = isRefusal ? limit.waitSeconds : limit.retryAfterSeconds.map { $0 + 1 }
    if let stated, stated > RetryPolicy.longestPause {
      if isRefusal { throw ConnectionFailures.rateLimited(response.status, seconds: stated) }
      return .take(response)
    }
    guard attempt < policy.retries else { return .take(response) }
    let reason = "answered \(response.status)"
    if isRefusal, let stated {
      return .askAgain(seconds: 0, reason: reason, isTry: gate.pause(seconds: stated, ticket: ticket))
    }
    let seconds = max(RetryPolicy.backoff(attempt: attempt + 1), Double(stated ?? 0))
    return .askAgain(seconds: seconds, reason: reason, isTry: true)
  }

  private func judge(_ cause: ConnectionFailures.Cause, attempt: Int, _ request: RedirectableRequest) throws(Failure)
    -> RetryDecision
  {
    guard attempt < policy.retries, cause.isTransient else {
      var failure = ConnectionFailures.failure(for: cause, url: request.shown(request.original.url))
      failure.message = request.masking(failure.message)
      throw failure
    }
    return .askAgain(
      seconds: RetryPolicy.backoff(attempt: attempt + 1), reason: request.masking(ConnectionFailures.describe(cause)),
      isTry: true)
  }

  /// A request, and what its redirects need: the endpoint's origin, the token, the quota.
  private struct RedirectableRequest {
    let original: HTTPRequest
    let start: HTTPURL
    /// The only origin that sees the token.
    let endpoint: Origin
    let bucket: QuotaBucket
    /// The token to send to the endpoint.
    let token: AccessToken?
    /// The secret to mask in answers and messages.
    let secret: AccessToken?

    /// A URL for messages: without its query, which may have a signature, and without the token.
    func shown(_ url: String) -> String { masking(String(url.prefix { $0 != "?" })) }

    func masking(_ text: String) -> String { secret?.masking(text) ?? text }
  }

  private func plan(_ request: HTTPRequest, token: AccessToken?, secret: AccessToken?) throws(Failure)
    -> RedirectableRequest
  {
    do throws(HTTPURL.ParseError) {
      let start = try HTTPURL(request.url)
      return RedirectableRequest(
        original: request, start: start, endpoint: try HTTPURL(endpoint.text).origin,
        bucket: QuotaBucket(path: start.path), token: token, secret: secret)
    } catch {
      let url = String(request.url.prefix { $0 != "?" })
      if case .unavailable(let reason) = error {
        throw ConnectionFailures.failure(for: .transport(.unavailable(reason)), url: url)
      }
      throw ConnectionFailures.failure(for: .url, url: url)
    }
  }

  private func follow(_ request: RedirectableRequest) throws(ConnectionFailures.Cause) -> HTTPResponse {
    var visited = [request.start]
    var url = request.start
    var metadata: [String: String] = [:]
    while true {
      var response = try send(request, to: url)
      if url.origin == request.endpoint {
        readRateLimitAndWarning(response, from: url, request)
      }
      // The Hub sends these headers with the redirect; the host that has the content does not.
      for name in HubClient.metadataHeaders where metadata[name] == nil { metadata[name] = response.header(name) }
      guard request.original.followsRedirects, RedirectPolicy.isRedirect(response.status) else {
        response.headers.merge(metadata) { _, onRedirect in onRedirect }
        if visited.count > 1 { response.redirectedPath = url.pathSegments }
        if url.origin != request.endpoint { response.otherOrigin = url.origin.text }
        return response
      }
      do throws(RedirectPolicy.Refusal) {
        url = try RedirectPolicy.next(response.header("Location"), after: visited)
        if url.origin != request.endpoint, request.secret?.occurs(in: url.text) ?? false { throw .carriesToken }
      } catch { throw .redirect(error) }
      visited.append(url)
    }
  }

  /// Sends one request, without following redirects. Only the endpoint's origin gets the Authorization header.
  private func send(_ request: RedirectableRequest, to url: HTTPURL) throws(ConnectionFailures.Cause) -> HTTPResponse {
    var hop = request.original
    hop.headers["User-Agent"] = userAgent
    if url.origin == request.endpoint, let token = request.token { hop.headers["Authorization"] = token.authorization }
    do throws(TransportError) {
      let response = try transport.send(hop, to: url)
      let method = hop.content == nil ? "GET" : "POST"
      diagnostics.detail("\(method) \(request.shown(url.text)): \(response.status), \(response.body.count) bytes")
      return response
    } catch { throw .transport(error) }
  }

  /// Reads the rate limit and the warning header of an answer.
  private func readRateLimitAndWarning(_ response: HTTPResponse, from url: HTTPURL, _ request: RedirectableRequest) {
    if response.status == 429 || !RetryPolicy.transientStatuses.contains(response.status) {
      gate.learn(RateLimit(response), of: QuotaBucket(path: url.path))
    }
    if let text = response.header("X-HF-Warning") { warnings.note(request.masking(text)) }
  }
}

extension ConnectionFailures.Cause {
  /// Whether a retry may succeed.
  fileprivate var isTransient: Bool {
    switch self {
    case .transport(let error): error.isTransient
    case .redirect, .url: false
    }
  }
}
