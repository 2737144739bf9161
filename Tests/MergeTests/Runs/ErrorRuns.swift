import Foundation
import TestSupport
import Testing

@Suite("Errors of models-merge")
struct ErrorRuns {
  @Test(
    "an unusable database is reported with its error, and not changed",
    arguments: [
      ("", "expected an object"), ("[]", "expected an object"), ("{}", "no 'models' array"),
      (#"{"models": 1}"#, "'models' is not an array"), (#"{"models": [1]}"#, "entry 1 is not an object"),
      (#"{"models": [{"id": "a"}, 2]}"#, "entry 2 is not an object"),
      (#"{"models": [{"id": "a", "x": 1, "x": 2}]}"#, "entry 1 ('a') has the duplicate key 'x'"),
      (#"{"models": [{"id": "a", "x": {"y": 1, "y": 2}}]}"#, "has the duplicate key 'y'"),
      (#"{"models": [], "models": []}"#, "duplicate key 'models'"), (#"{"models": [{"id": "a"}"#, "unexpected end"),
      (#"{"models": [{"id": "a"},]}"#, "trailing comma"), (#"{"models": [{"id": "a"} {"id": "b"}]}"#, "expected ','"),
      (#"{"models": []} x"#, "unexpected text"), (#"{"models": [{"id": 01}]}"#, "entry 1"),
      ("{\"models\": [{\"id\": \"\u{1}\"}]}", "control character"),
    ])
  func faults(text: String, message: String) throws {
    let database = try TestDatabase(text)
    let outcome = try database.merge("--force", input: TestDatabase.entry("new"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains(message))
    #expect(outcome.output == "")
    #expect(try database.scratch.names() == ["models.json"])
    #expect(try database.text == text)
  }

  @Test("a database that is not UTF-8 is refused")
  func encoding() throws {
    let database = try TestDatabase("")
    let bytes = Data(#"{"models": [{"id": ""#.utf8) + Data([0xFF, 0xFE]) + Data(#""}]}"#.utf8)
    try database.scratch.write(bytes, to: "models.json")
    let outcome = try database.merge("--force", input: TestDatabase.entry("new"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("invalid UTF-8"))
    #expect(try Data(contentsOf: URL(filePath: try database.path)) == bytes)
  }

  @Test("an argument that is not UTF-8 is refused, because it would name another file")
  func argumentEncoding() throws {
    let tool = Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false)
    let outcome = try Command(system: "bash", ["-c", #""$0" $'caf\xe9.json' --entries"#, tool]).run()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("is not UTF-8"), "\(outcome.errors)")
  }

  @Test("a database that is a directory, a pipe or missing is refused", arguments: ["directory", "pipe", "missing"])
  func wrongKinds(name: String) throws {
    let scratch = try ScratchDirectory()
    try FileManager.default.createDirectory(atPath: scratch.path("directory"), withIntermediateDirectories: false)
    mkfifo(scratch.path("pipe"), 0o600)
    let outcome = try Command(
      tool: "models-merge", [scratch.path(name), "--force"], input: TestDatabase.entry("new")
    ).run()
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("'\(scratch.path(name))'"))
    #expect(try scratch.names() == ["directory", "pipe"])
  }

  @Test("a database of 500 MB or more is refused before it is read")
  func size() throws {
    let database = try TestDatabase("{}")
    truncate(try database.path, 500_000_000)
    let outcome = try database.merge("--dry-run", input: TestDatabase.entry("new"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("it has 500 MB or more"))
  }

  @Test(
    "a wrong command line is an error with status 2 that names the help, and nothing is printed",
    arguments: [
      [], ["a.json", "b.json"], ["a.json", "--update", "--skip-existing"],
      ["a.json", "--restore", "latest", "--list-backups"],
      ["a.json", "--keep-backups", "0"], ["a.json", "--dryrun"], ["a.json", "--only", "gpt2"],
      ["a.json", "--undo", "--where", "license=mit"],
    ])
  func usage(arguments: [String]) throws {
    let outcome = try Command(tool: "models-merge", arguments).run()
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("models-merge: error: "))
    #expect(outcome.errors.split(separator: "\n").count == 2)
  }

  @Test(
    "numbers that cannot be sizes do not crash the preview",
    arguments: [
      #"{"id":"a","parameters_billions":-1e10}"#, #"{"id":"a","parameters_billions":1e999}"#,
      #"""
      {"id":"a","parameters_billions":1,"default_context_length":-9223372036854775808,"kv_cache":{"full_elements_per_token":9}}
      """#,
      #"""
      {"id":"a","parameters_billions":1,"default_context_length":9223372036854775807,"kv_cache":{"full_elements_per_token":9e99}}
      """#,
    ])
  func hostileNumbers(entry: String) throws {
    let database = try TestDatabase(#"{"models": []}"#)
    let outcome = try database.merge("--dry-run", input: entry)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("new: a"))
  }

  @Test("a stream with more failures than a report lists is refused, and nothing is written")
  func tooManyFailures() throws {
    let database = try TestDatabase(#"{"models": []}"#)
    let stream = TestDatabase.entry("new") + String(repeating: "1 ", count: 100_001)
    let outcome = try database.merge("--force", "--continue-on-error", input: stream)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("more than 100000 items of the stream have failed"))
    #expect(outcome.output == "")
    #expect(try database.text == #"{"models": []}"#)
  }

  @Test("a report that cannot be written is an error that says what has been done")
  func fullOutput() throws {
    let database = try TestDatabase(#"{"models": []}"#)
    let script = "\"$0\" \"$1\" --force > /dev/full"
    var command = Command(
      system: "sh",
      [
        "-c", script, Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false),
        try database.path,
      ])
    command.input = Data(TestDatabase.entry("new").utf8)
    guard access("/dev/full", W_OK) == 0 else { return }
    let outcome = try command.run()
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("the database was written before this error"))
    #expect(try database.text.contains("\"new\""))
  }

  @Test("a signal ends the tool with 128 + n, and no temporary file is left", arguments: [SIGINT, SIGTERM, SIGQUIT])
  func signals(number: Int32) throws {
    let database = try TestDatabase(#"{"models": []}"#)
    let (process, _) = try waitingImport(into: database)
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 128 + number)
    #expect(try database.scratch.names() == ["models.json"])
  }

  @Test(
    "a signal that was ignored when the tool started does not end it",
    arguments: [("INT", SIGINT), ("TERM", SIGTERM), ("HUP", SIGHUP)])
  func ignoredSignals(name: String, number: Int32) throws {
    let database = try TestDatabase(#"{"models": []}"#)
    let (process, input) = try waitingImport(into: database, ignoring: name)
    kill(process.processIdentifier, number)
    input.write(Data(TestDatabase.entry("new").utf8))
    try input.close()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(try database.text.contains("\"new\""))
  }

  /// Starts an import that waits for its input.
  ///
  /// - Parameter ignoring: the signal that is ignored when the tool starts; nil for none.
  /// - Returns: the process, and the end of the pipe that it reads.
  private func waitingImport(
    into database: TestDatabase, ignoring: String? = nil
  ) throws -> (process: Process, input: FileHandle) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let trap = ignoring.map { "trap '' \($0); " } ?? ""
    process.arguments = [
      "-c", trap + "exec \"$0\" \"$@\"",
      Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false), try database.path, "--force",
    ]
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    // The tool reads its input once it is ready for signals; with less than a pipe's buffer read, it goes on waiting.
    input.fileHandleForWriting.write(Data(String(repeating: " ", count: 1 << 20).utf8))
    return (process, input.fileHandleForWriting)
  }
}
