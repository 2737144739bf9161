import Foundation
import TestSupport
import Testing

/// `import-shards.sh`, with stages that the test writes, and a stand-in for GNU parallel.
@Suite("Imports in shards")
final class ShardedImportTests {
  private let scratch: ScratchDirectory
  /// hf-fetch prints an entry for each model of the list, and writes down which shards it has read.
  private static let stages = [
    "hf-fetch": #"""
    list=${@: -1}
    echo "${list##*.}" >>fetched
    sed -En 's/^[[:space:]]*(m[0-9]+).*/{"id":"\1","parameters_billions":1}/p' "$list"
    """#,
    "hf-transform": "cat",
    "hf-validate": "cat",
  ]

  init() throws {
    scratch = try ScratchDirectory()
    try FileManager.default.createDirectory(at: scratch.url.appending(path: "bin"), withIntermediateDirectories: true)
    for name in ["hf-fetch", "hf-transform", "hf-validate"] {
      try scratch.writeScript(Self.stages[name] ?? "", to: "bin/\(name)")
    }
    try scratch.writeScript(
      "while read -r shard; do bash -c '\"$0\" \"$1\"' \"${@: -1}\" \"$shard\" || exit 1; done", to: "bin/parallel")
    try scratch.write("# a list\nm1\nm2  # a comment\n\n  # another one\nm3\nm4\nm5\nm6\n", to: "models")
    try scratch.write("{\"models\":[]}", to: "database.json")
  }

  @Test("a list is imported in shards, in its order")
  func completes() throws {
    let outcome = try importShards()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try importedIDs() == ["m1", "m2", "m3", "m4", "m5", "m6"])
  }

  @Test("a list with a byte order mark, comments and carriage returns is imported")
  func otherLists() throws {
    try scratch.write("\u{FEFF}# a list\r\nm1\r\n\r\nm2 # one\r\nm3\r\n", to: "models")
    let outcome = try importShards()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try importedIDs() == ["m1", "m2", "m3"])
  }

  @Test(
    "a shard whose stages fail, or print fewer lines than it has models, is imported by the next run",
    arguments: [
      // As after a refused token.
      ("hf-fetch", "head -n 1; exit 1"), ("hf-fetch", "cat; exit 3"), ("hf-transform", "head -n 1"),
      ("hf-transform", "cat; kill -9 $$"), ("hf-validate", "cat; exit 2"),
    ])
  func continuesIncompleteShard(name: String, fault: String) throws {
    // A failure that a stage passes on is not a reason to repeat a shard, and does not hide another stage's status.
    try scratch.writeScript("cat; exit 1", to: "bin/hf-validate")
    let script = try #require(Self.stages[name])
    try scratch.writeScript(
      "output=$(\(script))\nif [[ $output = *m4* ]]; then \(fault); else cat; fi <<<\"$output\"", to: "bin/\(name)")
    let first = try importShards()
    #expect(first.status != 0)
    #expect(first.errors.contains("run the command again"), "\(first.errors)")
    #expect(try importedIDs() == [])
    try scratch.writeScript(script, to: "bin/\(name)")
    let second = try importShards()
    #expect(second.status == 0, "\(second.errors)")
    #expect(try importedIDs() == ["m1", "m2", "m3", "m4", "m5", "m6"])
    let fetched = try String(contentsOf: scratch.url.appending(path: "fetched"), encoding: .utf8)
    #expect(fetched.split(separator: "\n") == ["aaaa", "aaab", "aaac", "aaad", "aaad", "aaae"])
  }

  @Test("a list that has changed since its shards were made is refused")
  func changedList() throws {
    #expect(try importShards().status == 0)
    try scratch.write("m1\nm7\n", to: "models")
    let outcome = try importShards()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("'models' has changed since its shards in 'models.shards' were made"))
  }

  @Test(
    "a missing argument and a list that cannot be read are errors", arguments: [["models"], ["none", "database.json"]])
  func wrongArguments(_ arguments: [String]) throws {
    let outcome = try importShards(arguments)
    #expect(outcome.status == (arguments.count == 1 ? 2 : 3))
    #expect(outcome.errors.hasPrefix("import-shards.sh: error: "), "\(outcome.errors)")
    #expect(try importedIDs() == [])
  }

  private func importShards(_ arguments: [String] = ["models", "database.json"]) throws -> Command.Outcome {
    var command = Command(
      system: "bash", [Package.root.appending(path: ".make/scaling/import-shards.sh").path] + arguments)
    command.directory = scratch.url
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let tools = Package.buildDirectory.path(percentEncoded: false)
    command.environment = ["PATH": "\(scratch.path("bin")):\(tools):\(path)", "LINES_PER_SHARD": "2"]
    return try command.run()
  }

  private func importedIDs() throws -> [String] {
    let database = try Data(contentsOf: scratch.url.appending(path: "database.json"))
    let content = try JSONSerialization.jsonObject(with: database) as? [String: [[String: Any]]]
    return content?["models"]?.compactMap { $0["id"] as? String } ?? []
  }
}
