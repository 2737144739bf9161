import Foundation
import JSON
import StubHub
import Synchronization
import Testing

@Suite("Retries and rate limits")
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
    "a temporary fault costs only time",
    arguments: [
      [StubResponse(503), StubResponse(503)], [StubResponse(500)], [StubResponse(502)], [StubResponse(504)],
      [StubResponse(408)],
      [StubResponse(200, delivery: .reset)], [StubResponse(200, body: Self.body, delivery: .cut(at: 500))],
      [StubResponse(200, delivery: .hang)], [StubResponse(429, headers: [("Retry-After", "0")])],
    ])
  func passes(_ faults: [StubResponse]) throws {
    let hub = try StubHub([smallModel("org/name")], hook: failing(faults))
    let hangs = faults.contains { $0.delivery == .hang }
    let run = try runFetch(["org/name"] + (hangs ? ["--timeout", "1"] : []), from: hub)
    #expect(run.answers == ["org/name"])
    // On a loaded machine, other answers can take longer than the time limit, too.
    #expect(hangs ? hub.requests.count >= 4 : hub.requests.count == 2 + 2 * faults.count)
  }

  @Test(
    "a lasting fault is reported after the retries, with its code",
    arguments: [
      (StubResponse(503), "server_error"), (StubResponse(429), "rate_limited"),
      (StubResponse(200, delivery: .reset), "network"),
      (StubResponse(200, delivery: .hang), "timeout"),
      (StubResponse(200, body: Self.body, delivery: .cut(at: 500)), "network"),
    ])
  func ends(_ fault: StubResponse, _ code: String) throws {
    let hub = try StubHub([smallModel("org/name")]) { _ in fault }
    let limit = fault.delivery == .hang ? ["--timeout", "1"] : []
    let run = try runFetch(["org/name", "--retries", "1"] + limit, from: hub)
    #expect(run.answers == [code])
    #expect(hub.requests.count == 2)
  }

  @Test("a refusal that cannot change is not retried", arguments: [400, 401, 403, 404, 410, 451])
  func asksOnce(_ status: Int) throws {
    let hub = try StubHub([smallModel("org/name")]) { _ in StubResponse(status) }
    #expect(try runFetch(["org/name"], from: hub).status == 1)
    #expect(hub.requests.count == 1)
  }

  @Test(
    "a request for credentials is a refusal, which is reported at once",
    arguments: ["Basic realm=\"x\"", "Basic", "Digest realm=\"x\", nonce=\"y\"", "Bearer realm=\"Hub\"", "realm="])
  func refusesChallenges(_ challenge: String) throws {
    let hub = try StubHub([smallModel("org/name")]) { _ in
      StubResponse(401, headers: [("WWW-Authenticate", challenge)], body: Self.body)
    }
    let run = try runFetch(["org/name"], from: hub)
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
    // Requests in progress get the 429 too; no request is sent before the reset.
    #expect(early.withLock { $0 } <= 16)
  }

  @Test("--retries limits the requests that get a 429 again and again, with several jobs too")
  func limitsRateLimited() throws {
    let models = (0..<8).map { "org/m\($0)" }
    let hub = try StubHub([]) { _ in StubResponse(429, headers: [("RateLimit", #""api";r=0;t=0"#)]) }
    let run = try runFetch(models + ["--jobs", "8", "--retries", "1", "--continue-on-error"], from: hub)
    #expect(run.answers == models.map { _ in "rate_limited" })
    // The first 429 of a request that was sent before the pause does not count.
    let counts = Dictionary(grouping: hub.requests, by: \.path).mapValues(\.count)
    #expect(counts.values.allSatisfy { (2...3).contains($0) }, "\(counts)")
  }

  @Test("a pause longer than the limit is reported at once")
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

  @Test(
    "after a 5xx only the same request waits, whatever its headers say about limits",
    arguments: [500, 502, 503, 504, 408])
  func backsOffAlone(_ status: Int) throws {
    let models = (0..<24).map { "org/m\($0)" }
    let times = Mutex<[(path: String, time: Date)]>([])
    let hub = try StubHub(models.map { smallModel($0) }) { request in
      let isFirst = times.withLock { times in
        defer { times.append((request.path, Date())) }
        return !times.contains { $0.path == request.path }
      }
      guard isFirst, request.path.hasSuffix("/m3") else { return nil }
      return StubResponse(status, headers: [("Retry-After", "4"), ("RateLimit", #""api";r=0;t=277"#)])
    }
    let run = try runFetch(models + ["--jobs", "8"], from: hub)
    #expect(run.answers == models)
    #expect(!run.errors.contains("pause"))
    let seen = times.withLock { $0 }
    let tries = seen.filter { $0.path.hasSuffix("/m3") }.map(\.time)
    #expect(tries.count == 2)
    #expect(zip(tries, tries.dropFirst()).allSatisfy { $1.timeIntervalSince($0) >= 4.9 })
    // The others follow each other without such a wait, however long all of them take.
    let others = seen.filter { !$0.path.contains("m3") }.map(\.time)
    #expect(others.count == 46)
    #expect(zip(others, others.dropFirst()).allSatisfy { $1.timeIntervalSince($0) < 4 })
  }

  @Test("requests are spread when little of a quota is left, so that it is not exceeded")
  func slowsDown() throws {
    let window = Mutex<(start: Date, left: Int)>((.distantPast, 0))
    let refusals = Mutex(0)
    let models = (0..<150).map { "org/m\($0)" }
    let hub = try StubHub(models.map { smallModel($0) }) { request in
      guard request.path.hasPrefix("/api/models/") else { return nil }
      let (left, seconds) = window.withLock { window in
        if Date().timeIntervalSince(window.start) >= 2 { window = (Date(), 100) }
        window.left -= 1
        return (window.left, Int(saturating: (2 - Date().timeIntervalSince(window.start)).rounded(.up)))
      }
      let headers = [
        ("RateLimit", #""api";r=\#(max(left, 0));t=\#(seconds)"#),
        ("RateLimit-Policy", #""fixed window";"api";q=100;w=2"#),
      ]
      if left < 0 {
        refusals.withLock { $0 += 1 }
        return StubResponse(429, headers: headers)
      }
      let id = String(request.path.dropFirst("/api/models/".count))
      return StubResponse(200, headers: headers, body: Array(smallModel(id).infoText(withSizes: true).utf8))
    }
    // With more jobs, the requests in progress could use up the tenth of the quota that is left when spacing starts.
    let run = try runFetch(models + ["--jobs", "4"], from: hub)
    #expect(run.answers == models)
    #expect(refusals.withLock { $0 } == 0)
  }

  @Test("a used-up quota delays only the requests that it is for")
  func waitsForQuota() throws {
    let times = Mutex<[String: Date]>([:])
    let models = (0..<2).map { "org/m\($0)" }
    let hub = try StubHub(models.map { smallModel($0) }) { request in
      times.withLock { $0[request.path] = Date() }
      guard request.number == 0 else { return nil }
      return StubResponse(
        200, headers: [("RateLimit", #""api";r=0;t=4"#)],
        body: Array(smallModel("org/m0").infoText(withSizes: true).utf8))
    }
    let run = try runFetch(models + ["--jobs", "1"], from: hub)
    #expect(run.answers == models)
    // The time that is left when a request waits first.
    #expect(run.errors.contains(/the Hub asks to wait [1-5] s/))
    let seen = times.withLock { $0 }
    let first = try #require(seen["/api/models/org/m0"])
    let file = try #require(seen.first { $0.key.contains("org/m0/resolve") }?.value)
    let second = try #require(seen["/api/models/org/m1"])
    #expect(file.timeIntervalSince(first) < 4)
    #expect(second.timeIntervalSince(first) >= 4.9)
  }

  @Test("warnings of the Hub are shown once per topic")
  func passesWarningsOn() throws {
    let models = (0..<6).map { "org/m\($0)" }
    let hub = try StubHub(models.map { smallModel($0) }) { request in
      guard request.path.hasPrefix("/api/models/") else { return nil }
      let topic = request.path.hasSuffix("5") ? "other" : "sunset"
      let id = String(request.path.dropFirst("/api/models/".count))
      return StubResponse(
        200, headers: [("X-HF-Warning", "\(topic); the \(topic) is near\u{1B}[2J")],
        body: Array(smallModel(id).infoText(withSizes: true).utf8))
    }
    let run = try runFetch(models, from: hub)
    #expect(run.answers == models)
    #expect(run.errors.components(separatedBy: "the Hub says: the sunset is near").count == 2)
    #expect(run.errors.components(separatedBy: "the Hub says: the other is near").count == 2)
    #expect(!run.errors.contains("\u{1B}"))
  }
}
