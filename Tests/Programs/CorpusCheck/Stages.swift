import Foundation
import JSON
import StubHub

/// The tools, run one after another over models that a stub Hub serves.
struct Stages {
  private let hub: StubHub
  private let isConfigAlone: Bool
  private let tools = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// Serves a directory.
  ///
  /// - Throws: when no port can be opened.
  init(serving directory: String, isConfigAlone: Bool) throws {
    var options = StubHub.Options()
    options.keepsLog = false
    hub = try StubHub(CorpusDirectory(directory), options: options)
    self.isConfigAlone = isConfigAlone
  }

  /// What the models became, in order: with `--text-only`, and without.
  ///
  /// - Throws: when a tool cannot be run.
  func documents(of models: [String]) throws -> (described: [JSONDocument], plain: [JSONDocument]) {
    let cache = FileManager.default.temporaryDirectory.appending(path: "check-corpus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: cache) }
    let requests = models.map { "{\"model\": \"\($0)\"}\n" }.joined()
    let environment = ["HF_ENDPOINT": hub.baseURL, "HF_HOME": cache.path(percentEncoded: false)]
    var snapshots = try run("hf-fetch", ["--continue-on-error", "--jobs", "8", "--quiet"], requests, environment)
    if isConfigAlone { snapshots = try withoutWeights(snapshots) }
    let described = try run("hf-transform", ["--text-only", "--quiet"], snapshots)
    let plain = try run("hf-transform", ["--quiet"], snapshots)
    return (try parse(run("hf-validate", ["--quiet"], described)), try parse(plain))
  }

  private func parse(_ lines: String) throws -> [JSONDocument] {
    try lines.split(separator: "\n").map { try JSONDocument(String($0)) }
  }

  /// Snapshots as they would be if neither the Hub nor any header told a count.
  private func withoutWeights(_ snapshots: String) throws -> String {
    let output = ByteBuffer()
    for snapshot in try parse(snapshots) {
      output.beginObject()
      for (key, value) in snapshot.root.members {
        output.key(key.string ?? "")
        switch key.string {
        case "weights": output.raw(#"{"source": "none", "format": "none"}"#)
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
  ) throws -> String {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "check-corpus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = (scratch.appending(path: "input"), scratch.appending(path: "output"))
    try Data(input.utf8).write(to: files.0)
    try Data().write(to: files.1)
    let process = Process()
    process.executableURL = tools.appending(path: tool)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files.0)
    process.standardOutput = try FileHandle(forWritingTo: files.1)
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: files.1, encoding: .utf8)
  }
}
