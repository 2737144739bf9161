import CommandLineTool
import Foundation
import JSON
import ModelSpec

/// Asks the Hub: redirects followed by our rules, the token kept to its origin, passing faults tried again.
final class HubClient: Sendable {
  /// The Hub.
  let endpoint: Endpoint
  /// The token, if there is one.
  let token: Token?
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
    endpoint: Endpoint, token: Token?, jobs: Int, timeoutSeconds: Int, retries: Int, userAgentOrigin: String? = nil,
    diagnostics: Diagnostics
  ) {
    self.endpoint = endpoint
    self.token = token
    self.diagnostics = diagnostics
    transport = HTTPTransport(connections: jobs, idleSeconds: timeoutSeconds)
    policy = RetryPolicy(retries: retries)
    gate = RateGate(width: jobs)
    warnings = ServerWarnings(diagnostics)
    userAgent = "hf-fetch/\(toolsetVersion)" + (userAgentOrigin.map { "; origin/\($0)" } ?? "")
  }

  /// How long requests wait because the Hub said so, in seconds; nil when they do not.
  var pauseLeft: Double? { gate.pauseLeft }

  /// Ends the requests under way, and the connections.
  func close() { transport.stop() }

  /// Makes a request, and again while its failure is of a kind that passes.
  ///
  /// - Returns: an answer of any status that trying again would not change, the token masked in all of it.
  /// - Throws: ``Failure``, without a model's name.
  func get(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    let journey = try plan(request)
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
      case .failure(let cause): decision = try judge(cause, attempt: attempt, request)
      }
      switch decision {
      case .take(let response): return token?.masking(response) ?? response
      case .askAgain(let seconds, let reason, let isTry):
        diagnostics.detail("'\(shown(request.url))' \(reason); trying again")
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

  private func judge(_ cause: HubErrors.Cause, attempt: Int, _ request: HTTPRequest) throws(Failure) -> Decision {
    guard attempt < policy.retries, cause.mayPass else { throw failure(for: cause, request.url) }
    return .askAgain(
      seconds: RetryPolicy.backoff(attempt: attempt + 1), reason: masking(HubErrors.describe(cause)), isTry: true)
  }

  private func failure(for cause: HubErrors.Cause, _ url: String) -> Failure {
    var failure = HubErrors.failure(for: cause, url: shown(url))
    failure.message = masking(failure.message)
    return failure
  }

  /// A request with what decides about its hops.
  private struct Journey {
    let request: HTTPRequest
    let start: HTTPURL
    /// The only origin that sees the token.
    let endpoint: Origin
    let bucket: QuotaBucket
  }

  private func plan(_ request: HTTPRequest) throws(Failure) -> Journey {
    do throws(HTTPURL.Fault) {
      let start = try HTTPURL(request.url)
      return Journey(
        request: request, start: start, endpoint: try HTTPURL(endpoint.text).origin,
        bucket: QuotaBucket(path: start.path))
    } catch {
      if case .unavailable(let reason) = error { throw failure(for: .transport(.unavailable(reason)), request.url) }
      throw failure(for: .url, request.url)
    }
  }

  private func follow(_ journey: Journey) throws(HubErrors.Cause) -> HTTPResponse {
    var visited = [journey.start]
    var url = journey.start
    var metadata: [String: String] = [:]
    while true {
      var response = try send(journey.request, to: url, isToEndpoint: url.origin == journey.endpoint)
      if url.origin == journey.endpoint { heed(response, from: url) }
      // What the Hub says of a file is on its redirect; the host that has the content knows nothing of it.
      for name in HubClient.metadataHeaders where metadata[name] == nil { metadata[name] = response.header(name) }
      guard RedirectPolicy.isRedirect(response.status) else {
        response.headers.merge(metadata) { _, onRedirect in onRedirect }
        if visited.count > 1 { response.redirectedPath = url.pathSegments }
        return response
      }
      do throws(RedirectPolicy.Refusal) {
        url = try RedirectPolicy.next(response.header("Location"), after: visited)
        if url.origin != journey.endpoint, token?.occurs(in: url.text) ?? false { throw .carriesToken }
      } catch { throw .redirect(error) }
      visited.append(url)
    }
  }

  /// Makes one hop: with Authorization only where the endpoint itself is asked.
  private func send(
    _ request: HTTPRequest, to url: HTTPURL, isToEndpoint: Bool
  ) throws(HubErrors.Cause) -> HTTPResponse {
    var hop = request
    hop.headers["User-Agent"] = userAgent
    if isToEndpoint, let token { hop.headers["Authorization"] = token.authorization }
    do throws(TransportError) {
      let response = try transport.send(hop, to: url)
      diagnostics.detail("GET \(shown(url.text)): \(response.status), \(response.body.count) bytes")
      return response
    } catch { throw .transport(error) }
  }

  /// Takes account of what the Hub says beside its answer.
  private func heed(_ response: HTTPResponse, from url: HTTPURL) {
    if response.status < 500 { gate.learn(RateLimit(response), of: QuotaBucket(path: url.path)) }
    if let text = response.header("X-HF-Warning") { warnings.note(masking(text)) }
  }

  /// A URL for a person: without a query, where signatures are, and without the token.
  private func shown(_ url: String) -> String { masking(String(url.prefix { $0 != "?" })) }

  private func masking(_ text: String) -> String { token?.masking(text) ?? text }
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
