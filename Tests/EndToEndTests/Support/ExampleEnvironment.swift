import Foundation
import StubHub
import TestSupport

/// A place to run commands as a reader of the manual would: the tools on the path, the package's files in the working
/// directory, the bundled sample in the cache, and a stub Hub that serves the same models.
final class ExampleEnvironment {
  /// The working directory.
  let scratch: ScratchDirectory
  private let hub: StubHub

  /// Lays out the place.
  init() throws {
    scratch = try ScratchDirectory()
    try Self.layOutCorpus(in: scratch)
    var options = StubHub.Options()
    options.renames = ["gpt2": "openai-community/gpt2"]
    hub = try StubHub(CorpusDirectory(scratch.path("hub")), options: options)
    try Self.layOutPackage(in: scratch)
  }

  deinit { hub.stop() }

  /// What the stub Hub was asked.
  var requestCount: Int { hub.requests.count }

  /// Runs a line of shell text, without a terminal to ask on.
  func run(_ text: String) throws -> Command.Outcome {
    var command = Command(system: "bash", ["-o", "pipefail", "-c", text])
    command.directory = scratch.url
    let tools = Package.buildDirectory.path(percentEncoded: false)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    command.environment = [
      "PATH": "\(scratch.path("bin")):\(tools):\(path)", "TOOLS": tools, "FORCE": "1", "HOME": scratch.path("home"),
      "HF_HOME": scratch.path("data/sample"), "HF_ENDPOINT": hub.baseURL,
    ]
    return try command.run()
  }

  /// Puts the package's own database in the place of the empty one.
  func useBundledDatabase() throws {
    let database = try String(contentsOf: Package.root.appending(path: "data/models.json"), encoding: .utf8)
    try scratch.write(database, to: "data/models.json")
  }

  /// Copies the sample's models to where the stub looks for them: `all/<org>/<name>/{config,info}.json`.
  private static func layOutCorpus(in scratch: ScratchDirectory) throws {
    let files = FileManager.default
    let sample = Package.root.appending(path: "data/sample")
    for folder in try files.contentsOfDirectory(atPath: sample.appending(path: "hf-fetch").path) {
      let id = folder.dropFirst("models--".count).replacing("--", with: "/")
      let target = scratch.url.appending(path: "hub/all/\(id)")
      try files.createDirectory(at: target, withIntermediateDirectories: true)
      let infos = sample.appending(path: "hf-fetch/\(folder)")
      for info in try files.contentsOfDirectory(atPath: infos.path) {
        let config = sample.appending(path: "hub/\(folder)/snapshots/\(info.dropLast(".json".count))/config.json")
        try Data(contentsOf: infos.appending(path: info)).write(to: target.appending(path: "info.json"))
        try Data(contentsOf: config).write(to: target.appending(path: "config.json"))
      }
    }
  }

  private static func layOutPackage(in scratch: ScratchDirectory) throws {
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "data"), withIntermediateDirectories: true)
    // Another process copies the scripts, for the reason that ScratchDirectory.writeScript has.
    let copy = """
      cp -RP Makefile .make docs "$1" && cd data && cp -RP catalog sample exports model.schema.json "$1/data"
      """
    var command = Command(system: "sh", ["-c", copy, "sh", scratch.url.path(percentEncoded: false)])
    command.directory = Package.root
    let outcome = try command.run()
    guard outcome.status == 0 else { throw ScriptNotWritten(reason: outcome.errors) }
    try scratch.write("{\n  \"models\": []\n}\n", to: "data/models.json")
    try layOutAnswer(in: scratch)
    try scratch.write("openai-community/gpt2\nQwen/Qwen3-0.6B  # small\n", to: "models-to-import.txt")
  }

  /// Puts a models-merge on the path that takes every question for answered with yes.
  private static func layOutAnswer(in scratch: ScratchDirectory) throws {
    let folder = scratch.url.appending(path: "bin")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try scratch.writeScript(#"exec "$TOOLS/models-merge" --force "$@""#, to: "bin/models-merge")
  }
}
