import JSON
import StubHub
import TestSupport
import Testing

@Suite("Weights in a snapshot")
struct WeightsRuns {
  private static let shard = [TestTensor("a.0.w", "BF16", [4, 2]), TestTensor("a.1.w", "BF16", [4, 2])]
  private static let hubCount = #""safetensors":{"parameters":{"BF16":16},"total":16}"#

  private func model(_ files: [String: StubFile], config: String = "{}", _ infoMembers: String = "") -> StubModel {
    StubModel("org/name", files: files.merging(["config.json": StubFile(config)]) { $1 }, infoMembers: infoMembers)
  }

  /// Everything but the redirects of large files.
  private func requests(_ hub: StubHub) -> Int { hub.requests.filter { !$0.isForContentHost }.count }

  @Test("a fetch makes two requests, and a second run one")
  func asksTwice() throws {
    let hub = try StubHub([smallModel("org/name")])
    let home = try ScratchDirectory()
    let first = try runFetch(["org/name"], from: hub, home: home)
    #expect(hub.requests.count == 2)
    let second = try runFetch(["org/name"], from: hub, home: home)
    #expect(hub.requests.count == 3)
    #expect(first.output == second.output)
  }

  @Test(
    "the Hub's count is reported unchanged, and headers are then read only under --exact", arguments: [false, true])
  func readsHeadersWhenAsked(_ isExact: Bool) throws {
    let hub = try StubHub([
      model(
        [
          "model-00001-of-00002.safetensors": safetensorsFile(Self.shard),
          "model-00002-of-00002.safetensors": safetensorsFile([TestTensor("b", "F32", [])]),
        ], #""safetensors":{"parameters":{"BF16":16,"F32":1},"total":99}"#)
    ])
    let run = try runFetch(["org/name"] + (isExact ? ["--exact"] : []), from: hub)
    #expect(run.weights?["hub"]?["parameters"]?.int == 99)
    #expect(run.weights?["hub"]?["parameters_by_dtype"]?["F32"]?.int == 1)
    #expect(run.weights?["format"]?.string == "safetensors")
    #expect(
      run.weights?["files"]?.elements.map(\.string)
        == ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"])
    #expect((run.weights?["headers"] != nil) == isExact)
    #expect(requests(hub) == (isExact ? 4 : 2))
    guard isExact else { return }
    #expect(
      try rebuiltTensors(run.weights?["headers"]) == [
        tensorLine("a.0.w", "BF16", [4, 2]), tensorLine("a.1.w", "BF16", [4, 2]), tensorLine("b", "F32", []),
      ])
  }

  @Test("a quantized model needs two requests, like any other")
  func asksTwiceForQuantizedModels() throws {
    let config = #"{"model_type":"llama","quantization_config":{"quant_method":"awq","bits":4}}"#
    let hub = try StubHub([
      model(
        ["model.safetensors": safetensorsFile([TestTensor("a.qweight", "I32", [16, 2])])], config: config,
        #""safetensors":{"parameters":{"I32":32},"total":32}"#)
    ])
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.weights?["hub"]?["parameters_by_dtype"]?["I32"]?.int == 32)
    #expect(requests(hub) == 2)
  }

