import CommandLineTool
import JSON
import ModelSpec
import Platform

/// Sends requests to the Hub. ``RedirectPolicy`` decides which redirects are followed and which servers get the token,
/// ``RetryPolicy`` which requests are retried, and ``RequestThrottle`` when a request may start.
final class HubClient: Sendable {
  /// The Hub or mirror to which requests are sent.
  let endpoint: Endpoint
  private let credential: Credential
  private let transport: HTTPTransport
  private let retryPolicy: RetryPolicy
  private let throttle: RequestThrottle
  private let warnings: ServerWarnings
  private let reachability: Reachability
  private let timeoutSeconds: Int
  private let userAgent: String
  private let diagnostics: Diagnostics

  /// The header with the ETag of a file that another host serves.
  static let linkedETag = "x-linked-etag"

  /// Makes a client; nothing is sent before the first request.
  ///
  /// - Parameters:
  ///   - jobs: the maximum number of requests at once.
  ///   - timeoutSeconds: a transfer fails when no data arrives for this many seconds.
  ///   - retries: the maximum number of retries of a request.
  ///   - userAgentOrigin: the name of the calling program (`HF_HUB_USER_AGENT_ORIGIN`); nil without one.
  init(
    endpoint: Endpoint, credential: Credential, jobs: Int, timeoutSeconds: Int, retries: Int,
    userAgentOrigin: String? = nil, diagnostics: Diagnostics
  ) {
    self.endpoint = endpoint
    self.credential = credential
    self.diagnostics = diagnostics
    transport = HTTPTransport(connections: jobs, idleSeconds: timeoutSeconds)
    retryPolicy = RetryPolicy(retries: retries)
    throttle = RequestThrottle(width: jobs)
    warnings = ServerWarnings(diagnostics)
    reachability = Reachability(diagnostics)
    self.timeoutSeconds = timeoutSeconds
    userAgent = "hf-fetch/\(toolsetVersion)" + (userAgentOrigin.map { "; origin/\($0)" } ?? "")
  }

  /// The Hub token to use now; nil without one, and before the first OIDC exchange.
  var token: AccessToken? { credential.current }

  /// Turns this Hub's error responses into failures.
  var errorResponses: HubErrorResponses { HubErrorResponses(endpoint: endpoint, token: token) }

  /// The seconds until the last pause that the Hub asked for ends; nil when there is no pause.
  var pauseLeft: Double? { throttle.pauseLeft }

  /// Ends the requests in progress, and closes the connections.
  func close() { transport.stop() }

  /// Sends a request, and retries it after transient failures, at most `retries` times. If several requests that are in
  /// progress get a 429 that pauses all, only the first counts it as a retry. A request that gets a 429 again after the
  /// pause always counts it.
  ///
  /// - Returns: the last response, whatever its status. The token is masked in it.
  /// - Throws: ``Failure``, without a model's id, if there is no response, if a 429 asks for too long a pause, or if no
  ///   Hub token is issued for the job's identity token.
  func get(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    let token: AccessToken? =
      switch credential {
      case .none: nil
      case .token(let token): token
      case .exchange(let exchange):
        try exchange.token(at: endpoint) { (request, maskedToken) throws(Failure) in
          try sendWithRetries(try prepare(request, token: nil, maskedToken: maskedToken))
        }
      }
    return try sendWithRetries(try prepare(request, token: token, maskedToken: token))
  }

  private func sendWithRetries(_ request: RedirectableRequest) throws(Failure) -> HTTPResponse {
    var attempt = 0
    var hasPaused = false
    let start = MonotonicClock.now()
    while true {
      let ticket = throttle.enter(
        request.bucket,
        onPause: { [diagnostics] seconds in
          diagnostics.note("the Hub asks to wait \(Int(saturating: seconds.rounded(.up))) s; requests pause")
        },
        onPacing: { [diagnostics] seconds in
          diagnostics.note(
            "few requests are left in the Hub's quota: the next one waits \(Int(saturating: seconds.rounded(.up))) s",
            hint: "with HF_TOKEN set, the limits are higher")
        })
      let outcome = Result { () throws(ConnectionFailures.Cause) in try sendFollowingRedirects(request) }
      throttle.leave()
      switch outcome {
      case .success(let response):
        reachability.noteResponse()
        let reason = "responded with status \(response.status)"
        switch retryPolicy.decide(response, attempt: attempt) {
        case .take: return request.masking(response)
        case .giveUp(let seconds): throw ConnectionFailures.rateLimited(response.status, seconds: seconds)
        case .pauseAll(let seconds):
          // A request that was sent before the pause could not respect it, so its first 429 does not count as a retry.
          if throttle.pause(seconds: seconds, ticket: ticket) || hasPaused { attempt += 1 }
          hasPaused = true
          noteRetry(of: request, reason)
        case .retry(let seconds):
          attempt += 1
          noteRetry(of: request, reason)
          MonotonicClock.sleep(seconds: seconds)
        }
      case .failure(let cause):
        let retries = cause.transientError.map { reachability.retries(after: $0, of: retryPolicy) } ?? 0
        guard attempt < retries else { throw request.failure(for: cause) }
        let reason = request.masking(ConnectionFailures.describe(cause))
        let seconds = RetryPolicy.backoff(attempt: attempt + 1)
        noteRetry(of: request, reason)
        reachability.reportWait(
          for: request.start.origin.text, reason, waitedSeconds: MonotonicClock.now() - start + seconds,
          remainingSeconds: RetryPolicy.longestWait(
            after: attempt, retries: retries, attemptSeconds: cause.isTimeout ? Double(timeoutSeconds) : 0))
        attempt += 1
        MonotonicClock.sleep(seconds: seconds)
      }
    }
  }

