import Files
import Foundation
import JSON
import StubHub
import TestSupport
import Testing

@Suite("The cache of hf-fetch")
struct CacheRuns {
  private let home: ScratchDirectory
  private let sha = StubModel("org/name").sha

  init() throws { home = try ScratchDirectory() }

  @Test("a fetched model can be fetched offline, with the same bytes")
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

  @Test("files are where the official client looks for them")
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

  @Test("without the Hub's info, the files are those of the snapshot folder")
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

  @Test("--no-cache writes no file")
  func leavesNothing() throws {
    _ = try runFetch(["org/name", "--no-cache"], from: try StubHub([smallModel("org/name")]), home: home)
    #expect(!FileManager.default.fileExists(atPath: home.path("hf")))
  }

  @Test("headers are read once, and offline never")
  func remembersHeaders() throws {
    let hub = try StubHub([headerModel])
    let first = try runFetch(["org/name"], from: hub, home: home)
    let count = hub.requests.count
    #expect(try runFetch(["org/name"], from: hub, home: home).output == first.output)
    #expect(hub.requests.count == count + 1)
    #expect(try runFetch(["org/name", "--offline"], from: hub, home: home).output == first.output)
    #expect(try rebuiltTensors(first.weights?["headers"]) == [tensorLine("a.0", "F16", [16, 2])])
  }

  /// A model without a Hub's count.
  private var headerModel: StubModel {
    StubModel(
      "org/name",
      files: [
        "config.json": StubFile("{}"), "model.safetensors": safetensorsFile([TestTensor("a.0", "F16", [16, 2])]),
      ])
  }

  @Test(
    "a record of another version, or of other files, is not read",
    arguments: [
      #"{"weights":{"source":"safetensors","format":"safetensors","parameters":7,"files":["model.safetensors"]}}"#,
      #"{"version":1,"weights":{"format":"safetensors","files":["model.safetensors"]}}"#,
      #"{"version":2,"weights":{"format":"safetensors","files":["other.safetensors"],"headers":{"tensors":[]}}}"#,
      #"{"version":2}"#, "not JSON",
    ])
  func distrustsRecords(_ record: String) throws {
    let hub = try StubHub([headerModel])
    let first = try runFetch(["org/name"], from: hub, home: home)
    try home.write(record, to: "hf/hf-fetch/models--org--name/\(sha).headers.json")
    #expect(try runFetch(["org/name"], from: hub, home: home).output == first.output)
  }

