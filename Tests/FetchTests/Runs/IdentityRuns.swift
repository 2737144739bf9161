import JSON
import StubHub
import TestSupport
import Testing

@Suite("The model that a request names")
struct IdentityRuns {
  @Test("a snapshot holds the info, the config and the count, pinned to the commit")
  func printsSnapshot() throws {
    let hub = try StubHub([smallModel("org/name", parameters: 1234)])
    let run = try runFetch(["org/name"], from: hub)
    let snapshot = try #require(run.documents.first?.root)
    #expect(run.status == 0)
    #expect(snapshot["model_id"]?.string == "org/name")
    #expect(snapshot["revision"]?.string == StubModel("org/name").sha)
    #expect(snapshot["endpoint"]?.string == hub.baseURL)
    #expect(snapshot["config"]?["hidden_size"]?.int == 64)
    #expect(snapshot["info"]?["id"]?.string == "org/name")
    #expect(snapshot["weights"]?["hub"]?["parameters"]?.int == 1234)
    #expect(
      hub.requests.map(\.path) == [
        "/api/models/org/name", "/org/name/resolve/\(StubModel("org/name").sha)/config.json",
      ])
  }

  @Test(
    "an id in another case and an old id lead to the current one, and a note reports it",
    arguments: ["Org/NAME", "old/name"])
  func followsRenames(_ asked: String) throws {
    var options = StubHub.Options()
    options.renames = ["old/name": "org/name"]
    options.redirectsSmallFiles = true
    let hub = try StubHub([smallModel("org/name")], options: options)
    let run = try runFetch([asked], from: hub)
    #expect(run.answers == ["org/name"])
    #expect(run.errors.contains("'\(asked)' is 'org/name' on the Hub"))
  }

  @Test("an old id of a model that was deleted is reported with both ids", arguments: [nil, "hf_good"])
  func reportsMovedAndGone(_ token: String?) throws {
    var options = StubHub.Options()
    options.renames = ["old/name": "new/gone"]
    options.tokens = ["hf_good"]
    let environment = token.map { ["HF_TOKEN": $0] } ?? [:]
    let run = try runFetch(["old/name"], from: try StubHub([], options: options), environment: environment)
    #expect(run.answers == ["renamed_away"])
    #expect(run.failure?["status"]?.int == (token == nil ? 401 : 404))
    for name in ["old/name", "new/gone"] { #expect(run.failure?["message"]?.string?.contains("'\(name)'") == true) }
  }

  @Test("a revision is one segment of the request's path, and a missing one is reported")
  func asksForRevisions() throws {
    var model = smallModel("org/name")
    model.revisions = ["main", "refs/pr/1"]
    let hub = try StubHub([model])
    let run = try runFetch(
      ["--continue-on-error", "https://huggingface.co/org/name/tree/refs/pr/1", "org/name@nope"], from: hub)
    #expect(run.answers == ["org/name", "revision_not_found"])
    #expect(hub.requests.contains { $0.path == "/api/models/org/name/revision/refs%2Fpr%2F1" })
  }

  @Test("a text that is not a model id is a failure without a request")
  func asksNothing() throws {
    let hub = try StubHub([smallModel("org/name")])
    let run = try runFetch(["--continue-on-error", "../etc", "datasets/a/b", "x; touch pwned"], from: hub)
    #expect(run.answers == Array(repeating: "invalid_model_id", count: 3))
    #expect(run.status == 1)
    #expect(hub.requests.isEmpty)
  }

  @Test("requests on standard input may be strings or objects, and keep their overrides")
  func readsRequests() throws {
    let hub = try StubHub([smallModel("a/b"), smallModel("c/d")])
    let input = #""a/b" {"model": "https://hf.co/c/d", "overrides": {"parameters_billions": 7.50}}"#
    let run = try runFetch([], from: hub, input: input)
    #expect(run.answers == ["a/b", "c/d"])
    #expect(run.output.contains(#""overrides":{"parameters_billions":7.50}"#))
  }

  @Test("--params and --context become overrides of the one model, and a usage error with several")
  func takesOverrides() throws {
    let hub = try StubHub([smallModel("a/b"), smallModel("c/d")])
    let one = try runFetch(["a/b", "--params", "70.553706496", "--context=8192"], from: hub)
    #expect(one.output.contains(#""overrides":{"parameters_billions":70.553706496,"default_context_length":8192}"#))
    let several = try runFetch(["a/b", "c/d", "--params", "7"], from: hub)
    #expect(several.status == 2)
    #expect(several.output.isEmpty)
    let carried = try runFetch(
      ["--params", "7"], from: hub, input: #"{"model":"a/b","overrides":{"parameters_billions":8}}"#)
    #expect(carried.output.contains(#""overrides":{"parameters_billions":8}"#))
  }

  @Test("Python's bare NaN and Infinity become strings")
  func quotesPythonLiterals() throws {
    let model = StubModel("a/b", config: #"{"a": NaN, "b": [Infinity, -Infinity]}"#, parameters: 5)
    let run = try runFetch(["a/b"], from: try StubHub([model]))
    #expect(run.output.contains(#""config":{"a":"NaN","b":["Infinity","-Infinity"]}"#))
  }
}
