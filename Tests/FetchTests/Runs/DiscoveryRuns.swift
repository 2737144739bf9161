import Foundation
import JSON
import Platform
import StubHub
import TestSupport
import Testing

@Suite("hf-fetch --discover")
struct DiscoveryRuns {
  private func hub(pageSize: Int = 1000) throws -> StubHub {
    var options = StubHub.Options()
    options.largestPage = pageSize
    return try StubHub((0..<250).map { smallModel("\($0 % 2 == 0 ? "even" : "odd")/m\($0)") }, options: options)
  }

  @Test("requests are printed page by page, up to the limit", arguments: [(20, 2), (100, 3), (120, 4), (500, 6)])
  func pages(_ limit: Int, _ requests: Int) throws {
    let hub = try hub(pageSize: 50)
    let run = try runFetch(["--discover", "trending", "--limit", "\(limit)"], from: hub)
    #expect(run.status == 0)
    #expect(run.documents.count == min(limit, 250))
    #expect(run.documents.first?.root["model"]?.string == "even/m0")
    // One of them asks for the other task, of which there is no model.
    #expect(hub.requests.count == requests)
  }

  @Test(
    "the request to the Hub has the order, the task and the filters",
    arguments: [
      ("trending", "trendingScore"), ("downloads", "downloads"), ("likes", "likes"), ("recent", "lastModified"),
    ])
  func asks(_ order: String, _ key: String) throws {
    let hub = try hub()
    let run = try runFetch(["--discover", order, "--search", "m1", "--author", "odd"], from: hub)
    #expect(run.documents.allSatisfy { $0.root["model"]?.string?.hasPrefix("odd/m1") == true })
    #expect(hub.requests.flatMap { $0.queryValues("pipeline_tag") } == ["text-generation", "image-text-to-text"])
    for request in hub.requests {
      #expect(request.queryValues("sort") == [key])
      #expect(request.queryValues("expand") == [key])
      #expect(request.queryValues("limit") == ["20"])
    }
  }

  @Test("the request to the Hub has the task and the range of parameters of the options")
  func asksForTask() throws {
    let hub = try hub()
    let options = ["--discover", "likes", "--task", "feature-extraction", "--parameters", "6b:128B"]
    #expect(try runFetch(options, from: hub).status == 0)
    #expect(hub.requests.flatMap { $0.queryValues("pipeline_tag") } == ["feature-extraction"])
    #expect(hub.requests.first?.queryValues("num_parameters") == ["min:6B,max:128B"])
  }

  @Test("a failure is reported on standard error too, where it is seen if the output goes to a file")
  func failure() throws {
    let hub = try StubHub([smallModel("org/m")]) { _ in StubResponse(403) }
    let run = try runFetch(["--discover", "likes", "--retries", "0"], from: hub)
    #expect(run.status == 1)
    #expect(run.documents.first?.root["error"]?["code"]?.string != nil)
    #expect(run.errors.hasPrefix("hf-fetch: error: "), "\(run.errors)")
    // Hints on standard output are in the caller's terms too.
    let silent = try StubHub([]) { _ in StubResponse(200, delivery: .hang) }
    let options = ["--discover", "likes", "--retries", "0", "--timeout", "1"]
    let called = try runFetch(options, from: silent, environment: ["IMPORT_CALLER": "make"])
    #expect(called.documents.first?.root["error"]?["hint"]?.string?.contains("HF_HUB_DOWNLOAD_TIMEOUT") == true)
  }

  @Test("the lists of both tasks are merged by rank, and a model in both is printed once")
  func merges() throws {
    let models =
      [(9, "a/t9", "text-generation"), (4, "a/t4", "text-generation"), (4, "a/t4b", "text-generation")]
      + [(7, "a/i7", "image-text-to-text"), (6, "a/i6", "image-text-to-text"), (1, "a/i1", "image-text-to-text")]
    let hub = try StubHub(
      models.map { downloads, id, task in
        var model = smallModel(id)
        (model.downloads, model.task) = (downloads, task)
        return model
      })
    let run = try runFetch(["--discover", "downloads"], from: hub)
    let ids = run.documents.map { $0.withRoot { $0["model"]?.string } }
    #expect(ids == ["a/t9", "a/i7", "a/i6", "a/t4", "a/t4b", "a/i1"])
    let few = try runFetch(["--discover", "downloads", "--limit", "2"], from: hub)
    #expect(few.documents.map { $0.withRoot { $0["model"]?.string } } == ["a/t9", "a/i7"])
  }

