import Foundation
import TestSupport
import Testing

@Suite("The log and saved files")
struct OutputFileRuns {
  private static let empty = "{\"models\": []}\n"

  /// The ways in which a path can lead to a file.
  enum Way: String, CaseIterable, Sendable { case path, dotted, symbolicLink, hardLink, linkToLink }

  private func name(of file: String, by way: Way, in scratch: ScratchDirectory) throws -> String {
    let target = scratch.path(file)
    switch way {
    case .path: return target
    case .dotted: return scratch.path("./\(file)")
    case .symbolicLink: symlink(file, scratch.path("link"))
    case .hardLink: link(target, scratch.path("link"))
    case .linkToLink:
      symlink(file, scratch.path("first"))
      symlink("first", scratch.path("link"))
    }
    return scratch.path("link")
  }

  @Test(
    "a log or saved file is never the database, under any name",
    arguments: Way.allCases,
    [["--log"], ["--dry-run", "--log"], ["--force", "--log"], ["--save"], ["--dry-run", "--save"]])
  func database(way: Way, options: [String]) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let path = try name(of: "models.json", by: way, in: database.scratch)
    let before = try database.scratch.names()
    let outcome = try Command(
      tool: "models-merge", [try database.path] + options + [path], input: TestDatabase.entry("new")
    ).run()
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("it is the database"))
    #expect(try database.text == OutputFileRuns.empty)
    #expect(try database.scratch.names() == before)
  }

  @Test(
    "a log or saved file is never the target of a link that names the database",
    arguments: [["--force", "--log"], ["--save"]])
  func linkedDatabase(options: [String]) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    symlink("models.json", try database.scratch.path("link.json"))
    let outcome = try Command(
      tool: "models-merge", [try database.scratch.path("link.json")] + options + [try database.path],
      input: TestDatabase.entry("new")
    ).run()
    #expect(outcome.status == 2)
    #expect(try database.text == OutputFileRuns.empty)
  }

  @Test(
    "a log or saved file is never a file that --not-over names", arguments: Way.allCases,
    [["--force", "--log"], ["--save"]])
  func list(way: Way, options: [String]) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    try database.scratch.write("org/a\n", to: "list.txt")
    let path = try name(of: "list.txt", by: way, in: database.scratch)
    let outcome = try Command(
      tool: "models-merge",
      [try database.path] + options + [path, "--not-over", try database.scratch.path("list.txt")],
      input: TestDatabase.entry("new")
    ).run()
    #expect(outcome.status == 2)
    #expect(try database.scratch.read("list.txt") == "org/a\n")
    #expect(try database.text == OutputFileRuns.empty)
  }

  @Test("a log or saved file is never the file of standard input", arguments: ["--force --log", "--save"])
  func standardInput(options: String) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let entries = try database.scratch.write(TestDatabase.entry("new"), to: "entries")
    let outcome = try shell(database, "\"$0\" \"$1\" \(options) '\(entries.path(percentEncoded: false))' < entries")
    #expect(outcome.status == 2)
    #expect(try database.scratch.read("entries") == TestDatabase.entry("new"))
    #expect(try database.text == OutputFileRuns.empty)
  }

  @Test("a log or saved file never replaces a directory", arguments: ["--log", "--save"])
  func directory(option: String) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let path = try database.scratch.path("folder")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let outcome = try database.merge("--force", option, path, input: TestDatabase.entry("new"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("it is a directory"))
    #expect(try database.text == OutputFileRuns.empty)
  }

  @Test(
    "a log may be a device, which is kept, or the tool's output", arguments: ["/dev/null", "/dev/stdout", "/dev/fd/2"])
  func devices(path: String) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let outcome = try database.merge("--force", "--log", path, input: TestDatabase.entry("new"))
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("# Batch Import Results") == (path == "/dev/stdout"))
    #expect(outcome.output.contains("\"added\":[\"new\"]"))
    #expect(outcome.errors.contains("# Batch Import Results") == (path == "/dev/fd/2"))
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test("a log may be a pipe with a reader; without a reader nothing is imported")
  func pipes() throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    mkfifo(try database.scratch.path("pipe"), 0o600)
    let alone = try database.merge(
      "--force", "--log", try database.scratch.path("pipe"), input: TestDatabase.entry("new"))
    #expect(alone.status == 3)
    #expect(alone.errors.contains("no program reads from"))
    #expect(try database.text == OutputFileRuns.empty)
    try database.scratch.write(TestDatabase.entry("new"), to: "entries")
    let read = try shell(
      database,
      "cat pipe > copy & exec 3<>pipe; \"$0\" \"$1\" --force --log pipe < entries; s=$?; exec 3>&-; wait; exit $s")
    #expect(read.status == 0)
    #expect(try database.scratch.read("copy").contains("- org/new"))
  }

  @Test("a path with an impossible name is refused before anything is written", arguments: ["--log", "--save"])
  func impossibleName(option: String) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let path = try database.scratch.path(String(repeating: "x", count: 300))
    let outcome = try database.merge("--force", option, path, input: TestDatabase.entry("new"))
    #expect(outcome.status == 3)
    #expect(outcome.output == "")
    #expect(try database.text == OutputFileRuns.empty)
    #expect(try database.scratch.names() == ["models.json"])
  }

  @Test("a log without an import is a usage error", arguments: ["--undo", "--list", "--list-backups", "--compare"])
  func logWithoutImport(action: String) throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let outcome = try database.merge(action, "--log", try database.scratch.path("log"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("exclude each other"))
    #expect(try database.scratch.names() == ["models.json"])
  }

  @Test("a log on a full disk stops the import: nothing is merged, no temporary file is left")
  func noRoom() throws {
    guard access("/dev/full", W_OK) == 0 else { return }
    let database = try TestDatabase(OutputFileRuns.empty)
    let outcome = try database.merge("--force", "--log", "/dev/full", input: TestDatabase.entry("new"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("cannot write the log to '/dev/full'"))
    #expect(try database.text == OutputFileRuns.empty)
    #expect(try database.scratch.names() == ["models.json"])
  }

  @Test("a log is replaced whole and keeps its mode; links are followed")
  func replacement() throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    try database.scratch.write("old", to: "page.html")
    chmod(try database.scratch.path("page.html"), 0o604)
    symlink("page.html", try database.scratch.path("link"))
    let outcome = try database.merge("--save", try database.scratch.path("link"), input: "new")
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(try database.scratch.read("page.html") == "new")
    var status = stat()
    stat(try database.scratch.path("page.html"), &status)
    #expect(status.st_mode & 0o777 == 0o604)
    #expect(try database.scratch.names() == ["link", "models.json", "page.html"])
  }

  @Test("a dry run writes its log, and --save then writes nothing")
  func dryRun() throws {
    let database = try TestDatabase(OutputFileRuns.empty)
    let saved = try database.merge("--dry-run", "--save", try database.scratch.path("page"), input: "new")
    #expect(saved.status == 0)
    #expect(try database.scratch.names() == ["models.json"])
    _ = try database.merge("--dry-run", "--log", try database.scratch.path("log"), input: TestDatabase.entry("new"))
    #expect(try database.scratch.names() == ["log", "models.json"])
  }

  private func shell(_ database: TestDatabase, _ script: String) throws -> Command.Outcome {
    let tool = Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false)
    var command = Command(system: "bash", ["-c", script, tool, try database.path])
    command.directory = URL(filePath: try database.scratch.path("."))
    return try command.run()
  }
}