  @Test("a blob whose content is not what its name promises is fetched again", arguments: [40, 64])
  func verifiesBlobs(_ digits: Int) throws {
    let model = smallModel("org/name")
    let content = try #require(model.files["config.json"]).content
    let hub = try StubHub([model]) { request in
      guard digits == 64, request.path.hasSuffix("/config.json") else { return nil }
      return StubResponse(200, headers: [("ETag", "W/\"\(Digest.sha256(content))\"")], body: content)
    }
    let first = try runFetch(["org/name"], from: hub, home: home)
    let blobs = "hf/hub/models--org--name/blobs"
    let blob = try #require(try FileManager.default.contentsOfDirectory(atPath: home.path(blobs)).first)
    #expect(blob.utf8.count == digits)
    try home.write(#"{"model_type":"llama","hidden_size":9999}"#, to: "\(blobs)/\(blob)")
    #expect(try runFetch(["org/name", "--offline"], home: home).answers == ["offline_miss"])
    #expect(try runFetch(["org/name"], from: hub, home: home).output == first.output)
    #expect(try home.read("\(blobs)/\(blob)") == String(decoding: content, as: UTF8.self))
    #expect(hub.requests.count == 4)
  }

  @Test("content that is not what its ETag promises is not kept")
  func distrustsETags() throws {
    let hub = try StubHub([smallModel("org/name")]) { request in
      guard request.path.hasSuffix("/config.json") else { return nil }
      let etag = String(repeating: "0", count: 40)
      return StubResponse(200, headers: [("ETag", "\"\(etag)\"")], body: Array(#"{"hidden_size":1}"#.utf8))
    }
    #expect(try runFetch(["org/name"], from: hub, home: home).answers == ["org/name"])
    #expect(!FileManager.default.fileExists(atPath: home.path("hf/hub/models--org--name/snapshots")))
  }

  @Test(
    "without a commit the cache is neither written nor read",
    arguments: ["", #""sha":"main","#, #""sha":"ABCDEF6181c7a2f109b51e28f380ef6f5d8b22cc","#, #""sha":null,"#])
  func keepsNothingThatMoves(_ member: String) throws {
    for size in [1, 2] {
      let hub = try StubHub([]) { request in
        request.path.hasPrefix("/api")
          ? .json(#"{\#(member)"id":"org/name","siblings":[{"rfilename":"config.json"}]}"#)
          : .json(#"{"hidden_size":\#(size)}"#)
      }
      let run = try runFetch(["org/name"], from: hub, home: home)
      #expect(run.documents.first?.root["config"]?["hidden_size"]?.int == size)
      #expect(run.documents.first?.root["revision"] == nil)
    }
    #expect(!FileManager.default.fileExists(atPath: home.path("hf")))
  }

  @Test("unfinished files of a killed run are removed; those of running processes stay")
  func removesLeftovers() throws {
    let places = ["hf/hub/models--org--name/blobs", "hf/hf-fetch/models--org--name"]
    for place in places {
      try FileManager.default.createDirectory(atPath: home.path(place), withIntermediateDirectories: true)
      for name in ["hf-fetch.1.incomplete", "hf-fetch.2.incomplete", "\(sha).incomplete"] {
        try home.write("{", to: "\(place)/\(name)")
      }
    }
    let locked = open(home.path("\(places[0])/hf-fetch.2.incomplete"), O_RDONLY)
    defer { close(locked) }
    #expect(flock(locked, LOCK_EX) == 0)
    _ = try runFetch(["org/name"], from: try StubHub([smallModel("org/name")]), home: home)
    let left = try places.map { place in
      try FileManager.default.contentsOfDirectory(atPath: home.path(place)).filter { $0.hasSuffix(".incomplete") }
        .sorted()
    }
    #expect(left == [["\(sha).incomplete", "hf-fetch.2.incomplete"], ["\(sha).incomplete"]])
  }

  @Test("runs killed at any moment leave nothing that a later run does not remove")
  func survivesKills() throws {
    let hub = try StubHub([headerModel])
    for delay in stride(from: 5, through: 200, by: 13) {
      let script =
        "\"$0\" org/name >/dev/null 2>&1 & sleep 0.\(delay < 10 ? "00" : delay < 100 ? "0" : "")\(delay); kill -9 $!"
      var killed = Command(system: "bash", ["-c", script, Package.buildDirectory.appending(path: "hf-fetch").path])
      killed.environment = ["HF_ENDPOINT": hub.baseURL, "HF_HOME": home.path("hf"), "HOME": home.path("user")]
      _ = try killed.run()
    }
    #expect(try runFetch(["org/name"], from: hub, home: home).answers == ["org/name"])
    let files = FileManager.default.enumerator(atPath: home.path("hf"))?.compactMap { $0 as? String } ?? []
    #expect(files.filter { $0.contains("incomplete") } == [])
    #expect(try runFetch(["org/name", "--offline"], home: home).answers == ["org/name"])
  }

  @Test("newer layouts are read: content that repositories share, and a list of all files")
  func readsNewerLayouts() throws {
    let folder = "hub/models--org--name"
    let config = #"{"hidden_size":8}"#
    let blob = Digest.sha1(Array("blob \(config.utf8.count)\0\(config)".utf8))
    for place in ["hub/blobs/ab", "\(folder)/blobs", "\(folder)/refs", "\(folder)/trees", "\(folder)/snapshots/\(sha)"]
    {
      try FileManager.default.createDirectory(atPath: home.path(place), withIntermediateDirectories: true)
    }
    try home.write(sha, to: "\(folder)/refs/main")
    try home.write(config, to: "hub/blobs/ab/\(String(repeating: "ab", count: 32))")
    try link("\(folder)/blobs/\(blob)", "../../blobs/ab/\(String(repeating: "ab", count: 32))")
    try link("\(folder)/snapshots/\(sha)/config.json", "../../blobs/\(blob)")
    try home.write(
      #"{"format_version":1,"files":{"config.json":{"size":17,"blob_id":"\#(blob)"},"#
        + #""model.safetensors":{"size":130,"blob_id":"x","lfs_sha256":"y","lfs_size":2000}}}"#,
      to: "\(folder)/trees/\(sha).json")
    let run = try runFetch(["org/name", "--offline", "--cache-dir", home.path("hub")])
    #expect(run.documents.first?.root["config"]?["hidden_size"]?.int == 8)
    #expect(run.weights?["files"]?.elements.map(\.string) == ["model.safetensors"])
    #expect(run.weights?["size_bytes"]?.int == 2000)
  }

  @Test(
    "a file that the cached list names, but the cache lacks, is an offline miss, and so is a cache without a list",
    arguments: [#"{"config.json":{"size":2},"hf_quant_config.json":{"size":2}}"#, nil])
  func missesListedFiles(_ list: String?) throws {
    let folder = "hub/models--org--name"
    for place in ["\(folder)/refs", "\(folder)/trees", "\(folder)/snapshots/\(sha)"] {
      try FileManager.default.createDirectory(atPath: home.path(place), withIntermediateDirectories: true)
    }
    try home.write(sha, to: "\(folder)/refs/main")
    if let list {
      try home.write(#"{"format_version":1,"files":\#(list)}"#, to: "\(folder)/trees/\(sha).json")
      try home.write(#"{"hidden_size":8}"#, to: "\(folder)/snapshots/\(sha)/config.json")
    }
    let run = try runFetch(["org/name", "--offline", "--cache-dir", home.path("hub")])
    #expect(run.answers == ["offline_miss"])
    let file = list == nil ? "config.json" : "hf_quant_config.json"
    #expect(run.failure?["message"]?.string?.contains("the \(file) of") == true)
  }

  private func link(_ name: String, _ target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: home.path(name), withDestinationPath: target)
  }

  @Test("when the Hub cannot be reached, the cached commit is used, with a warning")
  func fallsBack() throws {
    let online = try runFetch(["org/name"], from: try StubHub([smallModel("org/name")]), home: home)
    let run = try runFetch(["org/name", "--retries", "0"], home: home)
    #expect(run.documents.first?.root["config"]?["hidden_size"]?.int == 64)
    #expect(run.documents.first?.root["revision"]?.string == online.documents.first?.root["revision"]?.string)
    #expect(run.errors.contains("warning: "))
    #expect(run.errors.contains("at commit \(sha)"))
    #expect(try runFetch(["org/other", "--retries", "0"], home: home).answers == ["network"])
    #expect(try runFetch(["org/name", "--retries", "0", "--no-cache"], home: home).answers == ["network"])
  }

  @Test("shards that were not downloaded are not missing from the model")
  func readsPartialCache() throws {
    let folder = "hub/models--org--name"
    for place in ["\(folder)/refs", "\(folder)/snapshots/\(sha)"] {
      try FileManager.default.createDirectory(atPath: home.path(place), withIntermediateDirectories: true)
    }
    try home.write(sha, to: "\(folder)/refs/main")
    try home.write("{}", to: "\(folder)/snapshots/\(sha)/config.json")
    try home.write("", to: "\(folder)/snapshots/\(sha)/model-00001-of-00002.safetensors")
    let run = try runFetch(["org/name", "--offline", "--cache-dir", home.path("hub")])
    #expect(run.weights?["format"]?.string == "none")
  }

  @Test("a cache that cannot be written is only a warning")
  func toleratesReadOnly() throws {
    try home.write("a file", to: "hf")
    let run = try runFetch(["org/name"], from: try StubHub([smallModel("org/name")]), home: home)
    #expect(run.answers == ["org/name"])
    #expect(run.errors.ranges(of: "cannot write the cache").count == 1, "\(run.errors)")
  }
}
