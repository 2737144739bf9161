import CommandLineTool
import JSON
import ModelSpec

/// Asks the Hub: redirects followed by our rules, the token kept to its origin, passing faults tried again.
final class HubClient: Sendable {
  /// The Hub.
  let endpoint: Endpoint
  private let credential: Credential
  private let transport: HTTPTransport
  private let policy: RetryPolicy
  private let gate: RateGate
  private let warnings: ServerWarnings
  private let userAgent: String
  private let diagnostics: Diagnostics

  /// What the Hub says of a file: its commit, its real size, its name among the blobs.
  private static let metadataHeaders = ["x-repo-commit", "x-linked-size", "x-linked-etag"]

  /// Makes a client; nothing is asked before the first request.
  ///
  /// - Parameters:
  ///   - jobs: how many requests there may be at once.
  ///   - timeoutSeconds: how long nothing may arrive.
  ///   - retries: how often to try again.
  ///   - userAgentOrigin: who uses hf-fetch (`HF_HUB_USER_AGENT_ORIGIN`).
  init(
    endpoint: Endpoint, credential: Credential, jobs: Int, timeoutSeconds: Int, retries: Int,
    userAgentOrigin: String? = nil, diagnostics: Diagnostics
  ) {
    self.endpoint = endpoint
    self.credential = credential
    self.diagnostics = diagnostics
    transport = HTTPTransport(connections: jobs, idleSeconds: timeoutSeconds)
    policy = RetryPolicy(retries: retries)
    gate = RateGate(width: jobs)
    warnings = ServerWarnings(diagnostics)
    userAgent = "hf-fetch/\(toolsetVersion)" + (userAgentOrigin.map { "; origin/\($0)" } ?? "")
  }

  /// The token, as far as it is there.
  var token: Token? { credential.current }

  /// What answers of this Hub mean.
  var answers: HubAnswers { HubAnswers(endpoint: endpoint, token: token) }

  /// How long requests wait because the Hub said so, in seconds; nil when they do not.
  var pauseLeft: Double? { gate.pauseLeft }

  /// Ends the requests under way, and the connections.
  func close() { transport.stop() }