  private func noteRetry(of request: RedirectableRequest, _ reason: String) {
    diagnostics.detail("'\(request.shown(request.original.url))' \(reason); retrying")
  }

  /// A request with what its attempts and redirects need: the policy, the token and the quota.
  private struct RedirectableRequest {
    let original: HTTPRequest
    let start: HTTPURL
    let redirects: RedirectPolicy
    let bucket: QuotaBucket
    /// The token to send to the endpoint; nil to send none.
    let token: AccessToken?

    /// The token to mask in responses and messages. The requests of an OIDC exchange mask an identity token, and send
    /// no token of the Hub.
    private var maskedToken: AccessToken? { redirects.maskedToken }

    /// A URL for messages: without the query, which may contain a signature, and with the token masked.
    func shown(_ url: String) -> String { masking(String(url.prefix { $0 != "?" })) }

    func masking(_ text: String) -> String { maskedToken?.masking(text) ?? text }

    func masking(_ response: HTTPResponse) -> HTTPResponse { maskedToken?.masking(response) ?? response }

    /// The failure when there is no usable response.
    func failure(for cause: ConnectionFailures.Cause) -> Failure {
      var failure = ConnectionFailures.failure(for: cause, url: shown(original.url))
      failure.message = masking(failure.message)
      return failure
    }
  }

  private func prepare(_ request: HTTPRequest, token: AccessToken?, maskedToken: AccessToken?) throws(Failure)
    -> RedirectableRequest
  {
    do throws(HTTPURL.ParseError) {
      let start = try HTTPURL(request.url)
      return RedirectableRequest(
        original: request, start: start,
        redirects: RedirectPolicy(endpoint: try HTTPURL(endpoint.text).origin, maskedToken: maskedToken),
        bucket: QuotaBucket(path: start.path), token: token)
    } catch {
      let url = String(request.url.prefix { $0 != "?" })
      if case .unavailable(let reason) = error {
        throw ConnectionFailures.failure(for: .transport(.unavailable(reason)), url: url)
      }
      throw ConnectionFailures.failure(for: .invalidURL, url: url)
    }
  }

  private func sendFollowingRedirects(_ request: RedirectableRequest) throws(ConnectionFailures.Cause) -> HTTPResponse {
    var visited = [request.start]
    var url = request.start
    var linkedETag: String?
    while true {
      var response = try sendOnce(request, to: url)
      if request.redirects.isAtEndpoint(url) {
        readRateLimitAndWarning(response, from: url, request)
      }
      // The Hub's redirect has this header; the response of the host that serves the content does not.
      linkedETag = linkedETag ?? response.header(HubClient.linkedETag)
      guard request.original.followsRedirects, RedirectPolicy.isRedirect(response.status) else {
        if let linkedETag { response.headers[HubClient.linkedETag] = linkedETag }
        if visited.count > 1 { response.redirectedPath = url.pathSegments }
        if !request.redirects.isAtEndpoint(url) { response.otherOrigin = url.origin.text }
        return response
      }
      do throws(RedirectPolicy.Violation) {
        url = try request.redirects.next(response.header("Location"), after: visited)
      } catch { throw .redirect(error) }
      visited.append(url)
    }
  }

  /// Sends one request, without following redirects.
  private func sendOnce(_ request: RedirectableRequest, to url: HTTPURL) throws(ConnectionFailures.Cause)
    -> HTTPResponse
  {
    var hop = request.original
    hop.headers["User-Agent"] = userAgent
    if let authorization = request.redirects.authorization(request.token, for: url) {
      hop.headers["Authorization"] = authorization
    }
    do throws(TransportError) {
      let response = try transport.send(hop, to: url)
      let method = hop.content == nil ? "GET" : "POST"
      diagnostics.detail("\(method) \(request.shown(url.text)): \(response.status), \(response.body.count) bytes")
      return response
    } catch { throw .transport(error) }
  }

  /// Reads the rate limit of a response for the next requests, and reports the Hub's warning in it.
  private func readRateLimitAndWarning(_ response: HTTPResponse, from url: HTTPURL, _ request: RedirectableRequest) {
    if response.status == 429 || !RetryPolicy.transientStatuses.contains(response.status) {
      throttle.apply(RateLimit(response), to: QuotaBucket(path: url.path))
    }
    if let text = response.header("X-HF-Warning") { warnings.note(request.masking(text)) }
  }
}

extension ConnectionFailures.Cause {
  /// The transport's error if a retry may succeed after it; nil otherwise.
  fileprivate var transientError: TransportError? {
    if case .transport(let error) = self, error.isTransient { error } else { nil }
  }

  /// Whether the request reached a time limit.
  fileprivate var isTimeout: Bool {
    switch self {
    case .transport(.timeout), .transport(.tooSlow): true
    case .transport, .redirect, .invalidURL: false
    }
  }
}
