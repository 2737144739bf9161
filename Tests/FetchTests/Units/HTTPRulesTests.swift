import Platform
import Synchronization
import Testing

@testable import hf_fetch

@Suite("Rules of HTTP")
struct HTTPRulesTests {
  private func url(_ text: String) throws -> HTTPURL { try HTTPURL(text) }

  /// The next URL after some of `hub.example`, whose token is `hf_secret`.
  private func next(_ location: String?, after visited: [HTTPURL]) throws -> HTTPURL {
    let policy = RedirectPolicy(
      endpoint: try url("https://hub.example/").origin, maskedToken: AccessToken("hf_secret", source: "HF_TOKEN"))
    return try policy.next(location, after: visited)
  }

  @Test(
    "a redirect is resolved against the URL of its request",
    arguments: [
      ("https://hub.example/a/b?x=1", "/c/d?y=2", "https://hub.example/c/d?y=2"),
      ("https://hub.example/a/b", "https://cdn.example/f", "https://cdn.example/f"),
      ("http://hub.example/a", "https://hub.example/a", "https://hub.example/a"),
      ("http://hub.example:81/a", "//other.example/x", "http://other.example/x"),
    ])
  func follows(_ from: String, _ location: String, _ expected: String) throws {
    #expect(try next(location, after: [url(from)]).text == expected)
  }

  @Test(
    "a redirect without a target, to another scheme, to http, in a circle or with the token in it is refused",
    arguments: [
      (nil, RedirectPolicy.Violation.noLocation), ("", .noLocation), ("file:///etc/passwd", .unsupportedScheme),
      ("ftp://hub.example/a", .unsupportedScheme), ("http://hub.example/b", .downgrade), ("/a", .loop),
      ("https://cdn.example/b?key=hf_secret", .carriesToken),
    ])
  func refuses(_ location: String?, _ violation: RedirectPolicy.Violation) throws {
    #expect(throws: violation) { try next(location, after: [url("https://hub.example/a")]) }
  }

  @Test("no more than twenty redirects are followed")
  func bounds() throws {
    let visited = try (0...20).map { try url("https://hub.example/\($0)") }
    #expect(throws: RedirectPolicy.Violation.tooMany) { try next("/x", after: visited) }
    #expect(throws: Never.self) { try next("/x", after: Array(visited.dropLast())) }
  }

  @Test(
    "an origin is scheme, host and port, however they are written",
    arguments: [
      ("https://Hub.Example/a", "https://hub.example:443/b", true),
      ("HTTPS://hub.example", "https://hub.example/", true),
      ("http://hub.example/", "https://hub.example/", false),
      ("https://hub.example:8443/", "https://hub.example/", false),
      ("https://hub.example.evil/", "https://hub.example/", false),
      ("https://hub.example./", "https://hub.example/", false), ("http://[::1]:80/", "http://[::1]/", true),
      ("http://[::1]/", "http://[::2]/", false), ("http://[fe80::1%25eth0]/", "http://[fe80::1%25eth1]/", false),
      ("http://2130706433/", "http://127.0.0.1/", true), ("http://hub%2Eexample/", "http://hub.example/", true),
    ])
  func comparesOrigins(_ one: String, _ other: String, _ isSame: Bool) throws {
    #expect((try url(one).origin == url(other).origin) == isSame)
  }

  @Test(
    "the host of a redirect is the one that libcurl connects to",
    arguments: [
      ("//other.example/x", "other.example"), ("/\t/other.example", nil), ("/\\other.example/x", nil),
      ("\\\\other.example/x", nil), ("http:\\\\other.example", nil), ("https:/other.example/x", "other.example"),
      ("HTTPS://OTHER.EXAMPLE/x", "other.example"), ("https://hub.example@other.example/", nil),
      ("https://hub.example:443@other.example/", nil), ("https://hub.example%40other.example/", nil),
      ("https://hub.example#@other.example/", "hub.example"), ("https://hub.example?@other.example/", "hub.example"),
      ("https://hub.example\r\nX: y", nil), ("https://hub.example:70000/", nil),
      ("https://hub.example:/", "hub.example"),
      ("https://hub.example./", "hub.example."), ("javascript:alert(1)", nil), ("x y/é", "hub.example"),
    ] as [(String, String?)])
  func judgesHosts(_ location: String, _ host: String?) throws {
    let next = try? next(location, after: [url("https://hub.example/a")])
    #expect(next?.origin.host == host)
  }

