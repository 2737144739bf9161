import JSON
import StubHub
import TestSupport
import Testing

@Suite("GGUF headers")
struct GGUFRuns {
  private func model(_ files: [String: [UInt8]], infoMembers: String = "", size: Int = 1 << 33) -> StubModel {
    StubModel(
      "org/name-GGUF", files: files.mapValues { StubFile($0, size: size, isLarge: true) }, infoMembers: infoMembers)
  }

  private func mixtral(isBigEndian: Bool = false, version: UInt32 = 3, tokens: Int = 1025) -> TestGGUF {
    var file = TestGGUF(isBigEndian: isBigEndian, version: version)
    file.add("general.architecture", "llama")
    file.add("llama.block_count", 2)
    file.add("llama.attention.head_count_kv", [8, 0])
    file.add("llama.attention.sliding_window_pattern", list: 7, [[1], [0]])
    file.add("tokenizer.ggml.tokens", texts: (0..<tokens).map { "token \($0)" })
    file.add("tokenizer.ggml.scores", list: 6, Array(repeating: file.number(Float(1).bitPattern), count: tokens))
    file.add(tensor: "token_embd.weight", [4096, 32000], type: 12)
    for block in 0..<2 { file.add(tensor: "blk.\(block).ffn_gate_exps.weight", [4096, 14336, 8], type: 14) }
    return file
  }

