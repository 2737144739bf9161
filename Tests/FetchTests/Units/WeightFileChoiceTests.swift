import ModelSpec
import Testing

@testable import hf_fetch

@Suite("Which files are the model")
struct WeightFileChoiceTests {
  /// What there is, what the index names, and what is chosen; a file that is missing comes after `incomplete`.
  struct Case: Sendable, CustomTestStringConvertible {
    let files: [String]
    var index: [String]?
    var format = WeightFormat.safetensors
    let chosen: [String]
    var testDescription: String { files.joined(separator: " ") }
  }

  private static func shards(_ stem: String, _ count: Int, _ ending: String = "safetensors") -> [String] {
    (1...count).map { "\(stem)-0000\($0)-of-0000\(count).\(ending)" }
  }

  static let cases: [Case] = [
    Case(files: ["model.safetensors", "pytorch_model.bin"], chosen: ["model.safetensors"]),
    Case(files: ["model.safetensors"] + shards("model", 2), chosen: ["model.safetensors"]),
    // Other widths of the numbers, and numbers after the whole file name.
    Case(
      files: ["model-0001-of-0002.safetensors", "model-0002-of-0002.safetensors"],
      chosen: ["model-0001-of-0002.safetensors", "model-0002-of-0002.safetensors"]),
    Case(
      files: (1...10).map { "model-\($0)-of-10.safetensors" },
      chosen: (1...10).map { "model-\($0)-of-10.safetensors" }),
    Case(
      files: ["model_00001-of-2.safetensors", "model_00002-of-2.safetensors"],
      chosen: ["model_00001-of-2.safetensors", "model_00002-of-2.safetensors"]),
    // Numbers from 0: up to the number in the name, as gpt-oss has it, or up to one less.
    Case(
      files: (0...2).map { "model-0000\($0)-of-00002.safetensors" },
      chosen: (0...2).map { "model-0000\($0)-of-00002.safetensors" }),
    Case(
      files: (0...1).map { "model-0000\($0)-of-00002.safetensors" },
      chosen: (0...1).map { "model-0000\($0)-of-00002.safetensors" }),
    // Numbers without a count.
    Case(
      files: ["weights.01.safetensors", "weights.00.safetensors"],
      chosen: ["weights.00.safetensors", "weights.01.safetensors"]),
    Case(
      files: ["consolidated.2.safetensors", "consolidated.1.safetensors", "x.safetensors"],
      chosen: ["consolidated.1.safetensors", "consolidated.2.safetensors"]),
    Case(files: ["weights.00.safetensors", "weights.02.safetensors"], chosen: []),
    Case(files: ["a.00.safetensors", "b.01.safetensors"], chosen: []),
    Case(
      files: shards("model.safetensors", 2) + ["consolidated.safetensors"], chosen: shards("model.safetensors", 2)),
    Case(
      files: shards("model", 2) + shards("model.safetensors", 3), index: shards("model.safetensors", 3),
      chosen: shards("model.safetensors", 3)),
    Case(
      files: ["pytorch_model-001-of-002.bin", "pytorch_model-002-of-002.bin"], format: .pytorch,
      chosen: ["pytorch_model-001-of-002.bin", "pytorch_model-002-of-002.bin"]),
    Case(
      files: ["gptq_model-4bit-128g-01-of-02.safetensors", "gptq_model-4bit-128g-02-of-02.safetensors"],
      chosen: ["gptq_model-4bit-128g-01-of-02.safetensors", "gptq_model-4bit-128g-02-of-02.safetensors"]),
    Case(files: shards("model", 2) + ["consolidated.safetensors"], chosen: shards("model", 2)),
    Case(files: shards("model", 2) + shards("model", 3), index: shards("model", 3), chosen: shards("model", 3)),
    Case(files: shards("model", 2) + shards("model", 3), index: shards("model", 2), chosen: shards("model", 2)),
    // Without an index, the set that is complete.
    Case(files: Array(shards("model", 2).dropLast()) + shards("model", 3), chosen: shards("model", 3)),
    Case(files: ["x.safetensors", "y.safetensors"], index: ["y.safetensors"], chosen: ["y.safetensors"]),
    Case(files: ["consolidated.safetensors"], chosen: ["consolidated.safetensors"]),
    Case(files: ["consolidated.safetensors", "encoder.safetensors"], chosen: ["consolidated.safetensors"]),
    Case(files: shards("consolidated", 2), chosen: shards("consolidated", 2)),
    Case(files: ["output.safetensors"], chosen: ["output.safetensors"]),
    Case(files: shards("output", 3), chosen: shards("output", 3)),
    Case(files: ["gptq_model-4bit-128g.safetensors"], chosen: ["gptq_model-4bit-128g.safetensors"]),
    Case(files: shards("gptq_model-4bit-128g", 2), chosen: shards("gptq_model-4bit-128g", 2)),
    Case(files: ["llama-7b-4bit.safetensors"], chosen: ["llama-7b-4bit.safetensors"]),
    Case(
      files: Array(shards("model", 2).dropLast()) + ["consolidated.safetensors"], chosen: ["consolidated.safetensors"]),
    // Several, and nothing says which.
    Case(files: ["first.safetensors", "second.safetensors"], chosen: []),
    Case(files: ["unet/diffusion.safetensors"], chosen: []),
    Case(files: shards("pytorch_model", 2, "bin"), format: .pytorch, chosen: shards("pytorch_model", 2, "bin")),
    Case(files: ["pytorch_model.bin"], format: .pytorch, chosen: ["pytorch_model.bin"]),
    Case(files: ["consolidated.00.pth"], format: .pytorch, chosen: []),
    // An adapter, and what a trainer leaves, are not the model.
    Case(files: ["adapter_model.safetensors", "adapter_config.json"], format: .none, chosen: []),
    Case(files: ["adapters.safetensors", "adapter_config.json", "config.json"], format: .none, chosen: []),
    Case(files: ["adapters.safetensors", "0000100_adapters.safetensors"], format: .none, chosen: []),
    Case(files: ["pytorch_lora_weights.safetensors"], format: .none, chosen: []),
    Case(files: ["adapter_model.bin", "training_args.bin", "optimizer.pt"], format: .none, chosen: []),
    Case(files: ["adapter_model.safetensors", "model.safetensors"], chosen: ["model.safetensors"]),
    Case(files: ["README.md"], format: .none, chosen: []),
  ]