  /// Makes a request, and again while its failure is of a kind that passes.
  ///
  /// - Returns: an answer of any status that trying again would not change, the token masked in all of it.
  /// - Throws: ``Failure``, without a model's name.
  func get(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    let token: Token? =
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

  private func ask(_ journey: Journey) throws(Failure) -> HTTPResponse {
    var attempt = 0
    while true {
      let ticket = gate.enter(journey.bucket) { [diagnostics] seconds in
        diagnostics.note("the Hub asks to wait \(Int(saturating: seconds.rounded(.up))) s; requests pause")
      }
      let outcome = Result { () throws(HubErrors.Cause) in try follow(journey) }
      gate.leave()
      let decision: Decision
      switch outcome {
      case .success(let response): decision = try judge(response, attempt: attempt, ticket: ticket)
      case .failure(let cause): decision = try judge(cause, attempt: attempt, journey)
      }
      switch decision {
      case .take(let response): return journey.secret?.masking(response) ?? response
      case .askAgain(let seconds, let reason, let isTry):
        diagnostics.detail("'\(journey.shown(journey.request.url))' \(reason); trying again")
        if isTry { attempt += 1 }
        MonotonicClock.sleep(seconds: seconds)
      }
    }
  }

  /// What to do about an outcome.
  private enum Decision {
    case take(HTTPResponse)
    /// After so many seconds; not a try when the request was only hasty.
    case askAgain(seconds: Double, reason: String, isTry: Bool)
  }

  /// A 429 pauses all requests for as long as it says; any other fault makes this request alone wait.
  private func judge(_ response: HTTPResponse, attempt: Int, ticket: Int) throws(Failure) -> Decision {
    guard RetryPolicy.passingStatuses.contains(response.status) else { return .take(response) }
    let limit = RateLimit(response)
    let isRefusal = response.status == 429
    let stated = isRefusal ? limit.waitSeconds : limit.retryAfterSeconds.map { $0 + 1 }
    if let stated, stated > RetryPolicy.longestPause {
      if isRefusal { throw HubErrors.rateLimited(response.status, seconds: stated) }
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

  private func judge(_ cause: HubErrors.Cause, attempt: Int, _ journey: Journey) throws(Failure) -> Decision {
    guard attempt < policy.retries, cause.mayPass else {
      var failure = HubErrors.failure(for: cause, url: journey.shown(journey.request.url))
      failure.message = journey.masking(failure.message)
      throw failure
    }
    return .askAgain(
      seconds: RetryPolicy.backoff(attempt: attempt + 1), reason: journey.masking(HubErrors.describe(cause)),
      isTry: true)
  }

  /// A request with what decides about its hops.
  private struct Journey {
    let request: HTTPRequest
    let start: HTTPURL
    /// The only origin that sees the token.
    let endpoint: Origin
    let bucket: QuotaBucket
    /// What the endpoint is sent; nil for nothing.
    let token: Token?
    /// What must not be shown of any answer.
    let secret: Token?

    /// A URL for a person: without a query, where signatures are, and without the token.
    func shown(_ url: String) -> String { masking(String(url.prefix { $0 != "?" })) }

    func masking(_ text: String) -> String { secret?.masking(text) ?? text }
  }

  private func plan(_ request: HTTPRequest, token: Token?, secret: Token?) throws(Failure) -> Journey {
    do throws(HTTPURL.Fault) {
      let start = try HTTPURL(request.url)
      return Journey(
        request: request, start: start, endpoint: try HTTPURL(endpoint.text).origin,
        bucket: QuotaBucket(path: start.path), token: token, secret: secret)
    } catch {
      let url = String(request.url.prefix { $0 != "?" })
      if case .unavailable(let reason) = error {
        throw HubErrors.failure(for: .transport(.unavailable(reason)), url: url)
      }
      throw HubErrors.failure(for: .url, url: url)
    }
  }

  private func follow(_ journey: Journey) throws(HubErrors.Cause) -> HTTPResponse {
    var visited = [journey.start]
    var url = journey.start
    var metadata: [String: String] = [:]
    while true {
      var response = try send(journey, to: url)
      if url.origin == journey.endpoint { heed(response, from: url, journey) }
      // What the Hub says of a file is on its redirect; the host that has the content knows nothing of it.
      for name in HubClient.metadataHeaders where metadata[name] == nil { metadata[name] = response.header(name) }
      guard journey.request.followsRedirects, RedirectPolicy.isRedirect(response.status) else {
        response.headers.merge(metadata) { _, onRedirect in onRedirect }
        if visited.count > 1 { response.redirectedPath = url.pathSegments }
        if url.origin != journey.endpoint { response.otherOrigin = url.origin.text }
        return response
      }
      do throws(RedirectPolicy.Refusal) {
        url = try RedirectPolicy.next(response.header("Location"), after: visited)
        if url.origin != journey.endpoint, journey.secret?.occurs(in: url.text) ?? false { throw .carriesToken }
      } catch { throw .redirect(error) }
      visited.append(url)
    }
  }

  /// Makes one hop: with Authorization only where the endpoint itself is asked.
  private func send(_ journey: Journey, to url: HTTPURL) throws(HubErrors.Cause) -> HTTPResponse {
    var hop = journey.request
    hop.headers["User-Agent"] = userAgent
    if url.origin == journey.endpoint, let token = journey.token { hop.headers["Authorization"] = token.authorization }
    do throws(TransportError) {
      let response = try transport.send(hop, to: url)
      let method = hop.content == nil ? "GET" : "POST"
      diagnostics.detail("\(method) \(journey.shown(url.text)): \(response.status), \(response.body.count) bytes")
      return response
    } catch { throw .transport(error) }
  }

  /// Takes account of what the Hub says beside its answer.
  private func heed(_ response: HTTPResponse, from url: HTTPURL, _ journey: Journey) {
    if response.status == 429 || !RetryPolicy.passingStatuses.contains(response.status) {
      gate.learn(RateLimit(response), of: QuotaBucket(path: url.path))
    }
    if let text = response.header("X-HF-Warning") { warnings.note(journey.masking(text)) }
  }
}

extension HubErrors.Cause {
  /// Whether another try may succeed.
  fileprivate var mayPass: Bool {
    switch self {
    case .transport(let error): error.mayPass
    case .redirect, .url: false
    }
  }
}
