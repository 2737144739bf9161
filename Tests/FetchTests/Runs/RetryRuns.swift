import Foundation
import JSON
import StubHub
import Synchronization
import Testing

@Suite("hf-fetch tries again what may pass")
struct RetryRuns {
  /// A hook that answers the first requests to each path with faults, and then leaves the stub to it.
  private func failing(_ faults: [StubResponse]) -> StubHub.Hook {
    let counts = Mutex<[String: Int]>([:])
    return { request in
      let count = counts.withLock { counts in
        counts[request.path, default: 0] += 1
        return counts[request.path, default: 1] - 1
      }
      return count < faults.count ? faults[count] : nil
    }
  }

  private static let body = [UInt8](repeating: UInt8(ascii: " "), count: 1000)

  @Test(
    "a fault that passes costs time alone",
    arguments: [
      [StubResponse(503), StubResponse(503)], [StubResponse(500)], [StubResponse(502)], [StubResponse(504)],
      [StubResponse(408)],
      [StubResponse(200, delivery: .reset)], [StubResponse(200, body: Self.body, delivery: .cut(at: 500))],
      [StubResponse(200, delivery: .hang)], [StubResponse(429, headers: [("Retry-After", "0")])],
    ])
  func passes(_ faults: [StubResponse]) throws {
    let hub = try StubHub([smallModel("org/name")], hook: failing(faults))
    let run = try runFetch(["org/name", "--timeout", "1"], from: hub)
    #expect(run.answers == ["org/name"])
    #expect(hub.requests.count == 2 + 2 * faults.count)
  }

  @Test(
    "what does not pass ends after the retries, with its own code",
    arguments: [
      (StubResponse(503), "server_error"), (StubResponse(429), "rate_limited"),
      (StubResponse(200, delivery: .reset), "network"),
      (StubResponse(200, delivery: .hang), "timeout"),
      (StubResponse(200, body: Self.body, delivery: .cut(at: 500)), "network"),
    ])
  func ends(_ fault: StubResponse, _ code: String) throws {
    let hub = try StubHub([smallModel("org/name")]) { _ in fault }
    let run = try runFetch(["org/name", "--timeout", "1", "--retries", "1"], from: hub)
    #expect(run.answers == [code])
    #expect(hub.requests.count == 2)
  }

  @Test("a refusal that cannot change is not tried again", arguments: [400, 401, 403, 404, 410, 451])
  func asksOnce(_ status: Int) throws {
    let hub = try StubHub([smallModel("org/name")]) { _ in StubResponse(status) }
    #expect(try runFetch(["org/name"], from: hub).status == 1)
    #expect(hub.requests.count == 1)
  }

  @Test(
    "a server's wish for credentials is a refusal, told at once",
    arguments: ["Basic realm=\"x\"", "Basic", "Digest realm=\"x\", nonce=\"y\"", "Bearer realm=\"Hub\"", "realm="])
  func refusesChallenges(_ challenge: String) throws {
    let hub = try StubHub([smallModel("org/name")]) { _ in
      StubResponse(401, headers: [("WWW-Authenticate", challenge)], body: Self.body)
    }
    let run = try runFetch(["org/name", "--timeout", "1"], from: hub)
    #expect(run.answers == ["not_found"])
    #expect(run.failure?["status"]?.int == 401)
    #expect(hub.requests.count == 1)
  }

  @Test("one 429 pauses all sixteen jobs until its reset, and costs none of them a retry")
  func sharesPause() throws {
    let limitedUntil = Mutex<Date?>(nil)
    let early = Mutex(0)
    let hub = try StubHub((0..<48).map { smallModel("org/m\($0)") }) { request in
      let now = Date()
      return limitedUntil.withLock { until in
        if request.number == 20 { until = now.addingTimeInterval(2) }
        guard let reset = until, now < reset else { return nil }
        early.withLock { $0 += 1 }
        let seconds = Int(saturating: reset.timeIntervalSince(now).rounded(.up))
        return StubResponse(429, headers: [("RateLimit", #""api";r=0;t=\#(seconds)"#)])
      }
    }
    let start = Date()
    let models = (0..<48).map { "org/m\($0)" }
    let run = try runFetch(models + ["--jobs", "16", "--retries", "1"], from: hub)
    #expect(run.answers == models)
    #expect(Date().timeIntervalSince(start) >= 2)
    // Those under way when the limit struck hear of it; nobody asks again before the reset.
    #expect(early.withLock { $0 } <= 16)
  }

  @Test("a pause longer than anybody would wait is told at once")
  func refusesLongPause() throws {
    let hub = try StubHub([]) { _ in StubResponse(429, headers: [("Retry-After", "86400")]) }
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.answers == ["rate_limited"])
    #expect(run.failure?["retry_after_seconds"]?.int == 86401)
  }

  @Test("over a thousand requests with five faults in a hundred, nothing is lost, doubled or out of order")
  func survives() throws {
    var options = StubHub.Options()
    options.faultRate = 0.05
    let models = (0..<500).map { "org/m\($0)" }
    let hub = try StubHub(models.map { smallModel($0) }, options: options)
    let input = models.map { "\"\($0)\"" }.joined(separator: "\n")
    let run = try runFetch(["--jobs", "32", "--retries", "5", "--timeout", "2"], from: hub, input: input)
    #expect(run.answers == models)
    #expect(run.status == 0)
    #expect(hub.requests.count > 1000)
  }
}