  @Test(
    "how long to wait is read from the headers",
    arguments: [
      (["ratelimit": #""api";r=0;t=55"#], 56), (["ratelimit": #""api";r=3;t=55"#], nil), (["retry-after": "7"], 8),
      (["ratelimit": #""api";r=3;t=55"#, "retry-after": "2"], 3),
      (["retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"], nil),
      (["ratelimit": #""api"; r=0; t=0"#], 1), (["retry-after": "-3"], nil), ([:], nil),
      (["ratelimit": "r=;t=x;;="], nil),
    ] as [([String: String], Int?)])
  func readsWait(_ headers: [String: String], _ seconds: Int?) {
    #expect(RateLimit(HTTPResponse(status: 429, headers: headers)).waitSeconds == seconds)
  }

  @Test(
    "only the endpoint's origin gets the token",
    arguments: [
      ("https://hub.example/a", "Bearer hf_secret"), ("https://hub.example:443/a", "Bearer hf_secret"),
      ("https://hub.example:444/a", nil), ("http://hub.example/a", nil), ("https://cdn.hub.example/a", nil),
    ] as [(String, String?)])
  func sendsToken(_ address: String, _ header: String?) throws {
    let token = AccessToken("hf_secret", source: "HF_TOKEN")
    let policy = RedirectPolicy(endpoint: try url("https://hub.example/").origin, maskedToken: token)
    #expect(policy.authorization(token, for: try url(address)) == header)
    #expect(policy.authorization(nil, for: try url(address)) == nil)
  }

  @Test(
    "an answer is used, retried, or stops all requests",
    arguments: [
      (200, [:], 0, .take), (404, [:], 0, .take), (503, [:], 0, .retry(afterSeconds: 1)),
      (503, [:], 1, .retry(afterSeconds: 2)), (503, [:], 2, .take),
      (503, ["retry-after": "9"], 0, .retry(afterSeconds: 10)), (503, ["retry-after": "999"], 0, .take),
      (429, [:], 0, .retry(afterSeconds: 1)), (429, ["retry-after": "9"], 0, .pauseAll(seconds: 10)),
      (429, ["ratelimit": #""api";r=0;t=55"#], 1, .pauseAll(seconds: 56)), (429, ["retry-after": "9"], 2, .take),
      (429, ["retry-after": "330"], 0, .giveUp(seconds: 331)), (429, ["retry-after": "330"], 2, .giveUp(seconds: 331)),
    ] as [(Int, [String: String], Int, RetryPolicy.Decision)])
  func decides(_ status: Int, _ headers: [String: String], _ attempt: Int, _ decision: RetryPolicy.Decision) {
    let response = HTTPResponse(status: status, headers: headers)
    #expect(RetryPolicy(retries: 2).decide(response, attempt: attempt, random: 0) == decision)
  }

  @Test("waits between tries grow from one second to eight, less up to a half")
  func backsOff() {
    let longest = (1...6).map { RetryPolicy.backoff(attempt: $0, random: 0) }
    #expect(longest == [1, 2, 4, 8, 8, 8])
    #expect(RetryPolicy.backoff(attempt: 1, random: 0.999) > 0.5)
  }

  @Test(
    "the next page is the link with the relation 'next'",
    arguments: [
      (#"<https://h.example/p?cursor=2>; rel="next""#, "https://h.example/p?cursor=2"),
      (#"<https://x.example/auth>; rel="xet-auth", </p?cursor=3>; rel="next""#, "/p?cursor=3"),
      (#"<https://h.example/p>; rel="prev""#, nil), ("garbage", nil),
      (nil, nil),
    ])
  func findsNext(_ header: String?, _ expected: String?) throws {
    #expect(LinkHeader.next(header) == expected)
  }

  @Test(
    "Content-Range is read",
    arguments: [("bytes 0-99/1234", 0, 1234), ("bytes */55", nil, 55), ("bytes 8-9/*", 8, nil)]
      as [(String, Int?, Int?)])
  func readsContentRange(_ header: String, _ start: Int?, _ total: Int?) throws {
    let range = try #require(ContentRange(header))
    #expect(range.start == start)
    #expect(range.total == total)
  }

  @Test(
    "a quota is spread over its window once a tenth of it is left",
    arguments: [
      (400, 500, 1, .unspaced), (50, 500, 100, .every(seconds: 2)), (1, 500, 60, .every(seconds: 60)),
      (51, 500, 100, .unspaced), (0, 500, 100, .unknown), (5, 50, 100, .every(seconds: 20)), (6, 50, 100, .unspaced),
      (2, 29, 60, .every(seconds: 30)), (1, 9, 60, .unspaced), (1, Int.max, 60, .every(seconds: 60)),
      (1, 500, 331, .unknown), (1, 500, .max, .unknown),
    ] as [(Int, Int, Int, RateLimit.Pace)])
  func spreadsQuota(_ remaining: Int, _ quota: Int, _ seconds: Int, _ pace: RateLimit.Pace) {
    let headers = [
      "ratelimit": #""api";r=\#(remaining);t=\#(seconds)"#,
      "ratelimit-policy": #""fixed window";"api";q=\#(quota);w=300"#,
    ]
    #expect(RateLimit(HTTPResponse(status: 200, headers: headers)).pace == pace)
  }

  @Test("a request waits for its turn, and for a new window when its quota is used up")
  func pacesQuota() {
    var pacing = QuotaPacing(interval: 2, after: nil)
    #expect(pacing.delay(at: 100) <= 0)
    pacing.record(startAt: 100)
    pacing.record(startAt: 101)
    #expect(pacing.delay(at: 102) == 2)
    #expect(QuotaPacing(interval: 1, after: pacing).delay(at: 102) == 2)
    #expect(QuotaPacing(pausedUntil: 400).pausedUntil == 400)
  }

  @Test(
    "a user name and a password in a URL are masked, whatever they contain",
    arguments: [
      ("http://user:word@proxy.example:80", "http://***@proxy.example:80"),
      ("https://hf_token@hub.example/a", "https://***@hub.example/a"),
      ("http://u:a#b/c@d@proxy.example", "http://***@proxy.example"),
      ("http://u:a b@x.example", "http://***@x.example"),
      ("Unsupported proxy 'ftp://u:p@x.example', sorry", "Unsupported proxy 'ftp://***@x.example', sorry"),
      ("http://localhost:8080/org/na me@v1", "http://localhost:8080/org/na me@v1"),
      ("http://u:9/c@d.example", "http://u:9/c@d.example"), ("http://u:9x/c@d.example", "http://***@d.example"),
      ("https://hub.example/org/name@v1", "https://hub.example/org/name@v1"), ("hf://org/name@v1", "hf://org/name@v1"),
      ("https://hub.example/a", "https://hub.example/a"), ("org/name@v1", "org/name@v1"), ("", ""),
    ])
  func masksUsers(_ text: String, _ masked: String) { #expect(text.maskingUserInformation() == masked) }

  @Test("a request that hf-fetch ends is not sent again")
  func endsCanceled() { #expect(!TransportError.canceled.isTransient && TransportError.connection("").isTransient) }

  @Test("a free slot wakes the request that waits for it, and not only one that waits for a pause")
  func wakesWaiting() throws {
    let throttle = RequestThrottle(width: 1)
    _ = throttle.enter(.api)
    throttle.apply(RateLimit(HTTPResponse(status: 200, headers: ["ratelimit": "r=0;t=9"])), to: .resolvers)
    let started = Mutex<[QuotaBucket: Double]>([:])
    let start = MonotonicClock.now()
    let threads = [QuotaBucket.resolvers, .api].compactMap { bucket in
      let thread = Thread {
        _ = throttle.enter(bucket)
        started.withLock { $0[bucket] = MonotonicClock.now() - start }
        throttle.leave()
      }
      // The request in a pause waits first, so it would be woken first.
      MonotonicClock.sleep(seconds: 0.3)
      return thread
    }
    throttle.leave()
    for thread in threads { thread.join() }
    let seconds = started.withLock { $0 }
    #expect(try #require(seconds[.api]) < 6)
    #expect(try #require(seconds[.resolvers]) >= 9)
  }

  @Test("a wait of several seconds for a low quota is announced once")
  func announcesPacing() {
    let throttle = RequestThrottle(width: 9)
    let headers = ["ratelimit": "r=1;t=4", "ratelimit-policy": "q=100;w=300"]
    throttle.apply(RateLimit(HTTPResponse(status: 200, headers: headers)), to: .api)
    var announced: [Double] = []
    for _ in 0..<3 { _ = throttle.enter(.api, onPacing: { announced.append($0) }) }
    #expect(announced.count == 1 && announced.allSatisfy { (3...4).contains($0) })
  }

  @Test(
    "each request counts against the quota of its kind",
    arguments: [
      ("/api/models/a/b", QuotaBucket.api), ("/a/b/resolve/main/config.json", .resolvers),
      ("/api/resolve-cache/models/a/b/0/config.json", .resolvers), ("/a/b", .pages), ("/hub/api/models", .api),
    ])
  func findsBuckets(_ path: String, _ bucket: QuotaBucket) { #expect(QuotaBucket(path: path) == bucket) }
}
