import Foundation
import Testing

@testable import hf_fetch

@Suite("Rules of HTTP")
struct HTTPRulesTests {
  private func url(_ text: String) throws -> URL { try #require(URL(string: text)) }

  @Test(
    "a redirect leads where it says",
    arguments: [
      ("https://hub.example/a/b?x=1", "/c/d?y=2", "https://hub.example/c/d?y=2"),
      ("https://hub.example/a/b", "https://cdn.example/f", "https://cdn.example/f"),
      ("http://hub.example/a", "https://hub.example/a", "https://hub.example/a"),
      ("http://hub.example:81/a", "//other.example/x", "http://other.example/x"),
    ])
  func follows(_ from: String, _ location: String, _ expected: String) throws {
    #expect(try RedirectPolicy.next(location, after: [url(from)]).absoluteString == expected)
  }

  @Test(
    "a redirect that leads nowhere good is refused",
    arguments: [
      (nil, RedirectPolicy.Refusal.noLocation), ("", .noLocation), ("file:///etc/passwd", .unsupportedScheme),
      ("ftp://hub.example/a", .unsupportedScheme), ("http://hub.example/b", .downgrade), ("/a", .loop),
    ])
  func refuses(_ location: String?, _ refusal: RedirectPolicy.Refusal) throws {
    #expect(throws: refusal) { try RedirectPolicy.next(location, after: [url("https://hub.example/a")]) }
  }

  @Test("no more than twenty redirects are followed")
  func bounds() throws {
    let visited = try (0...20).map { try url("https://hub.example/\($0)") }
    #expect(throws: RedirectPolicy.Refusal.tooMany) { try RedirectPolicy.next("/x", after: visited) }
    #expect(throws: Never.self) { try RedirectPolicy.next("/x", after: Array(visited.dropLast())) }
  }

  @Test("an origin is scheme, host and port")
  func comparesOrigins() throws {
    #expect(Origin(try url("https://Hub.Example/a")) == Origin(try url("https://hub.example:443/b")))
    #expect(Origin(try url("http://hub.example/")) != Origin(try url("https://hub.example/")))
    #expect(Origin(try url("https://hub.example:8443/")) != Origin(try url("https://hub.example/")))
    #expect(Origin(try url("https://hub.example.evil/")) != Origin(try url("https://hub.example/")))
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

  @Test("waits between tries grow from one second to eight, less up to a half")
  func backsOff() {
    let longest = (1...6).map { RetryPolicy.backoff(attempt: $0, random: 0) }
    #expect(longest == [1, 2, 4, 8, 8, 8])
    #expect(RetryPolicy.backoff(attempt: 1, random: 0.999) > 0.5)
  }

  @Test(
    "the next page is the link of that relation",
    arguments: [
      (#"<https://h.example/p?cursor=2>; rel="next""#, "https://h.example/p?cursor=2"),
      (#"<https://x.example/auth>; rel="xet-auth", </p?cursor=3>; rel="next""#, "https://h.example/p?cursor=3"),
      (#"<https://h.example/p>; rel="prev""#, nil), (#"<file:///etc/passwd>; rel="next""#, nil), ("garbage", nil),
      (nil, nil),
    ])
  func findsNext(_ header: String?, _ expected: String?) throws {
    #expect(LinkHeader.next(header, relativeTo: try url("https://h.example/p"))?.absoluteString == expected)
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

  @Test("requests start at once until an answer tells how far apart they may, and then spread over its time")
  func spacesRequests() {
    var pacing = RequestPacing(width: 10)
    #expect((0..<10).allSatisfy { _ in pacing.delay(at: 1) == 0 })
    for _ in 0..<200 { pacing.learn(answerSeconds: 0.01) }
    let delays = (0..<3).map { _ in pacing.delay(at: 2) }
    #expect(zip(delays, [0, 0.00091, 0.00182]).allSatisfy { abs($0 - $1) < 0.000_1 })
    #expect(pacing.delay(at: 3) == 0)
  }

  @Test("slow answers do not spread requests farther than a millisecond")
  func boundsSpacing() {
    var pacing = RequestPacing(width: 8)
    pacing.learn(answerSeconds: 10)
    #expect(pacing.delay(at: 5) == 0)
    #expect(abs(pacing.delay(at: 5) - 0.001) < 0.000_001)
  }
}