  private func choose(_ files: [String], index: [String]?) throws -> WeightFileSet {
    let all = (files + (index == nil ? [] : ["model.safetensors.index.json"])).compactMap {
      ModelInfo.File(path: $0, size: 10)
    }
    return try WeightFileChoice(all: all, namedFile: nil) { _ in index }.choose()
  }

  @Test("chooses", arguments: cases)
  func chooses(_ example: Case) throws {
    let choice = try choose(example.files, index: example.index)
    #expect(choice.format == example.format)
    #expect(choice.files.map(\.path) == example.chosen)
  }

  @Test(
    "a set without one of its files is refused, and the file is named",
    arguments: [
      (Array(shards("model", 3).dropFirst()), nil, "model-00001-of-00003.safetensors"),
      (shards("model", 2), ["a.safetensors", "b.safetensors"], nil),
      (["a.safetensors"], ["a.safetensors", "b.safetensors"], "b.safetensors"),
      (shards("model", 2) + shards("model", 3), shards("model", 2) + ["mtp.safetensors"], "mtp.safetensors"),
      (["pytorch_model-00002-of-00002.bin"], nil, "pytorch_model-00001-of-00002.bin"),
      (["model-2-of-10.safetensors", "model-10-of-10.safetensors"], nil, "model-1-of-10.safetensors"),
      (["model-0002-of-0002.safetensors"], nil, "model-0001-of-0002.safetensors"),
      (["consolidated-00001-of-00002.safetensors"], nil, "consolidated-00002-of-00002.safetensors"),
      (
        ["model-00000-of-00002.safetensors", "model-00002-of-00002.safetensors"], nil,
        "model-00001-of-00002.safetensors"
      ),
      (
        (0...1).map { "model-0000\($0)-of-00002.safetensors" }, (0...2).map { "model-0000\($0)-of-00002.safetensors" },
        "model-00002-of-00002.safetensors"
      ),
    ] as [([String], [String]?, String?)])
  func refuses(_ files: [String], _ index: [String]?, _ missing: String?) throws {
    guard let missing else {
      // One complete set of the usual names needs no index.
      #expect(try choose(files, index: index).files.map(\.path) == files)
      return
    }
    let failure = #expect(throws: Failure.self) { try choose(files, index: index) }
    #expect(failure?.code == .incompleteWeights)
    #expect(failure?.message.contains("'\(missing)'") ?? false)
  }

