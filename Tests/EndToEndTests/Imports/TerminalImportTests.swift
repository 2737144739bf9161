import Foundation
import TestSupport
import Testing

@Suite("An import on a terminal")
struct TerminalImportTests {
  private static let empty = "{\"models\": []}\n"
  private let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
    try scratch.write(Self.empty, to: "models.json")
  }

  /// Runs make with a person at the terminal.
  private func make(
    _ target: String, config: String = "{}", answer: String, showsOutput: Bool = false, _ settings: String...
  ) throws -> (status: Int32, screen: String) {
    try scratch.write(
      #"{"model_id":"org/small-1B","info":{"id":"org/small-1B"},"config":\#(config),"weights":{"source":"none"}}"#,
      to: "snapshot.json")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let session = TerminalSession(answer: answer, environment: ["TERM=xterm", "NO_COLOR=1", "PATH=\(path)"])
    return try session.run(
      URL(filePath: "/usr/bin/env"),
      [
        "make", "--no-print-directory", "-C", Package.root.path(percentEncoded: false), target,
        "TOOLS=\(Package.buildDirectory.path(percentEncoded: false))", "DATABASE=\(scratch.path("models.json"))",
      ] + (["undo", "restore"].contains(target) ? [] : ["FETCH=cat '\(scratch.path("snapshot.json"))'"]) + settings,
      inputPath: "/dev/null",
      outputPath: showsOutput ? nil : scratch.path("report"))
  }

  @Test("on a terminal, the last that an import, an audit and an undo say is a sentence, and no JSON is shown")
  func noReport() throws {
    let database = scratch.path("models.json")
    let imported = try make("import-model", config: Self.config, answer: "y\n", showsOutput: true)
    #expect(imported.screen.hasSuffix("undo with: make undo DATABASE=\(database)\r\n"), "\(imported.screen)")
    let audited = try make("audit", config: Self.config, answer: "", showsOutput: true)
    #expect(audited.status == 0 && audited.screen.contains("entries compared: 1 of 1; different: 0\r\n"))
    let undone = try make("undo", answer: "y\n", showsOutput: true)
    #expect(undone.screen.contains("restored '\(database)' from "), "\(undone.screen)")
    for screen in [imported.screen, audited.screen, undone.screen] { #expect(!screen.contains(#"{"database":"#)) }
  }

  private static let config = """
    {"model_type":"llama","hidden_size":64,"num_attention_heads":4,"num_hidden_layers":2,"vocab_size":100,\
    "intermediate_size":128,"max_position_embeddings":128}
    """

  @Test("it shows the preview, the question, what was done, the backup, and the command to undo it, which works")
  func wholeImport() throws {
    let (status, screen) = try make("import-model", config: Self.config, answer: "y\n")
    #expect(status == 0)
    let database = scratch.path("models.json")
    let backup = try #require(try scratch.names().first { $0.contains(".backup.") })
    let parts = [
      "new: small-1b", "weights  ", "KV cache", "+      \"id\": \"small-1b\"",
      "change '\(database)': add 1 model? [y/N] ",
      "added 'small-1b' in '\(database)'; the old file is kept as '\(scratch.path(backup))'",
      "undo with: make undo DATABASE=\(database)",
    ]
    var rest = screen[...]
    for part in parts {
      let place = try #require(rest.range(of: part), "\(part) is not after what comes before it in \(screen)")
      rest = rest[place.upperBound...]
    }
    // The command is the last that is said; the report is on standard output alone.
    #expect(rest.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty)
    #expect(!screen.contains(#""added":"#))
    #expect(try scratch.read("report").contains(#""added":["small-1b"]"#))
    let imported = try scratch.read("models.json")
    #expect(try make("undo", answer: "", "DRY_RUN=1").status == 0)
    #expect(try scratch.read("models.json") == imported)
    #expect(try make("undo", answer: "y\n").status == 0)
    #expect(try scratch.read("models.json") == Self.empty)
  }

  @Test("the command that undoes an undo is one of make, and works as printed; without BACKUP it lists the backups")
  func undoneUndo() throws {
    #expect(try make("import-model", config: Self.config, answer: "y\n").status == 0)
    let imported = try scratch.read("models.json")
    let undone = try make("undo", answer: "y\n")
    let pattern = /undo this with: make restore DATABASE=(\S+) BACKUP=(\S+)/
    let command = try #require(undone.screen.firstMatch(of: pattern), "\(undone.screen)")
    #expect(command.1 == scratch.path("models.json"))
    #expect(try make("restore", answer: "", showsOutput: true).screen.contains("\"path\": \"\(command.2)\""))
    #expect(try make("undo", answer: "y\n").screen.contains("list the backups with: make restore DATABASE="))
    #expect(try scratch.read("models.json") == Self.empty)
    #expect(try make("restore", answer: "y\n", "BACKUP=\(command.2)").status == 0)
    #expect(try scratch.read("models.json") == imported)
  }

  @Test("objects in the preview are shown without the characters of JSON")
  func readableObjects() throws {
    let screen = try make("import-model", config: Self.config, answer: "n\n").screen
    #expect(screen.contains(/kv_cache +full_elements_per_token=256\b/), "\(screen)")
    #expect(!screen.contains("{\"full_elements_per_token"))
  }

  @Test("answered with no, it reports that nothing was changed, and changes nothing")
  func declined() throws {
    let (status, screen) = try make("import-model", config: Self.config, answer: "n\n")
    #expect(status == 2)
    #expect(screen.contains("note: nothing was changed"))
    #expect(try scratch.read("models.json") == Self.empty)
    #expect(try scratch.names().allSatisfy { !$0.contains(".backup.") })
  }

  @Test("a failure that a replaced stage prints without a message is reported", arguments: ["FETCH", "VALIDATE"])
  func silentStage(variable: String) throws {
    let stage = variable.lowercased()
    try scratch.write(
      #"{"error":{"stage":"\#(stage)","code":"not_found","model_id":"org/small-1B","message":"'org/small-1B' is gone"}}"#,
      to: "failure.json")
    let (status, screen) = try make(
      "import-model", config: Self.config, answer: "y\n", "\(variable)=cat '\(scratch.path("failure.json"))'")
    #expect(status == 2)
    #expect(screen.contains("models-merge: error: 'org/small-1B' is gone"), "\(screen)")
    #expect(!screen.contains("failed in an earlier stage"))
  }

  @Test("a failure of an earlier stage is reported once, and then counted by stage and code")
  func failure() throws {
    let (status, screen) = try make("import-model", config: #"{"model_type":"bert"}"#, answer: "y\n")
    #expect(status == 2)
    #expect(screen.ranges(of: "error: ").count == 1, "\(screen)")
    #expect(screen.contains("hf-transform: error: 'org/small-1B': "))
    #expect(screen.contains("1 model failed in an earlier stage (1 transform: not_a_language_model)"))
    #expect(screen.contains("nothing was written to '\(scratch.path("models.json"))'"))
    #expect(!screen.contains("[y/N]"))
    #expect(try scratch.read("models.json") == Self.empty)
  }
}
