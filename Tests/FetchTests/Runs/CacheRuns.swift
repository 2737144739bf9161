import Foundation
import JSON
import StubHub
import TestSupport
import Testing

@Suite("hf-fetch keeps and reads the official cache")
struct CacheRuns {
  private let home: ScratchDirectory
  private let sha = StubModel("org/name").sha

  init() throws { home = try ScratchDirectory() }

  @Test("what was fetched is there offline, the same to the byte")
  func worksOffline() throws {
    let hub = try StubHub([smallModel("org/name")])
    let online = try runFetch(["org/name"], from: hub, home: home)
    for offline in [["--offline"], []] {
      let environment = ["HF_ENDPOINT": hub.baseURL, "HF_HUB_OFFLINE": offline.isEmpty ? "1" : "0"]
      let run = try runFetch(["org/name"] + offline, home: home, environment: environment)
      #expect(run.output == online.output)
    }
    #expect(hub.requests.count == 2)
  }

  @Test("files lie where the official client looks for them")
  func keepsLayout() throws {
    _ = try runFetch(["org/name"], from: try StubHub([smallModel("org/name")]), home: home)
    let folder = "hf/hub/models--org--name"
    #expect(try home.read("\(folder)/refs/main") == sha)
    let link = try FileManager.default.destinationOfSymbolicLink(
      atPath: home.path("\(folder)/snapshots/\(sha)/config.json"))
    #expect(link.hasPrefix("../../blobs/"))
    #expect(try home.read("\(folder)/snapshots/\(sha)/config.json") == #"{"model_type":"llama","hidden_size":64}"#)
    #expect(try home.read("hf/hf-fetch/models--org--name/\(sha).json").contains(#""id":"org/name""#))
    let leftovers = FileManager.default.enumerator(atPath: home.path("hf"))?.compactMap { $0 as? String }.filter {
      $0.hasSuffix(".incomplete")
    }
    #expect(leftovers == [])
  }

  @Test("without the Hub's info, the snapshot folder tells what is known")
  func readsForeignCache() throws {
    let folder = home.url.appending(path: "hub/models--org--name")
    try FileManager.default.createDirectory(at: folder.appending(path: "refs"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "snapshots/\(sha)"), withIntermediateDirectories: true)
    try Data(sha.utf8).write(to: folder.appending(path: "refs/main"))
    try Data(#"{"hidden_size":8}"#.utf8).write(to: folder.appending(path: "snapshots/\(sha)/config.json"))
    let run = try runFetch(["org/name", "--offline", "--cache-dir", home.path("hub")])
    let info = try #require(run.documents.first?.root["info"])
    #expect(info["id"]?.string == "org/name")
    #expect(info["sha"]?.string == sha)
    #expect(info["siblings"]?.elements.map { $0["rfilename"]?.string } == ["config.json"])
    #expect(run.documents.first?.root["config"]?["hidden_size"]?.int == 8)
  }

  @Test("what is not in the cache is an offline miss, and a link out of it is not read")
  func misses() throws {
    #expect(try runFetch(["org/name", "--offline"], home: home).answers == ["offline_miss"])
    let folder = home.url.appending(path: "hub/models--org--name/snapshots/\(sha)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try home.write(#"{"secret":1}"#, to: "outside.json")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/config.json", withDestinationPath: home.path("outside.json"))
    let run = try runFetch(["org/name@\(sha)", "--offline", "--cache-dir", home.path("hub")])
    #expect(run.answers == ["offline_miss"])
  }

  @Test("--no-cache leaves nothing behind")
  func leavesNothing() throws {
    _ = try runFetch(["org/name", "--no-cache"], from: try StubHub([smallModel("org/name")]), home: home)
    #expect(!FileManager.default.fileExists(atPath: home.path("hf")))
  }

  @Test("a packed model's second run asks once, and offline not at all")
  func remembersHeaders() throws {
    let model = StubModel(
      "org/name",
      files: [
        "config.json": StubFile(#"{"quantization_config":{"quant_method":"awq","bits":4}}"#),
        "model.safetensors": safetensorsFile([TestTensor("a.qweight", "I32", [16, 2])]),
      ])
    let hub = try StubHub([model])
    let first = try runFetch(["org/name"], from: hub, home: home)
    let count = hub.requests.count
    #expect(try runFetch(["org/name"], from: hub, home: home).output == first.output)
    #expect(hub.requests.count == count + 1)
    #expect(try runFetch(["org/name", "--offline"], from: hub, home: home).output == first.output)
    #expect(first.weights?["parameters"]?.int == 256)
  }

  @Test("a cache that cannot be written costs a warning alone")
  func toleratesReadOnly() throws {
    try home.write("a file", to: "hf")
    let run = try runFetch(["org/name"], from: try StubHub([smallModel("org/name")]), home: home)
    #expect(run.answers == ["org/name"])
    #expect(run.errors.contains("cannot write the cache"))
  }

  @Test("a directory is a model: its config and the headers of its files")
  func readsDirectories() throws {
    let folder = home.url.appending(path: "my-model")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(#"{"hidden_size":8}"#.utf8).write(to: folder.appending(path: "config.json"))
    let file = safetensorsFile([TestTensor("x", "F16", [10, 3])])
    try Data(file.content + [UInt8](repeating: 0, count: 60)).write(to: folder.appending(path: "model.safetensors"))
    let run = try runFetch([folder.path])
    #expect(run.answers == ["my-model"])
    #expect(run.weights?["source"]?.string == "safetensors")
    #expect(run.weights?["parameters"]?.int == 30)
    #expect(try runFetch([home.path("nowhere")]).answers == ["invalid_model_id"])
    #expect(try runFetch([], input: "\"\(folder.path)\"").answers == ["invalid_model_id"])
  }
}
