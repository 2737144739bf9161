import Foundation
import JSON
import StubHub
import TestSupport

/// The tools, run one after another over models that a stub Hub serves.
struct Stages {
  private let hub: StubHub
  private let withholdsCount: Bool
  private let tools = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// Serves a directory.
  ///
  /// - Throws: when no port can be opened.
  init(serving directory: String, withholdsCount: Bool) throws {
    var options = StubHub.Options()
    options.keepsLog = false
    hub = try StubHub(CorpusDirectory(directory), options: options)
    self.withholdsCount = withholdsCount
  }

  /// What the tools made of the models.
  struct Results {
    /// In order, with `--text-only`.
    let described: [JSONDocument]
    /// In order, without.
    let plain: [JSONDocument]
    /// What hf-transform says of the described ones, a line each.
    let messages: [Substring]
  }

  /// Runs the tools over models.
  ///
  /// - Throws: when a tool cannot be run.
  func results(of models: [String]) throws -> Results {
    let cache = FileManager.default.temporaryDirectory.appending(path: "check-corpus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: cache) }
    let requests = models.map { "{\"model\": \"\($0)\"}\n" }.joined()
    let environment = ["HF_ENDPOINT": hub.baseURL, "HF_HOME": cache.path(percentEncoded: false)]
    let arguments = ["--continue-on-error", "--jobs", "8", "--quiet"]
    var snapshots = try run("hf-fetch", arguments, requests, environment).output
    if withholdsCount { snapshots = try withoutCounts(snapshots) }
    let described = try run("hf-transform", ["--text-only"], snapshots)
    let plain = try run("hf-transform", ["--quiet"], snapshots).output
    let entries = try run("hf-validate", ["--quiet"], described.output).output
    return Results(
      described: try parse(entries), plain: try parse(plain), messages: described.messages.split(separator: "\n"))
  }

  /// What hf-transform makes of configs that name nothing but their class.
  ///
  /// - Throws: when the tool cannot be run.
  func defaults(of truths: [Truth]) throws -> [JSONDocument] {
    let output = ByteBuffer()
    for truth in truths {
      output.beginObject()
      output.key("model_id")
      output.string(truth.modelID)
      output.key("config")
      output.raw("{\"model_type\": \"\(truth.modelType)\"}")
      output.key("weights")
      output.raw(#"{"format": "none"}"#)
      output.endObject()
      output.endLine()
    }
    return try parse(run("hf-transform", ["--quiet"], output.text).output)
  }

  private func parse(_ lines: String) throws -> [JSONDocument] {
    try lines.split(separator: "\n").map { try JSONDocument(String($0)) }
  }

  /// Snapshots as they would be if the Hub had no count and no header could be read.
  private func withoutCounts(_ snapshots: String) throws -> String {
    let output = ByteBuffer()
    for snapshot in try parse(snapshots) {
      output.beginObject()
      for (key, value) in snapshot.root.members {
        output.key(key.string ?? "")
        switch key.string {
        case "weights": output.raw(#"{"format": "none"}"#)
        default: output.element(value)
        }
      }
      output.endObject()
      output.endLine()
    }
    return output.text
  }

  private func run(
    _ tool: String, _ arguments: [String], _ input: String, _ environment: [String: String] = [:]
  ) throws -> (output: String, messages: String) {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "check-corpus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["input", "output", "messages"].map { scratch.appending(path: $0) }
    try Data(input.utf8).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = tools.appending(path: tool)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return (try String(contentsOf: files[1], encoding: .utf8), try String(contentsOf: files[2], encoding: .utf8))
  }
}
