import Foundation
import JSON
import Platform
import StubHub
import TestSupport
import Testing

@Suite("hf-fetch discovers models")
struct DiscoveryRuns {
  private func hub(pageSize: Int = 1000) throws -> StubHub {
    var options = StubHub.Options()
    options.largestPage = pageSize
    return try StubHub((0..<250).map { smallModel("\($0 % 2 == 0 ? "even" : "odd")/m\($0)") }, options: options)
  }

  @Test("requests are printed page by page, up to the limit", arguments: [(20, 1), (100, 1), (120, 3), (500, 5)])
  func pages(_ limit: Int, _ requests: Int) throws {
    let hub = try hub(pageSize: 50)
    let run = try runFetch(["--discover", "trending", "--limit", "\(limit)"], from: hub)
    #expect(run.status == 0)
    #expect(run.documents.count == min(limit, 250))
    #expect(run.documents.first?.root["model"]?.string == "even/m0")
    #expect(hub.requests.count == (limit == 100 ? 2 : requests))
  }

  @Test(
    "the order, the task and the filters are asked for",
    arguments: [
      ("trending", "trendingScore"), ("downloads", "downloads"), ("likes", "likes"), ("recent", "lastModified"),
    ])
  func asks(_ order: String, _ key: String) throws {
    let hub = try hub()
    let run = try runFetch(["--discover", order, "--search", "m1", "--author", "odd"], from: hub)
    #expect(run.documents.allSatisfy { $0.root["model"]?.string?.hasPrefix("odd/m1") == true })
    let request = try #require(hub.requests.first)
    #expect(request.queryValues("sort") == [key])
    #expect(request.queryValues("pipeline_tag") == ["text-generation"])
    #expect(request.queryValues("limit") == ["20"])
  }

  @Test("the requests are what a second hf-fetch takes")
  func feedsItself() throws {
    let hub = try hub()
    let found = try runFetch(["--discover", "likes", "--limit", "5"], from: hub)
    #expect(
      try runFetch([], from: hub, input: found.output).answers == ["even/m0", "odd/m1", "even/m2", "odd/m3", "even/m4"])
  }

  @Test("pages that go round in circles end")
  func endsCircles() throws {
    let hub = try StubHub([]) { request in
      StubResponse(
        200, headers: [("Link", #"</api/models?cursor=\#(request.number % 3)>; rel="next""#)],
        body: Array(#"[{"id":"a/b"}]"#.utf8))
    }
    let run = try runFetch(["--discover", "trending", "--limit", "10"], from: hub)
    #expect(run.documents.count == 1)
    #expect(hub.requests.count <= 5)
  }

  @Test("a next page on another host gets no token")
  func keepsToken() throws {
    var options = StubHub.Options()
    options.tokens = ["hf_x"]
    let other = try StubHub([smallModel("c/d")], options: options)
    let hub = try StubHub([], options: options) { _ in
      StubResponse(
        200, headers: [("Link", "<\(other.baseURL)/api/models>; rel=\"next\"")], body: Array(#"[{"id":"a/b"}]"#.utf8))
    }
    let run = try runFetch(["--discover", "trending"], from: hub, environment: ["HF_TOKEN": "hf_x"])
    #expect(run.documents.map { $0.root["model"]?.string } == ["a/b", "c/d"])
    #expect(other.requests.allSatisfy { $0.headers["authorization"] == nil })
  }

  @Test(
    "options that do not go together are usage errors",
    arguments: [
      ["--discover", "best"], ["--discover", "likes", "gpt2"], ["--limit", "5", "gpt2"],
      ["--discover", "likes", "--limit", "0"],
      ["--discover", "likes", "--offline"], ["--offline", "--no-cache", "gpt2"], ["--jobs", "65", "gpt2"],
      ["--timeout", "0", "gpt2"],
    ])
  func refuses(_ arguments: [String]) throws {
    let run = try runFetch(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
  }
}