  @Test(
    "hf_quant_config.json is only read if config.json has no quantization config",
    arguments: [
      (#"{"quantization_config":{"quant_method":"modelopt"}}"#, 2),
      (#"{"text_config":{"quantization_config":{"quant_method":"modelopt"}}}"#, 2),
      (#"{"quantization_config":null}"#, 3), (#"{"text_config":{"quantization_config":null}}"#, 3),
    ])
  func readsQuantConfig(config: String, requestCount: Int) throws {
    let hub = try StubHub([
      model(
        [
          "model.safetensors": safetensorsFile([TestTensor("a.weight", "U8", [16, 2])]),
          "hf_quant_config.json": StubFile(#"{"quantization":{"quant_algo":"NVFP4"}}"#),
        ], config: config, #""safetensors":{"parameters":{"U8":32},"total":32}"#)
    ])
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.output.contains("hf_quant_config\":{") == (requestCount == 3))
    #expect(requests(hub) == requestCount)
  }

  @Test("the weights of an adapter are not the model's")
  func reportsAdapters() throws {
    let hub = try StubHub([
      model(
        ["adapter_model.safetensors": safetensorsFile(Self.shard), "adapter_config.json": StubFile("{}")], Self.hubCount
      )
    ])
    let run = try runFetch(["org/name", "--exact"], from: hub)
    #expect(run.weights?["format"]?.string == "none")
    #expect(run.weights?["hub"] == nil)
    #expect(requests(hub) == 2)
  }

  @Test("without a Hub's count the headers are read, at one request for each file")
  func readsHeadersWithoutCount() throws {
    let hub = try StubHub([model(["model.safetensors": safetensorsFile(Self.shard)])])
    let run = try runFetch(["org/name"], from: hub)
    #expect(try rebuiltTensors(run.weights?["headers"]).count == 2)
    #expect(run.weights?["hub"] == nil)
    #expect(requests(hub) == 3)
  }

  @Test("shards with unusual names are found through the index")
  func readsIndex() throws {
    let hub = try StubHub([
      model([
        "a.safetensors": safetensorsFile([TestTensor("x", "F16", [10])]),
        "b.safetensors": safetensorsFile([TestTensor("y", "F16", [20])]),
        "model.safetensors.index.json": StubFile(
          #"{"metadata":{"total_size":60.0},"weight_map":{"x":"a.safetensors","y":"b.safetensors"}}"#),
      ])
    ])
    let run = try runFetch(["org/name"], from: hub)
    #expect(
      try rebuiltTensors(run.weights?["headers"]) == [tensorLine("x", "F16", [10]), tensorLine("y", "F16", [20])])
    #expect(run.weights?["files"]?.elements.map(\.string) == ["a.safetensors", "b.safetensors"])
  }

  @Test("the index decides between two generations of shards", arguments: [true, false])
  func readsIndexOfGenerations(_ hasCount: Bool) throws {
    var files: [String: StubFile] = [:]
    for count in 2...3 {
      for number in 1...count {
        files["model-0000\(number)-of-0000\(count).safetensors"] = safetensorsFile([
          TestTensor("generation\(count).\(number)", "F16", [count])
        ])
      }
    }
    files["model.safetensors.index.json"] = StubFile(
      #"{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"#)
    let hub = try StubHub([model(files, hasCount ? Self.hubCount : "")])
    let run = try runFetch(["org/name"], from: hub)
    let chosen = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    #expect(run.weights?["files"]?.elements.map(\.string) == chosen)
    #expect(run.weights?["size_bytes"]?.int == chosen.reduce(0) { $0 + (files[$1]?.size ?? 0) })
    #expect(requests(hub) == (hasCount ? 3 : 5))
  }

  @Test("the shards in the index are the model, and not an older single file that the Hub counts; also from the cache")
  func readsIndexBesideSingleFile() throws {
    let shards = ["model-0001-of-0002.safetensors", "model-0002-of-0002.safetensors"]
    let hub = try StubHub([
      model(
        [
          "model.safetensors": safetensorsFile([TestTensor("old", "F16", [4000])]),
          shards[0]: safetensorsFile([TestTensor("a", "F16", [10])]),
          shards[1]: safetensorsFile([TestTensor("b", "F16", [20])]),
          "model.safetensors.index.json": StubFile(#"{"weight_map":{"a":"\#(shards[0])","b":"\#(shards[1])"}}"#),
        ], #""safetensors":{"parameters":{"F16":4000},"total":4000}"#)
    ])
    let home = try ScratchDirectory()
    let run = try runFetch(["org/name"], from: hub, home: home)
    #expect(run.weights?["files"]?.elements.map(\.string) == shards)
    #expect(
      try rebuiltTensors(run.weights?["headers"]) == [tensorLine("a", "F16", [10]), tensorLine("b", "F16", [20])])
    #expect(requests(hub) == 5)
    #expect(try runFetch(["org/name", "--offline"], from: hub, home: home).output == run.output)
    #expect(try runFetch(["org/name"], from: hub, home: home).output == run.output)
    #expect(requests(hub) == 6)
  }

  @Test("the index decides between two forms of a tensor; without it the first file does", arguments: [true, false])
  func readsIndexOfCopies(_ hasIndex: Bool) throws {
    var files = [
      "model-00001-of-00002.safetensors": safetensorsFile([
        TestTensor("head", "F32", [8]), TestTensor("same", "F16", [2]),
      ]),
      "model-00002-of-00002.safetensors": safetensorsFile([
        TestTensor("head", "BF16", [8]), TestTensor("same", "F16", [2]),
      ]),
    ]
    if hasIndex {
      files["model.safetensors.index.json"] = StubFile(
        #"{"weight_map":{"head":"model-00002-of-00002.safetensors","same":"model-00001-of-00002.safetensors"}}"#)
    }
    let run = try runFetch(["org/name"], from: try StubHub([model(files)]))
    #expect(
      try rebuiltTensors(run.weights?["headers"])
        == [tensorLine("head", hasIndex ? "BF16" : "F32", [8]), tensorLine("same", "F16", [2])])
  }

  @Test("a missing file is a separate failure", arguments: ["", hubCount])
  func refusesIncompleteSets(_ infoMembers: String) throws {
    let hub = try StubHub([
      model(
        [
          "model-00001-of-00003.safetensors": safetensorsFile(Self.shard),
          "model-00003-of-00003.safetensors": safetensorsFile(Self.shard),
        ], infoMembers)
    ])
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.answers == ["incomplete_weights"])
    #expect(run.failure?["model_id"]?.string == "org/name")
    #expect(run.failure?["message"]?.string?.contains("'model-00002-of-00003.safetensors'") ?? false)
  }

  @Test(
    "if the headers decide and the Hub does not send them, the model fails: it is not described in another way",
    arguments: [
      (500, "server_error"), (503, "server_error"), (429, "rate_limited"), (403, "unauthorized"), (408, "server_error"),
      (400, "bad_response"), (410, "bad_response"),
    ])
  func failsWithoutHeaders(_ status: Int, _ code: String) throws {
    for (infoMembers, options) in [("", []), (Self.hubCount, ["--exact"])] {
      let model = model(["model.safetensors": safetensorsFile(Self.shard)], infoMembers)
      let hub = try StubHub([model]) { $0.isForContentHost ? StubResponse(status) : nil }
      let home = try ScratchDirectory()
      let run = try runFetch(["org/name", "--retries", "0"] + options, from: hub, home: home)
      #expect(run.answers == [code] && run.failure?["model_id"]?.string == "org/name")
    }
  }

  @Test("a token that is refused for a weight file ends the run")
  func endsAtRefusedToken() throws {
    var options = StubHub.Options()
    options.tokens = ["hf_good"]
    let files = ["model.safetensors": safetensorsFile(Self.shard)]
    let hub = try StubHub([model(files), smallModel("org/other")], options: options) { request in
      request.path.hasSuffix(".safetensors") && !request.isForContentHost
        ? .error(401, message: "Invalid credentials in Authorization header") : nil
    }
    let run = try runFetch(
      ["org/name", "org/other", "--continue-on-error", "--jobs", "1"], from: hub, environment: ["HF_TOKEN": "hf_good"])
    #expect(run.answers == ["unauthorized"])
  }

  @Test("a damaged weight file is a note, and so is one that the Hub lists but does not have; its hint names no config")
  func notesDamagedFiles() throws {
    let damaged = model(["model.safetensors": StubFile([1, 2, 3], isLarge: true)])
    let run = try runFetch(["org/name"], from: try StubHub([damaged]))
    #expect(run.answers == ["org/name"] && run.errors.contains("parameters are computed from the config"))
    for status in [StubResponse(404), .error(404, code: "EntryNotFound", message: "Entry not found")] {
      let hub = try StubHub([model(["model.safetensors": safetensorsFile(Self.shard)])]) { request in
        request.path.hasSuffix(".safetensors") ? status : nil
      }
      let missing = try runFetch(["org/name"], from: hub)
      #expect(missing.answers == ["org/name"])
      #expect(missing.errors.contains("has no model.safetensors") && !missing.errors.contains("with a config.json"))
    }
  }

  @Test("an index that cannot be read is a failure where it decides between two forms of a tensor")
  func failsWithoutIndex() throws {
    let names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    let index = "model.safetensors.index.json"
    let hub = try StubHub([
      model([
        names[0]: safetensorsFile([TestTensor("head", "F32", [8])]), index: StubFile("{}"),
        names[1]: safetensorsFile([TestTensor("head", "BF16", [8])]),
      ])
    ]) { $0.path.hasSuffix(index) ? StubResponse(500) : nil }
    #expect(try runFetch(["org/name", "--retries", "0"], from: hub).answers == ["server_error"])
  }

  @Test("an index entry outside the repository is not followed")
  func refusesIndex() throws {
    let hub = try StubHub([
      model(["model.safetensors.index.json": StubFile(#"{"weight_map":{"x":"../../../api/whoami-v2"}}"#)])
    ])
    let run = try runFetch(["org/name"], from: hub)
    #expect(run.weights?["headers"] == nil)
    #expect(!hub.requests.contains { $0.path.contains("..") || $0.path.contains("whoami") })
  }

  @Test(
    "paths outside the repository are not listed as its files",
    arguments: [
      "../model.safetensors", "a/../../model.safetensors", "/etc/model.safetensors", "a/./b", "..", "a//b", "a\\u0000b",
    ])
  func dropsUnsafePaths(_ path: String) throws {
    var model = smallModel("org/name")
    model.info = #"{"id":"org/name","sha":"\#(model.sha)","siblings":[{"rfilename":"\#(path)","size":9}]}"#
    let hub = try StubHub([model])
    let run = try runFetch(["org/name", "--exact"], from: hub)
    #expect(run.weights?["format"]?.string == "none")
    #expect(requests(hub) == 2)
  }

  @Test("if the list of files is unknown, the usual names are tried")
  func guessesNames() throws {
    var model = model(["model.safetensors": safetensorsFile(Self.shard)])
    model.info = #"{"id":"org/name","sha":"\#(model.sha)"}"#
    let run = try runFetch(["org/name"], from: try StubHub([model]))
    #expect(try rebuiltTensors(run.weights?["headers"]).count == 2)
    #expect(run.weights?["files"]?.elements.map(\.string) == ["model.safetensors"])
    #expect(run.weights?["size_bytes"]?.int == safetensorsFile(Self.shard).size)
  }

  @Test("a header longer than the first request is read to its end")
  func readsLongHeaders() throws {
    let tensors = (0..<20_000).map {
      TestTensor("model.layers.\($0).mlp.experts.\($0 % 7).gate_proj.weight", "BF16", [2, 3])
    }
    let run = try runFetch(["org/name"], from: try StubHub([model(["model.safetensors": safetensorsFile(tensors)])]))
    #expect(
      try rebuiltTensors(run.weights?["headers"]) == tensors.map { tensorLine($0.name, $0.dtype, $0.shape) }.sorted())
  }

  @Test("a server that ignores Range is handled")
  func toleratesWholeFiles() throws {
    let file = safetensorsFile(Self.shard)
    let hub = try StubHub([model(["model.safetensors": file])]) { request in
      request.isForContentHost ? StubResponse(200, body: file.content + [UInt8](repeating: 0, count: 3_000_000)) : nil
    }
    let run = try runFetch(["org/name"], from: hub)
    #expect(try rebuiltTensors(run.weights?["headers"]).count == 2)
  }
}
