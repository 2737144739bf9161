import Foundation
import JSON
import StubHub
import TestSupport
import Testing

@Suite("Models in directories")
struct DirectoryRuns {
  private let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  /// Writes a model's files into a directory.
  private func directory(_ name: String = "my-model", _ files: [String: StubFile]) throws -> String {
    for (path, file) in files.merging(
      ["config.json": StubFile(#"{"hidden_size":8}"#)], uniquingKeysWith: { given, _ in given })
    {
      let place = scratch.url.appending(path: "\(name)/\(path)")
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.content + [UInt8](repeating: 0, count: file.size - file.content.count)).write(to: place)
    }
    return scratch.path(name)
  }

  private static let file = safetensorsFile([TestTensor("x.0", "F16", [10, 3])])

  @Test(
    "config and weight headers are reported for each usual name of the weight files",
    arguments: [
      ["model.safetensors"], ["consolidated.safetensors"], ["output.safetensors"], ["gptq_model-4bit-128g.safetensors"],
      ["output-00001-of-00001.safetensors"],
    ])
  func reads(_ names: [String]) throws {
    let path = try directory("my-model", Dictionary(uniqueKeysWithValues: names.map { ($0, Self.file) }))
    let run = try runFetch([path])
    #expect(run.answers == ["my-model"])
    #expect(run.documents.first?.root["config"]?["hidden_size"]?.int == 8)
    #expect(run.documents.first?.root["revision"] == nil)
    #expect(run.weights?["files"]?.elements.map(\.string) == names)
    #expect(run.weights?["size_bytes"]?.int == Self.file.size)
    #expect(try rebuiltTensors(run.weights?["headers"]) == [tensorLine("x.0", "F16", [10, 3])])
  }

  @Test("hidden files and directories are not the model's")
  func leavesOutHiddenFiles() throws {
    let hidden = ["._model.gguf", ".git/lfs/model.safetensors", ".cache/huggingface/model.safetensors"]
    let path = try directory(
      "my-model", Dictionary(uniqueKeysWithValues: (hidden + ["x.safetensors"]).map { ($0, Self.file) }))
    #expect(try runFetch([path]).weights?["files"]?.elements.map(\.string) == ["x.safetensors"])
  }

  @Test("if nothing says which safetensors files are the model's, the failure names them")
  func namesUnknownFiles() throws {
    let names = ["checkpoint-1/model.safetensors", "checkpoint-2/model.safetensors", "x.safetensors", "y.safetensors"]
    let path = try directory("my-model", Dictionary(uniqueKeysWithValues: names.map { ($0, Self.file) }))
    let run = try runFetch([path])
    #expect(run.answers == ["bad_response"])
    let end = "'checkpoint-1/model.safetensors', 'checkpoint-2/model.safetensors', 'x.safetensors' and 1 more"
    #expect(run.failure?["message"]?.string?.hasSuffix(end) == true)
  }

  @Test("a missing shard is a failure that names the model and the shard")
  func refusesIncompleteSets() throws {
    let path = try directory("my-model", ["model-00002-of-00002.safetensors": Self.file])
    let run = try runFetch([path])
    #expect(run.answers == ["incomplete_weights"])
    #expect(run.failure?["model_id"]?.string == "my-model")
    #expect(run.failure?["message"]?.string?.contains("'model-00001-of-00002.safetensors'") ?? false)
  }

  @Test("a weight file that is damaged is a failure that names the model")
  func refusesDamagedFiles() throws {
    // What git leaves in the place of a large file when LFS is not installed.
    let pointer = StubFile("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    let run = try runFetch([try directory("my-model", ["model.safetensors": pointer])])
    #expect(run.answers == ["bad_response"])
    #expect(run.failure?["model_id"]?.string == "my-model")
    #expect(run.failure?["hint"]?.string == "run 'git lfs pull'")
  }

  @Test(
    "the hint about a damaged GGUF file names no URL, because a directory has none",
    arguments: [StubFile("GGUX"), StubFile(TestGGUF(blocks: 0).bytes)])
  func damagedGGUF(_ file: StubFile) throws {
    let run = try runFetch([try directory("my-model", ["model.gguf": file])])
    #expect(run.answers == ["bad_response"])
    #expect(run.failure?["hint"]?.string?.contains("download the file again") == true)
  }

  @Test("a config that is too large is a failure with its size and the limit")
  func refusesLargeConfigs() throws {
    let run = try runFetch([try directory("my-model", ["config.json": StubFile(Array("{}".utf8), size: 10_000_001)])])
    #expect(run.answers == ["bad_response"])
    #expect(run.failure?["message"]?.string?.hasSuffix("has 10000001 bytes, expected at most 10000000") == true)
  }

  @Test("a config that is nested too deeply for the next stage is a failure; its hint is about the directory")
  func refusesDeepConfigs() throws {
    let config = #"{"hidden_size":"# + String(repeating: "[", count: 511) + String(repeating: "]", count: 511) + "}"
    let run = try runFetch([try directory("my-model", ["config.json": StubFile(config)])])
    #expect(run.answers == ["bad_response"])
    #expect(run.failure?["message"]?.string?.hasSuffix("are nested deeper than 511 levels") == true)
    #expect(run.failure?["hint"]?.string == "correct the config.json of the directory")
  }

  @Test(
    "the model's id is the directory's name, with other characters replaced",
    arguments: [
      ("My Model (v2)", "My-Model-v2"), (".hidden--name..", "hidden-name"), ("Ünder", "nder"), ("a.git", "a"),
      ("org--name", "org-name"), ("日本", "model"),
    ])
  func namesModels(_ name: String, _ id: String) throws {
    #expect(try runFetch([try directory(name, [:])]).answers == [id])
  }

  @Test("in a Hub cache, the id is that of the repository")
  func namesCachedModels() throws {
    let commit = String(repeating: "a", count: 40)
    let path = try directory("models--org--name/snapshots/\(commit)", ["model.safetensors": Self.file])
    #expect(try runFetch([path]).answers == ["org/name"])
  }

  @Test("a relative path with a slash at its end is a directory if there is one, and otherwise an id")
  func completedPaths() throws {
    _ = try directory("org/name", [:])
    var command = Command(tool: "hf-fetch", ["--offline", "--continue-on-error", "org/name/", "org/other/"])
    command.directory = scratch.url
    command.environment = ["HF_HOME": scratch.path("hf"), "HOME": scratch.path("user")]
    let documents = try command.run().output.split(separator: "\n").map { try JSONDocument(String($0)) }
    #expect(documents.first?.root["model_id"]?.string == "name")
    #expect(documents.last?.root["error"]?["code"]?.string == "offline_miss")
  }

  @Test("a directory with more files than are listed is refused, even if it has a config")
  func tooManyFiles() throws {
    let path = try directory("my-model", ["model.safetensors": Self.file])
    for number in 0..<10_000 { try scratch.write("", to: "my-model/\(number)") }
    let run = try runFetch([path])
    #expect(run.answers == ["too_large"])
    #expect(run.errors.contains("has more than 10000 files"), "\(run.errors)")
  }

  @Test("a directory without a model, and one that does not exist, are failures")
  func refuses() throws {
    try FileManager.default.createDirectory(at: scratch.url.appending(path: "empty"), withIntermediateDirectories: true)
    #expect(try runFetch([scratch.path("empty")]).answers == ["missing_config"])
    #expect(try runFetch([scratch.path("nowhere")]).answers == ["invalid_model_id"])
    #expect(try runFetch([], input: "\"\(scratch.path("empty"))\"").answers == ["invalid_model_id"])
  }
}
