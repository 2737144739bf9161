import JSON
import StubHub
import TestSupport
import Testing

@Suite("A request with the Hub's info")
struct ListedInfoRuns {
  private static let config = """
    {"model_type":"llama","architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":2,\
    "num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":128,"vocab_size":1000,\
    "max_position_embeddings":2048,"torch_dtype":"bfloat16"}
    """

  private static func model(_ number: Int) -> StubModel {
    var model = StubModel("org/m\(number)", config: config, parameters: 210_240)
    if number % 3 == 0 { model.task = "image-text-to-text" }
    if number % 5 == 0 {
      model.files["hf_quant_config.json"] = StubFile(#"{"quantization":{"quant_algo":"FP8"}}"#)
    }
    return model
  }

  /// What hf-transform makes of snapshots, without the sizes that a listing does not give.
  private func entries(_ snapshots: String) throws -> [String] {
    let run = try Command(tool: "hf-transform", ["--quiet"], input: snapshots).run()
    return run.output.split(separator: "\n").map { line in
      line.split(separator: ",").filter { !$0.hasPrefix(#""weights_bytes""#) }.joined(separator: ",")
    }
  }

  @Test("a model needs one request, and has the same entry as without the info")
  func costsOneRequest() throws {
    let models = (0..<40).map { Self.model($0) }
    let hub = try StubHub(models)
    let listed = try runFetch(["--discover", "likes", "--limit", "100", "--with-info"], from: hub)
    #expect(listed.documents.count == 40)
    let listingCost = hub.requests.count
    #expect(listingCost == 2)
    let run = try runFetch([], from: hub, input: listed.output)
    #expect(run.status == 0)
    let files = hub.requests.dropFirst(listingCost)
    #expect(files.allSatisfy { $0.path.contains("/resolve/") })
    // One in five has a second file.
    #expect(files.count == 48)
    let names = listed.documents.compactMap { $0.withRoot { $0["model"]?.string } }
    let alone = try runFetch(names, from: hub)
    #expect(try entries(run.output) == entries(alone.output))
    #expect(try entries(run.output).count == 40)
  }

  @Test("the cache is written and read as usual")
  func usesCache() throws {
    let hub = try StubHub([Self.model(1)])
    let home = try ScratchDirectory()
    let listed = try runFetch(["--discover", "likes", "--with-info"], from: hub)
    _ = try runFetch([], from: hub, home: home, input: listed.output)
    let count = hub.requests.count
    #expect(try runFetch([], from: hub, home: home, input: listed.output).answers == ["org/m1"])
    #expect(hub.requests.count == count)
    #expect(
      try runFetch(["--offline"], home: home, input: #"{"model":"org/m1","revision":"\#(Self.model(1).sha)"}"#).answers
        == ["org/m1"])
  }

  @Test("the commit of an info is the one that is read, also without the Hub, and it is not said to be the branch's")
  func usesCommit() throws {
    let model = Self.model(1)
    let home = try ScratchDirectory()
    let old = String(repeating: "0", count: 40)
    let request = #"{"model":"org/m1","info":{"id":"org/m1","sha":"\#(old)","siblings":[]}}"#
    let hub = try StubHub([model]) { request in
      request.path.contains(old) ? .json(#"{"hidden_size":1}"#) : nil
    }
    let live = try runFetch(["org/m1"], from: hub, home: home)
    #expect(try runFetch(["--offline"], home: home, input: request).answers == ["offline_miss"])
    let listed = try runFetch([], from: hub, home: home, input: request)
    #expect(listed.documents.first?.root["config"]?["hidden_size"]?.int == 1)
    #expect(try home.read("hf/hub/models--org--m1/refs/main") == model.sha)
    let offline = try runFetch(["--offline"], from: hub, home: home, input: request)
    #expect(offline.documents.first?.root["config"]?["hidden_size"]?.int == 1)
    try home.write(live.output, to: "recorded")
    let recorded = try runFetch(["--snapshots", home.path("recorded")], input: request)
    #expect(recorded.answers == ["offline_miss"])
  }

  @Test(
    "an info of another model or commit, or an incomplete one, is not used",
    arguments: [
      #"{"model":"org/m1","info":{"id":"org/m1"}}"#,
      #"{"model":"org/m1","info":{"id":"org/m2","sha":"SHA","siblings":[]}}"#,
      #"{"model":"org/m1","revision":"main","info":{"id":"org/m1","sha":"SHA","siblings":[]}}"#,
      #"{"model":"org/m1","info":{"id":"org/m1","sha":"main","siblings":[]}}"#,
      #"{"model":"org/m1","info":{"id":"org/m1","sha":"SHA"}}"#, #"{"model":"org/m1","info":null}"#,
    ])
  func asksAgain(_ request: String) throws {
    let hub = try StubHub([Self.model(1)])
    let input = request.split(separator: "SHA").joined(separator: Self.model(1).sha)
    #expect(try runFetch([], from: hub, input: input).answers == ["org/m1"])
    #expect(hub.requests.first?.path == "/api/models/org/m1" + (request.contains("revision") ? "/revision/main" : ""))
  }

  @Test("an info that is not an object is malformed input, and a disabled model is not fetched")
  func refuses() throws {
    let hub = try StubHub([Self.model(1)])
    #expect(try runFetch([], from: hub, input: #"{"model":"org/m1","info":7}"#).answers == ["malformed_input"])
    let disabled =
      #"{"model":"org/m1","info":{"id":"org/m1","sha":"\#(Self.model(1).sha)","siblings":[],"disabled":true}}"#
    #expect(try runFetch([], from: hub, input: disabled).answers == ["disabled"])
    #expect(hub.requests.isEmpty)
  }

  @Test("evaluation results are requested only under --benchmarks, and only if the model has some")
  func fetchesResults() throws {
    var model = Self.model(1)
    model.files[".eval_results/hle.yaml"] = StubFile("")
    model.infoMembers += #","evalResults":[{"dataset":{"id":"cais/hle","task_id":"default"},"value":20.9}]"#
    let info = model.infoText(withSizes: true)
    let plain = info.replacing(/,"evalResults":\[.*?\}\]/, with: "")
    let hub = try StubHub([model, Self.model(2)]) { request in
      // A plain answer does not hold them.
      request.query == "blobs=true" && request.path.hasSuffix("m1") ? .json(plain) : nil
    }
    let without = try runFetch(["org/m1"], from: hub)
    #expect(hub.requests.count == 2)
    #expect(without.documents.allSatisfy { $0.withRoot { $0["info"]?["evalResults"] == nil } })
    let with = try runFetch(["org/m1", "org/m2", "--benchmarks"], from: hub)
    #expect(hub.requests.count == 7)
    #expect(hub.requests.filter { $0.queryValues("expand") == ["evalResults"] }.count == 1)
    let results = try #require(with.documents.first)
    results.withRoot { #expect($0["info"]?["evalResults"]?.count == 1) }
    let entry = try Command(tool: "hf-transform", ["--benchmarks", "--quiet"], input: with.output).run().output
    #expect(entry.contains(#""value":20.9"#))
  }

  @Test("results that cannot be fetched are only a warning")
  func warnsOfResults() throws {
    var model = Self.model(1)
    model.files[".eval_results/hle.yaml"] = StubFile("")
    let hub = try StubHub([model]) { $0.query.contains("evalResults") ? StubResponse(404) : nil }
    let run = try runFetch(["org/m1", "--benchmarks"], from: hub)
    #expect(run.answers == ["org/m1"])
    #expect(run.errors.contains("evaluation results"))
  }
}