  @Test("a page that is too large is requested again in parts, and a model that is too large by itself has no info")
  func shrinksPages() throws {
    let hub = try StubHub((0..<100).map { smallModel("org/m\($0)") }) { request in
      let limit = request.queryValues("limit").first.flatMap { Int($0) } ?? 0
      guard request.queryValues("pipeline_tag") == ["text-generation"], request.queryValues("expand").count > 1 else {
        return nil
      }
      let start = request.queryValues("cursor").first.flatMap { Int($0) } ?? 0
      let isHuge = (start..<(start + limit)).contains(50)
      return limit > 30 || isHuge ? StubResponse(200, delivery: .endless) : nil
    }
    let run = try runFetch(["--discover", "likes", "--limit", "100", "--with-info"], from: hub)
    #expect(run.documents.map { $0.withRoot { $0["model"]?.string } } == (0..<100).map { "org/m\($0)" })
    let without = run.documents.filter { $0.withRoot { $0["info"] == nil } }
    #expect(without.map { $0.withRoot { $0["model"]?.string } } == ["org/m50"])
  }

  @Test("a second hf-fetch reads the requests")
  func feedsItself() throws {
    let hub = try hub()
    let found = try runFetch(["--discover", "likes", "--limit", "5"], from: hub)
    #expect(
      try runFetch([], from: hub, input: found.output).answers == ["even/m0", "odd/m1", "even/m2", "odd/m3", "even/m4"])
  }

  @Test("pages that link to each other, or bring nothing new, end with a failure", arguments: [1, 3, Int.max])
  func endsCircles(_ period: Int) throws {
    let hub = try StubHub([]) { request in
      StubResponse(
        200, headers: [("Link", #"</api/models?cursor=\#(request.number % period)>; rel="next""#)],
        body: Array(#"[{"id":"a/b"}]"#.utf8))
    }
    let run = try runFetch(["--discover", "trending", "--limit", "10"], from: hub)
    #expect(run.documents.count == 2 && run.status == 1)
    #expect(run.documents.last?.root["error"]?["code"]?.string == "bad_response")
    #expect(hub.requests.count <= 8)
  }

  @Test("later pages are requested from the endpoint, with the token, whatever host their links name")
  func staysWithEndpoint() throws {
    var options = StubHub.Options()
    options.tokens = ["hf_x"]
    let other = try StubHub([], options: options)
    (options.largestPage, options.linkedHost) = (2, other.baseURL)
    let hub = try StubHub((0..<5).map { smallModel("org/m\($0)") }, options: options)
    let run = try runFetch(["--discover", "trending"], from: hub, environment: ["HF_TOKEN": "hf_x"])
    #expect(run.documents.count == 5)
    #expect(other.requests.isEmpty)
    #expect(hub.requests.allSatisfy { $0.headers["authorization"] == "Bearer hf_x" })
  }

  @Test(
    "conflicting options are usage errors",
    arguments: [
      ["--discover", "best"], ["--discover", "likes", "gpt2"], ["--limit", "5", "gpt2"],
      ["--discover", "likes", "--limit", "0"],
      ["--discover", "likes", "--offline"], ["--offline", "--no-cache", "gpt2"], ["--jobs", "65", "gpt2"],
      ["--timeout", "0", "gpt2"], ["--discover", "likes", "--parameters", "6B"], ["--with-info", "gpt2"],
      ["--discover", "likes", "--parameters", ":"], ["--discover", "likes", "--parameters", "x:8B"],
      ["--discover", "likes", "--parameters", "1..2:8B"], ["--discover", "likes", "--parameters", "8B:500M"],
      ["--cache-dir", "", "gpt2"],
    ])
  func refuses(_ arguments: [String]) throws {
    let run = try runFetch(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
  }
}
