import Foundation
import Shared

/// Asks the Hub: redirects followed by our rules, the token kept to its origin, passing faults tried again.
final class HubClient: Sendable {
  /// The Hub.
  let endpoint: Endpoint
  /// The token, if there is one.
  let token: Token?
  private let transport: HTTPTransport
  private let policy: RetryPolicy
  private let gate: RateGate
  private let diagnostics: Diagnostics

  /// What the Hub says of a file: its commit, its real size, its name among the blobs.
  private static let metadataHeaders = ["x-repo-commit", "x-linked-size", "x-linked-etag"]

  /// Makes a client that makes at most `jobs` requests at once.
  init(endpoint: Endpoint, token: Token?, jobs: Int, timeoutSeconds: Int, retries: Int, diagnostics: Diagnostics) {
    self.endpoint = endpoint
    self.token = token
    self.diagnostics = diagnostics
    transport = HTTPTransport(connections: jobs, idleSeconds: timeoutSeconds)
    policy = RetryPolicy(retries: retries)
    gate = RateGate(width: jobs)
  }

  /// How long all requests wait because the Hub said so, in seconds; nil when they do not.
  var pauseLeft: Double? { gate.pauseLeft }

  /// Makes a request, and again while its failure is of a kind that passes.
  ///
  /// - Returns: an answer of any status that trying again would not change.
  /// - Throws: ``Failure``, without a model's name.
  func get(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    var attempt = 0
    while true {
      let ticket = gate.enter()
      let start = RequestPacing.now()
      let outcome = followRedirects(request)
      gate.leave(after: RequestPacing.now() - start)
      let delay: Double
      switch outcome {
      case .success(let response) where !RetryPolicy.passingStatuses.contains(response.status): return response
      case .success(let response):
        let isNews = try pauseIfTold(response, ticket, isLast: attempt >= policy.retries)
        guard isNews else { continue }
        guard attempt < policy.retries else { return response }
        delay = RateLimit(response).waitSeconds == nil ? RetryPolicy.backoff(attempt: attempt + 1) : 0
        diagnostics.detail("'\(shown(request.url))' answered \(response.status); trying again")
      case .failure(let error):
        guard attempt < policy.retries, error.mayPass else {
          throw HubErrors.failure(for: error.error, url: shown(request.url))
        }
        delay = RetryPolicy.backoff(attempt: attempt + 1)
        diagnostics.detail("'\(shown(request.url))': \(HubErrors.describe(error.error)); trying again")
      }
      attempt += 1
      Foundation.Thread.sleep(forTimeInterval: delay)
    }
  }

  /// Closes the gate for everybody when the answer says how long to wait.
  ///
  /// - Returns: whether this answer counts as a try: not when another's answer closed the gate meanwhile.
  private func pauseIfTold(_ response: HTTPResponse, _ ticket: Int, isLast: Bool) throws(Failure) -> Bool {
    guard let seconds = RateLimit(response).waitSeconds else { return true }
    guard seconds <= RetryPolicy.longestPause else { throw HubErrors.rateLimited(response.status, seconds: seconds) }
    guard !isLast else { return true }
    let isNews = gate.pause(seconds: seconds, ticket: ticket)
    if isNews { diagnostics.note("the Hub asks to wait \(seconds) s (status \(response.status)); all requests pause") }
    return response.status == 429 ? isNews : true
  }

  /// A redirect that is not followed, or an exchange that failed.
  private struct RequestError: Error {
    let error: HubErrors.Cause
    let mayPass: Bool
  }

  private func followRedirects(_ request: HTTPRequest) -> Result<HTTPResponse, RequestError> {
    var hop = request
    var visited = [request.url]
    var metadata: [String: String] = [:]
    while true {
      hop.headers = headers(for: hop.url, adding: request.headers)
      do throws(TransportError) {
        var response = try transport.send(hop)
        diagnostics.detail("GET \(shown(hop.url)): \(response.status), \(response.body.count) bytes")
        // What the Hub says of a file stands on its redirect; the host that has the content knows nothing of it.
        for name in HubClient.metadataHeaders where metadata[name] == nil { metadata[name] = response.header(name) }
        guard RedirectPolicy.isRedirect(response.status) else {
          response.headers.merge(metadata) { _, onRedirect in onRedirect }
          if visited.count > 1 { response.redirectedTo = hop.url }
          return .success(response)
        }
        do throws(RedirectPolicy.Refusal) {
          hop.url = try RedirectPolicy.next(response.header("Location"), after: visited)
        } catch {
          return .failure(RequestError(error: .redirect(error), mayPass: false))
        }
        visited.append(hop.url)
      } catch {
        return .failure(RequestError(error: .transport(error), mayPass: error.mayPass))
      }
    }
  }

  /// The headers of one hop: Authorization only where the endpoint itself is asked.
  private func headers(for url: URL, adding headers: [String: String]) -> [String: String] {
    var headers = headers
    headers["User-Agent"] = "hf-fetch/\(toolsetVersion)"
    headers["Accept-Encoding"] = "identity"
    if let token, Origin(url) == endpoint.origin { headers["Authorization"] = token.authorization }
    return headers
  }

  /// A URL for a person: without a query, where signatures are.
  private func shown(_ url: URL) -> String {
    String(url.absoluteString.prefix { $0 != "?" })
  }
}