  @Test(
    "metadata and tensors are reported unchanged, for every version and byte order",
    arguments: [(false, 1), (false, 2), (false, 3), (true, 3)])
  func reports(isBigEndian: Bool, version: UInt32) throws {
    let hub = try StubHub([model(["name.gguf": mixtral(isBigEndian: isBigEndian, version: version).bytes])])
    let run = try runFetch(["org/name-GGUF"], from: hub)
    #expect(run.documents.first?.root["config"] == nil)
    #expect(run.weights?["format"]?.string == "gguf" && run.weights?["files"]?.elements.map(\.string) == ["name.gguf"])
    let gguf = try #require(run.weights?["gguf"])
    let expected = [
      "general.architecture": #""llama""#, "llama.block_count": "2", "llama.attention.head_count_kv": "[8,0]",
      "llama.attention.sliding_window_pattern": "[true,false]", "tokenizer.ggml.tokens": #"{"length":1025}"#,
      "tokenizer.ggml.scores": #"{"length":1025}"#,
    ]
    #expect(gguf.members.reduce(0) { count, _ in count + 1 } == expected.count)
    for (key, value) in expected {
      #expect(gguf[key: key].map { String(decoding: $0.source, as: UTF8.self) } == value, "\(key)")
    }
    let experts = { (block: Int) in tensorLine("blk.\(block).ffn_gate_exps.weight", "Q6_K", [8, 14336, 4096]) }
    #expect(
      try rebuiltTensors(run.weights?["headers"])
        == [experts(0), experts(1), tensorLine("token_embd.weight", "Q4_K", [32000, 4096])])
  }

  @Test("keys that are canonically equivalent are different keys")
  func equivalentKeys() throws {
    var file = mixtral()
    file.add("a.\u{e9}", 1)
    file.add("a.e\u{301}", 2)
    let hub = try StubHub([model(["name.gguf": file.bytes])])
    let gguf = try runFetch(["org/name-GGUF"], from: hub).weights?["gguf"]
    #expect(gguf?[key: "a.\u{e9}"]?.int == 1 && gguf?[key: "a.e\u{301}"]?.int == 2)
  }

  @Test("values of every type are written as JSON")
  func types() throws {
    var file = TestGGUF(blocks: 1)
    file.add("u8", type: 0, [200])
    file.add("i8", type: 1, [0xFE])
    file.add("i16", type: 3, file.number(Int16(-300)))
    file.add("f32", type: 6, file.number(Float(0.5).bitPattern))
    file.add("nan", type: 6, file.number(Float.nan.bitPattern))
    file.add("f64", type: 12, file.number((-Double.infinity).bitPattern))
    file.add("bool", type: 7, [1])
    file.add("u64", type: 10, file.number(UInt64.max))
    file.add("i64", type: 11, file.number(Int64.min))
    file.add("text", "\u{0}\"é")
    file.add("none", [])
    file.add("long", String(repeating: "x", count: 1 << 17))
    file.add("nested", list: 9, [file.number(UInt32(0)) + file.number(UInt64(2)) + [1, 2]])
    file.add("kept", list: 0, Array(repeating: [7], count: 1024))
    let run = try runFetch(["org/name-GGUF"], from: StubHub([model(["name.gguf": file.bytes])]))
    let gguf = try #require(run.weights?["gguf"])
    let expected = [
      "u8": "200", "i8": "-2", "i16": "-300", "f32": "0.5", "nan": #""NaN""#, "f64": #""-Infinity""#, "bool": "true",
      "u64": "18446744073709551615", "i64": "-9223372036854775808", "none": "[]", "long": #"{"length":131072}"#,
      "nested": "[[1,2]]",
    ]
    for (key, value) in expected {
      #expect(gguf[key: key].map { String(decoding: $0.source, as: UTF8.self) } == value, "\(key)")
    }
    #expect(gguf["text"]?.string == "\u{0}\"é")
    #expect(gguf["kept"]?.count == 1024)
  }

  @Test(
    "a config.json without numbers does not replace the header",
    arguments: [
      (#"{"model_type": "llama"}"#, false), ("{}", false),
      (#"{"architectures": ["LlamaForCausalLM"], "transformers_version": "4.35.2", "torch_dtype": null}"#, false),
      (#"{"text_config": {"num_hidden_layers": 2}}"#, true), (#"{"layers": ["a", 2]}"#, true),
    ])
  func readsPastStub(_ config: String, _ isKept: Bool) throws {
    let stub = StubModel(
      "org/name-GGUF",
      files: [
        "config.json": StubFile(config), "name.gguf": StubFile(mixtral().bytes, size: 1 << 33, isLarge: true),
      ], infoMembers: #""gguf":{"total":64000}"#)
    let run = try runFetch(["org/name-GGUF"], from: StubHub([stub]))
    #expect((run.documents.first?.root["config"] != nil) == isKept)
    #expect((run.weights?["gguf"] == nil) == isKept)
  }

  @Test("a header longer than one request is read to its end, and cached for the next run")
  func readsOn() throws {
    let hub = try StubHub([model(["name.gguf": mixtral(tokens: 250_000).bytes])])
    let home = try ScratchDirectory()
    let first = try runFetch(["org/name-GGUF"], from: hub, home: home)
    #expect(first.weights?["gguf"]?["tokenizer.ggml.tokens"]?["length"]?.int == 250_000)
    let asked = hub.requests.count
    let second = try runFetch(["org/name-GGUF"], from: hub, home: home)
    #expect(second.output == first.output && hub.requests.count == asked + 1)
    #expect(try runFetch(["org/name-GGUF", "--offline"], home: home).weights?["gguf"] != nil)
  }

  /// Files by blocks, each of 64,000 parameters with 8.5 bits, and the one that is the model.
  struct Choice: Sendable, CustomTestStringConvertible {
    let files: [String: Int]
    let model: String
    var hubTotal: Int?
    var testDescription: String { files.keys.sorted().joined(separator: " ") }
  }

  static let choices: [Choice] = [
    Choice(files: ["Model-Q8_0.gguf": 2, "mtp-Model-Q8_0.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "mtp-Model-Q4_K_M.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "MTP/Model-Q8_0.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "Model-draft-Q4_K_M.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "Model-assistant-Q8_0.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "Model.eagle3.Q8_0.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "Model-DFlash-Q8_0.gguf": 1], model: "Model-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "mmproj-Model-Q8_0.gguf": 3], model: "Model-Q8_0.gguf"),
    // Nothing but the number of parameters distinguishes these.
    Choice(files: ["Model-8B-Q8_0.gguf": 3, "Model-1B-Q8_0.gguf": 1], model: "Model-8B-Q8_0.gguf"),
    Choice(files: ["big-Q8_0.gguf": 2, "a-Q4_K_M.gguf": 1], model: "big-Q8_0.gguf"),
    Choice(files: ["Model-Q8_0.gguf": 2, "Model-Q4_K_M.gguf": 1], model: "Model-Q8_0.gguf", hubTotal: 128_000),
    // A Hub's count that is a draft model's changes nothing.
    Choice(files: ["Model-Q8_0.gguf": 2, "mtp-Model-Q8_0.gguf": 1], model: "Model-Q8_0.gguf", hubTotal: 64000),
    Choice(files: ["eagle-7b-Q8_0.gguf": 2], model: "eagle-7b-Q8_0.gguf"),
  ]

  private func stub(_ choice: Choice) -> StubModel {
    StubModel(
      "org/name-GGUF",
      files: choice.files.mapValues { StubFile(TestGGUF(blocks: $0).bytes, size: $0 * 68000 + 1000, isLarge: true) },
      infoMembers: choice.hubTotal.map { #""gguf":{"total":\#($0)}"# } ?? "")
  }

  @Test("draft models, projectors and other small files are not chosen", arguments: choices)
  func chooses(_ choice: Choice) throws {
    let hub = try StubHub([stub(choice)])
    let run = try runFetch(["org/name-GGUF"], from: hub)
    #expect(run.weights?["files"]?.elements.map(\.string) == [choice.model])
    #expect(run.weights?["gguf"]?["llama.block_count"]?.int == choice.files[choice.model])
    #expect(run.weights?["size_bytes"]?.int == (choice.files[choice.model] ?? 0) * 68000 + 1000)
  }

  @Test("a file whose metadata says that it is a draft model or a projector is not chosen")
  func heedsHeaders() throws {
    var projector = TestGGUF(blocks: 5, architecture: "clip")
    projector.add("general.type", "mmproj")
    let files = ["Model-Q8_0.gguf": TestGGUF(blocks: 2), "vision-Q8_0.gguf": projector]
    let hub = try StubHub([
      StubModel(
        "org/name-GGUF", files: files.mapValues { StubFile($0.bytes, size: 900_000, isLarge: true) })
    ])
    #expect(try runFetch(["org/name-GGUF"], from: hub).weights?["files"]?.elements.map(\.string) == ["Model-Q8_0.gguf"])
  }

  @Test("the file that a URL names is chosen")
  func pointed() throws {
    let hub = try StubHub([model(["a-Q4_K_M.gguf": TestGGUF(blocks: 3).bytes, "b.gguf": TestGGUF(blocks: 1).bytes])])
    let run = try runFetch(["\(hub.baseURL)/org/name-GGUF/blob/main/b.gguf"], from: hub)
    #expect(run.weights?["gguf"]?["llama.block_count"]?.int == 1)
  }

  @Test("the header of a file that a URL names is not used for a later run that names none, but for one that does")
  func keepsNamedRecordsApart() throws {
    let hub = try StubHub([model(["a-Q4_K_M.gguf": TestGGUF(blocks: 3).bytes, "b.gguf": TestGGUF(blocks: 1).bytes])])
    let home = try ScratchDirectory()
    let url = "\(hub.baseURL)/org/name-GGUF/blob/main/b.gguf"
    let named = try runFetch([url], from: hub, home: home)
    #expect(try runFetch([url, "--offline"], from: hub, home: home).output == named.output)
    let plain = try runFetch(["org/name-GGUF"], from: hub, home: home)
    #expect(plain.weights?["files"]?.elements.map(\.string) == ["a-Q4_K_M.gguf"])
    #expect(try runFetch(["org/name-GGUF", "--offline"], from: hub, home: home).output == plain.output)
  }

  @Test("a file that a URL names and that does not exist is a failure that names it")
  func namedFileIsMissing() throws {
    let hub = try StubHub([model(["a-Q4_K_M.gguf": TestGGUF(blocks: 3).bytes])])
    let run = try runFetch(["\(hub.baseURL)/org/name-GGUF/blob/main/b.gguf"], from: hub)
    #expect(run.answers == ["not_found"] && run.failure?["model_id"]?.string == "org/name-GGUF")
    #expect(run.failure?["message"]?.string?.contains("'b.gguf'") == true)
  }

  @Test(
    "if the header of a file that may be the model cannot be fetched, no other file is taken; if it is damaged, one is",
    arguments: [(500, ["server_error"]), (403, ["unauthorized"]), (200, ["org/name-GGUF"])])
  func skipsOnlyDamagedFiles(_ status: Int, _ answers: [String]) throws {
    let files = ["Model-8B-Q8_0.gguf": TestGGUF(blocks: 3).bytes, "Model-7B-Q8_0.gguf": TestGGUF(blocks: 1).bytes]
    let hub = try StubHub([model(files)]) { request in
      request.isForContentHost && request.path.contains("8B") ? StubResponse(status, body: Array("GGML".utf8)) : nil
    }
    let run = try runFetch(["org/name-GGUF", "--retries", "0"], from: hub)
    #expect(run.answers == answers)
    if status == 200 { #expect(run.weights?["files"]?.elements.map(\.string) == ["Model-7B-Q8_0.gguf"]) }
  }

  @Test(
    "a file that ends before its last tensor is refused; one of a type of unknown size is not", arguments: [8, 77, 36])
  func refusesTruncated(_ type: UInt32) throws {
    var file = TestGGUF()
    file.add("general.architecture", "llama")
    file.add("general.alignment", 4096)
    file.add(tensor: "a", [64, 1000], type: type)
    for (size, isComplete) in [(4096 + 68_000, true), (4096 + 67_999, type != 8), (68_000, type != 8)] {
      let run = try runFetch(["org/name-GGUF"], from: StubHub([model(["a.gguf": file.bytes], size: size)]))
      #expect(run.answers == [isComplete ? "org/name-GGUF" : "bad_response"], "\(size)")
    }
  }

  @Test("a Git LFS pointer in the place of a file has the hint to fetch the file")
  func namesPointers() throws {
    let pointer = Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n".utf8)
    let run = try runFetch(["org/name-GGUF"], from: StubHub([model(["a.gguf": pointer])]))
    #expect(run.answers == ["bad_response"] && run.failure?["hint"]?.string == "run 'git lfs pull'")
  }

  private func parts(_ numbers: [UInt16], of count: UInt16, tensors: Int32, stem: String = "Model-Q8_0") -> [String:
    [UInt8]]
  {
    Dictionary(
      uniqueKeysWithValues: numbers.map { number in
        var part = TestGGUF(blocks: number == 0 ? 1 : 0)
        if number > 0 { part.add(tensor: "blk.\(number).ffn_up.weight", [64, 1000], type: 8) }
        part.split(number, of: count, tensors: tensors)
        return ("\(stem)-0000\(number + 1)-of-0000\(count).gguf", part.bytes)
      })
  }

  @Test("the parts of a split model are read together")
  func splits() throws {
    let hub = try StubHub([model(parts([0, 1], of: 2, tensors: 2))])
    let run = try runFetch(["org/name-GGUF"], from: hub)
    #expect(run.weights?["files"]?.count == 2)
    #expect(try rebuiltTensors(run.weights?["headers"]).count == 2)
    #expect(run.weights?["gguf"]?["general.architecture"]?.string == "llama")
  }

  @Test("a set without one of its parts is a failure that names the part; a complete set is preferred")
  func incomplete() throws {
    let files = parts([0, 1], of: 3, tensors: 3)
    let run = try runFetch(["org/name-GGUF"], from: StubHub([model(files)]))
    #expect(run.answers == ["incomplete_weights"])
    #expect(run.failure?["message"]?.string?.contains("'Model-Q8_0-00003-of-00003.gguf'") == true)
    #expect(run.failure?["model_id"]?.string == "org/name-GGUF")
    let beside = model(files.merging(parts([0, 1], of: 2, tensors: 2, stem: "Model-F16")) { $1 })
    let complete = try runFetch(["org/name-GGUF"], from: StubHub([beside]))
    #expect(complete.weights?["files"]?.count == 2 && complete.answers == ["org/name-GGUF"])
  }

  @Test("a part under another name, and parts that lack tensors, are failures too")
  func renamedPart() throws {
    let part = try #require(parts([0], of: 3, tensors: 3).values.first)
    let run = try runFetch(["org/name-GGUF"], from: StubHub([model(["model.gguf": part])]))
    #expect(run.answers == ["incomplete_weights"])
    #expect(run.failure?["message"]?.string?.contains("in 3 parts, of which these are missing: 2, 3") == true)
    let few = try runFetch(["org/name-GGUF"], from: StubHub([model(parts([0, 1], of: 2, tensors: 9))]))
    #expect(few.failure?["message"]?.string?.contains("have 2 tensors, but state that there are 9") == true)
  }

  @Test(
    "a file that breaks the format is a bad response",
    arguments: [
      Array("GGML".utf8), Array("GGUF".utf8), Array("GGUF".utf8) + [9, 0, 0, 0],
      Array("GGUF".utf8) + [3, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 16),
      Array("GGUF".utf8) + [3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + [UInt8](repeating: 0xFF, count: 8),
    ])
  func refuses(_ bytes: [UInt8]) throws {
    let hub = try StubHub([StubModel("a/b", files: ["a.gguf": StubFile(bytes, isLarge: true)])])
    #expect(try runFetch(["a/b"], from: hub).answers == ["bad_response"])
  }

  static let hostile: [(String, TestGGUF)] = {
    var deep = TestGGUF(blocks: 1)
    let level = deep.number(UInt32(9)) + deep.number(UInt64(1))
    deep.add("deep", type: 9, level + level + level + level + level + level)
    var twice = TestGGUF(blocks: 1)
    twice.add("llama.block_count", 3)
    var unknown = TestGGUF(blocks: 1)
    unknown.add("key", type: 77, [0])
    var long = TestGGUF(blocks: 1)
    long.add(tensor: String(repeating: "x", count: 5000), [1], type: 0)
    var ranks = TestGGUF(blocks: 1)
    ranks.add(tensor: "a", Array(repeating: 1, count: 9), type: 0)
    return [("deep", deep), ("twice", twice), ("unknown", unknown), ("long", long), ("ranks", ranks)]
  }()

  @Test(
    "metadata that nest too deep, have duplicate keys or break another limit are refused", arguments: hostile.indices)
  func refusesHostile(_ index: Int) throws {
    let hub = try StubHub([model(["a.gguf": GGUFRuns.hostile[index].1.bytes])])
    #expect(try runFetch(["org/name-GGUF"], from: hub).answers == ["bad_response"], "\(GGUFRuns.hostile[index].0)")
  }

  @Test("metadata that are too large for a snapshot are refused")
  func refusesLarge() throws {
    var file = TestGGUF(blocks: 1)
    for number in 0..<100 { file.add("key \(number)", String(repeating: "x", count: 60000)) }
    #expect(try runFetch(["org/name-GGUF"], from: StubHub([model(["a.gguf": file.bytes])])).answers == ["too_large"])
  }

  @Test(
    "dimensions that overflow, or do not fit the file, are refused",
    arguments: [[UInt64(1) << 32, 1 << 32], [UInt64.max], [1 << 32, 1 << 20]])
  func refusesSizes(_ dimensions: [UInt64]) throws {
    var file = TestGGUF()
    file.add(tensor: "a", dimensions, type: 0)
    let hub = try StubHub([StubModel("a/b", files: ["a.gguf": StubFile(file.bytes, isLarge: true)])])
    #expect(try runFetch(["a/b"], from: hub).answers == ["bad_response"])
  }
}