  /// Sizes of a single file and of the two shards beside it, the files in the index, and what is chosen.
  struct Generations: Sendable, CustomTestStringConvertible {
    let single: Int?
    let shard: Int?
    let index: [String]?
    let chosen: [String]
    let isCountedByHub: Bool
    var testDescription: String { "\(single ?? -1) beside 2 x \(shard ?? -1), index \(index ?? [])" }
  }

  static let generations: [Generations] = [
    // The same tensors in both.
    Generations(
      single: 1000, shard: 501, index: shards("model", 2), chosen: ["model.safetensors"], isCountedByHub: true),
    // Another model, or an older one.
    Generations(
      single: 1000, shard: 900, index: shards("model", 2), chosen: shards("model", 2), isCountedByHub: false),
    Generations(
      single: nil, shard: nil, index: shards("model", 2), chosen: shards("model", 2), isCountedByHub: false),
    Generations(
      single: 1000, shard: 900, index: ["model.safetensors"], chosen: ["model.safetensors"], isCountedByHub: true),
    Generations(single: 1000, shard: 900, index: nil, chosen: ["model.safetensors"], isCountedByHub: true),
    Generations(
      single: 1000, shard: 900, index: shards("model", 3), chosen: ["model.safetensors"], isCountedByHub: true),
  ]

  @Test("of a single file and shards with other sizes, the index decides", arguments: generations)
  func indexDecides(_ example: Generations) throws {
    let shards = WeightFileChoiceTests.shards("model", 2).map { ($0, example.shard) }
    let index = ("model.safetensors.index.json", Int?.some(100))
    let all = ([("model.safetensors", example.single), index] + shards).compactMap {
      ModelInfo.File(path: $0.0, size: $0.1)
    }
    let choice = try WeightFileChoice(all: all, namedFile: nil) { _ in example.index }.choose()
    #expect(choice.files.map(\.path) == example.chosen)
    #expect(choice.isCountedByHub == example.isCountedByHub)
  }

  @Test("of several sets of PyTorch shards, their own index decides")
  func indexOfPyTorch() throws {
    let wanted = WeightFileChoiceTests.shards("pytorch_model", 2, "bin")
    let all = (wanted + WeightFileChoiceTests.shards("pytorch_model", 3, "bin") + ["pytorch_model.bin.index.json"])
      .compactMap { ModelInfo.File(path: $0, size: 10) }
    let choice = try WeightFileChoice(all: all, namedFile: nil) { path in
      path == "pytorch_model.bin.index.json" ? wanted : nil
    }.choose()
    #expect(choice.format == .pytorch && choice.files.map(\.path) == wanted)
  }

  @Test("an index can name thousands of files")
  func largeIndex() throws {
    let names = (1...9_999).map { "part\($0).safetensors" }
    let start = ContinuousClock.now
    #expect(try choose(names, index: names).files.count == 9_999)
    // With a search through all files for each name, this took minutes.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("thousands of sets that lack nearly all of their shards are refused")
  func manySets() throws {
    let all = (1...9_999).compactMap { ModelInfo.File(path: "part\($0)-00001-of-10000.safetensors", size: 1) }
    let failure = #expect(throws: Failure.self) {
      try WeightFileChoice(all: all, namedFile: nil) { _ in nil }.choose()
    }
    #expect(failure?.code == .incompleteWeights)
  }
}
