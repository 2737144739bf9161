import Foundation
import TestSupport
import Testing

@Suite("Replaced stages")
struct StageReplacementTests {
  private static let entry = #"{"id":"a"}"#
  private static let failure = #"{"error":{"stage":"fetch","code":"not_found","message":"no such model"}}"#

  /// Runs an import of replaced stages, the last of which keeps what it is given.
  private func merged(
    fetch: String, transform: String = "cat", validate: String = "cat",
    merge: String = "cat"
  ) throws -> (outcome: Command.Outcome, documents: [String]) {
    let outcome = try Make.run(
      "import-model", ["FETCH": fetch, "TRANSFORM": transform, "VALIDATE": validate, "MERGE": merge])
    return (outcome, outcome.output.split(separator: "\n").map(String.init))
  }

  @Test("the stages run in order, each on the output of the previous one")
  func order() throws {
    let (outcome, documents) = try merged(
      fetch: "echo 1", transform: "sed s/$/2/", validate: "sed s/$/3/", merge: "sed s/$/4/")
    #expect(outcome.status == 0)
    #expect(documents == ["1234"])
  }

  @Test(
    "a stage that fails is reported as a failure in the stream, and fails the target",
    arguments: [
      ("fetch", "false", 1), ("fetch", "echo '\(entry)'; exit 3", 3), ("transform", "cat; exit 9", 9),
      ("transform", "exit 2", 2),
      ("validate", "cat; kill -9 $$", 137), ("validate", "no-such-program-here", 127),
    ])
  func failingStage(stage: String, command: String, status: Int) throws {
    let (outcome, documents) = try merged(
      fetch: stage == "fetch" ? command : "echo '\(Self.entry)'", transform: stage == "transform" ? command : "cat",
      validate: stage == "validate" ? command : "cat")
    #expect(outcome.status == 2)
    let first = try #require(documents.first)
    #expect(first.contains(#""code":"stage_failed""#))
    #expect(first.contains(#""stage":"\#(stage)""#))
    #expect(first.contains("status \(status)"))
  }

  @Test("a program in place of hf-fetch reads the list as requests")
  func readsRequests() throws {
    let scratch = try ScratchDirectory()
    try scratch.write("o/a # first\nhttps://huggingface.co/o/b id=my-b\n{\"model\": \"o/c\"}\n", to: "list")
    try scratch.write(#"{"models":[]}"#, to: "models.json")
    let outcome = try Make.run(
      "batch-import",
      [
        "FETCH": "tee '\(scratch.path("seen"))'", "TRANSFORM": "cat", "VALIDATE": "cat", "MERGE": "cat",
        "FILE": scratch.path("list"), "LOG": scratch.path("log"), "DATABASE": scratch.path("models.json"),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try scratch.read("seen") == """
        {"model":"o/a"}
        {"model":"https://huggingface.co/o/b","overrides":{"id":"my-b"}}
        {"model": "o/c"}

        """)
  }

  @Test(
    "a list can have a byte-order mark and any line ends",
    arguments: ["\u{FEFF}# two\no/a\no/b\n", "\u{FEFF}\n\no/a\no/b", "o/a\ro/b\r", "\u{FEFF}o/a\r\no/b#2\r\n"])
  func listBytes(list: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(list, to: "list")
    let outcome = try Make.run(
      "batch-import",
      [
        "FETCH": "cat", "TRANSFORM": "cat", "VALIDATE": "cat", "MERGE": "cat", "FILE": scratch.path("list"),
        "LOG": scratch.path("log"), "DATABASE": scratch.path("models.json"),
      ])
    #expect(outcome.output == "{\"model\":\"o/a\"}\n{\"model\":\"o/b\"}\n", "\(outcome.errors)")
  }

  @Test("white space in the output of a stage loses no model")
  func spacedOutput() throws {
    let (outcome, documents) = try merged(
      fetch: #"echo '{"model_id": "o/a"}'"#, transform: #"sed 's/.*/{ "id" : "a", "hf_model_id" : "o\/a" }/'"#)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(documents.count == 1)
  }

  @Test("for a stage that reported its failure in the stream, no failure is added, and the target fails")
  func reportedFailure() throws {
    let (outcome, documents) = try merged(fetch: "echo '\(Self.failure)'; exit 1")
    #expect(outcome.status == 2)
    #expect(documents == [Self.failure])
  }

  @Test("a stage that reads nothing does not break the stage before it, and each lost model is reported")
  func unreadInput() throws {
    let (outcome, documents) = try merged(fetch: "seq 100000", transform: "echo '\(Self.entry)'")
    #expect(outcome.status == 2)
    #expect(documents.first?.contains("the transform stage printed 1 of 100000 models") == true)
    #expect(documents.last == Self.entry)
  }

  @Test(
    "a stage that prints text that is not JSON is not said to print nothing",
    arguments: [
      ("echo hello; cat", "printed text that is not JSON, so nothing was read for 'o/a'"),
      ("cat >/dev/null; echo hello; exit 4", "ended with status 4 and printed text that is not JSON"),
      ("cat >/dev/null", "printed nothing for 'o/a'"),
      // Its failure is about its input.
      (
        #"cat >/dev/null; echo '{"error":{"stage":"transform","code":"malformed_input","line":1}}'; exit 1"#,
        "ended with status 1 and printed nothing for 'o/a'"
      ),
    ])
  func textOfStage(command: String, message: String) throws {
    let entry = #"{"id":"a","hf_model_id":"o/a"}"#
    let (outcome, documents) = try merged(fetch: "echo '\(entry)'", transform: command)
    #expect(outcome.status == 2)
    #expect(documents.first?.contains("the transform stage " + message) == true, "\(documents)")
  }

  @Test("the line of text that is not JSON is that in the output of the stage", arguments: ["cat", "hf-validate"])
  func lineOfText(validate: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(#"{"models":[]}"#, to: "models.json")
    try scratch.write("o/a\no/b\no/c\n", to: "list")
    let outcome = try Make.run(
      "batch-import",
      [
        "FETCH": "cat", "TRANSFORM": "sed 2s/.*/text/", "VALIDATE": validate, "FILE": scratch.path("list"),
        "LOG": scratch.path("log"), "DATABASE": scratch.path("models.json"),
      ])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("input line 2, column "), "\(outcome.errors)")
    #expect(!outcome.errors.contains("input line 4"), "\(outcome.errors)")
  }

  /// A stage that does something wrong to three entries, by itself or as the first part of a pipeline.
  struct Fault: CustomTestStringConvertible, Sendable {
    let place: String
    let command: String
    let reported: [String]
    var testDescription: String { "\(place)='\(command)'" }

    /// Prints the last line without its end.
    static let cutOff = "sed '$s/,.*//'"

    /// Prints another entry for the second model, without a model's id.
    static let withoutModel = #"sed '2s,"hf_model_id":"o/b"\,,,;2s/:"b"/:"x"/g'"#

    /// What a stage can do wrong, and the models that it is then reported for.
    private static let commands: [(command: String, reported: [String])] = [
      ("cat; kill -9 $BASHPID", []), ("head -n 1; kill -9 $BASHPID", ["o/b", "o/c"]),
      ("head -n 1; exit 9", ["o/b", "o/c"]),
      ("false", ["o/a", "o/b", "o/c"]), ("head -n 1", ["o/b", "o/c"]), ("true", ["o/a", "o/b", "o/c"]),
      ("sed p", ["o/a", "o/b", "o/c"]), ("awk 'NR % 3'", ["o/c"]), ("sed '2s,o/b,o/x,'", ["o/b", "o/x"]),
      ("sed '2s,o/b,o/a,'", ["o/b", "o/a"]), (cutOff, ["o/c"]), (withoutModel, ["o/b", "x"]),
    ]

    /// Each of them in each place, alone and before `cat`.
    static let all: [Fault] = ["FETCH", "TRANSFORM", "VALIDATE"].flatMap { place in
      commands.flatMap { command, reported in
        [command, "{ \(command); } | cat"].map { Fault(place: place, command: $0, reported: reported) }
      }
    }
  }

  /// Runs a batch of three models, with a stage that is at fault or without.
  private func batch(
    with fault: Fault?, continuesOnError: Bool = false, in scratch: ScratchDirectory
  ) throws -> Command.Outcome {
    try scratch.write("o/a\no/b # the second\no/c\n", to: "list")
    let sizes = #""parameters_billions":1,"hidden_size":8,"num_layers":2,"num_heads":2,"default_context_length":8"#
    let entries = "abc".map {
      #"{"id":"\#($0)","name":"\#($0)","hf_model_id":"o/\#($0)",\#(sizes),"architecture":"transformer"}"# + "\n"
    }
    try scratch.write(entries.joined(), to: "entries")
    try scratch.write(Self.emptyDatabase, to: "models.json")
    let command = { (place: String) in fault?.place == place ? fault?.command ?? "" : "cat" }
    return try Make.run(
      "batch-import",
      [
        "FETCH": "cat '\(scratch.path("entries"))' | { \(command("FETCH")); }",
        "TRANSFORM": command("TRANSFORM"), "VALIDATE": command("VALIDATE"), "FILE": scratch.path("list"),
        "LOG": scratch.path("log"), "DATABASE": scratch.path("models.json"),
        "CONTINUE_ON_ERROR": continuesOnError ? "1" : "",
      ])
  }

  private static let emptyDatabase = #"{"models":[]}"#

  /// The models that a report has as lost or repeated by a stage.
  private func reported(_ outcome: Command.Outcome) -> [String] {
    outcome.output.matches(of: /"model_id":"([^"]*)","stage":"[a-z]*","code":"stage_failed"/).map { String($0.1) }
  }

  @Test("without a fault all three models are imported")
  func faultlessStages() throws {
    let scratch = try ScratchDirectory()
    #expect(try batch(with: nil, in: scratch).status == 0)
    for id in ["o/a", "o/b", "o/c"] { #expect(try scratch.read("models.json").contains(id)) }
  }

  @Test(
    "a stage that crashes, loses or repeats models fails the import, which names them and does not change the database",
    arguments: Fault.all)
  func faultyStage(_ fault: Fault) throws {
    let scratch = try ScratchDirectory()
    let outcome = try batch(with: fault, in: scratch)
    #expect(outcome.status == 2)
    #expect(try scratch.read("models.json") == Self.emptyDatabase)
    #expect(reported(outcome) == fault.reported)
    #expect(outcome.output.contains(#""code":"stage_failed""#))
  }

  /// A fault, the models that are reported for it, and those that are imported all the same.
  struct PartialFault: Sendable {
    let command: String, reported: [String], imported: [String]

    static let all = [
      PartialFault(command: "head -n 1", reported: ["o/b", "o/c"], imported: ["a"]),
      PartialFault(command: Fault.cutOff, reported: ["o/c"], imported: ["a", "b"]),
      PartialFault(command: "head -n 2 | \(Fault.cutOff)", reported: ["o/b", "o/c"], imported: ["a"]),
      PartialFault(command: "sed '2s,o/b,o/x,;2s/:\"b\"/:\"x\"/g'", reported: ["o/b", "o/x"], imported: ["a", "c"]),
      PartialFault(command: Fault.withoutModel, reported: ["o/b", "x"], imported: ["a", "c"]),
      PartialFault(command: "sed '2{p;s/:8/:9/;}'", reported: ["o/b"], imported: ["a", "c"]),
    ]
  }

  @Test(
    "with CONTINUE_ON_ERROR=1 only the models without a fault are imported, and the import fails and names the others",
    arguments: ["FETCH", "TRANSFORM", "VALIDATE"], PartialFault.all)
  func continuing(place: String, _ fault: PartialFault) throws {
    let scratch = try ScratchDirectory()
    let outcome = try batch(
      with: Fault(place: place, command: fault.command, reported: []), continuesOnError: true, in: scratch)
    #expect(outcome.status == 2)
    #expect(reported(outcome) == fault.reported)
    let ids = try scratch.read("models.json").matches(of: /"id": "([a-z]*)"/).map { String($0.1) }
    #expect(ids == fault.imported)
  }

  @Test("a stage that ends badly after it has printed every model is not counted as a model")
  func countsModels() throws {
    let scratch = try ScratchDirectory()
    let outcome = try batch(with: Fault(place: "TRANSFORM", command: "cat; exit 9", reported: []), in: scratch)
    #expect(outcome.status == 2)
    #expect(try scratch.read("log").contains("- Total models: 3\n"))
  }

  @Test("an entry is known by its model's name if it does not have the model's id")
  func entryWithoutModelID() throws {
    let scratch = try ScratchDirectory()
    let fault = Fault(place: "TRANSFORM", command: #"sed '2s,"hf_model_id":"o/b"\,,,'"#, reported: [])
    #expect(try batch(with: fault, in: scratch).status == 0)
  }

  @Test("an entry can override the model's id", arguments: ["", #" id="other""#])
  func overriddenModelID(more: String) throws {
    let scratch = try ScratchDirectory()
    let config =
      #"{"model_type":"llama","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"vocab_size":100}"#
    try scratch.write(#"{"model_id":"o/m","config":\#(config)}"#, to: "snapshot")
    let outcome = try Make.run(
      "import-model",
      [
        "MODEL": "o/m", "FETCH": "cat '\(scratch.path("snapshot"))'", "MERGE": "cat",
        "SET": #"hf_model_id="org/other"\#(more)"#,
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""hf_model_id":"org/other""#))
  }

  @Test("a renamed model is not lost if 'requested' has the id that was read")
  func renamed() throws {
    let scratch = try ScratchDirectory()
    let fault = Fault(
      place: "FETCH", command: #"sed '2s,"o/b","o/x"\,"requested":"o/b",'"#, reported: [])
    let outcome = try batch(with: fault, in: scratch)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try scratch.read("models.json").contains("o/x"))
  }

  @Test("a command in place of a stage finds the tools on its PATH")
  func toolsOnPath() throws {
    let (outcome, documents) = try merged(fetch: "echo '\(Self.entry)'", transform: "hf-validate --schema <(echo true)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(documents == [Self.entry])
  }

  @Test("an import that cannot keep the whole output of a stage keeps nothing of it")
  func fullTemporaryDirectory() throws {
    let scratch = try ScratchDirectory()
    let outcome = try Make.run(
      "import-model", ["FETCH": "echo '\(Self.entry)'", "TRANSFORM": "cat", "VALIDATE": "cat", "MERGE": "cat"],
      environment: ["TMPDIR": scratch.path("not-there")])
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("set TMPDIR"))
  }

  @Test("a stage whose output does not fit on the disk fails the import")
  func spoolLimit() throws {
    // A limit on the size of files is met at the same calls as a full disk.
    let outcome = try Make.run(
      "import-model",
      [
        "FETCH": "yes '\(Self.entry)' | head -n 100000", "TRANSFORM": "cat", "VALIDATE": "cat", "MERGE": "cat",
      ], limitingFilesTo: 64)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("what the fetch stage printed cannot be kept"))
  }

  @Test("an import fails when no entry arrives", arguments: ["true", "echo", "echo '[]'", "cat"])
  func nothingArrives(fetch: String) throws {
    let (outcome, documents) = try merged(fetch: fetch)
    #expect(outcome.status == 2)
    #expect(documents.isEmpty)
    #expect(outcome.errors.contains("printed no entries"))
  }

  @Test("make's message has the status of a failed merge")
  func failingMerge() throws {
    let (outcome, _) = try merged(fetch: "echo 1", merge: "exit 3")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("Error 3"))
  }

  @Test("a database that does not exist is reported before anything is fetched", arguments: ["batch", "model"])
  func noDatabase(mode: String) throws {
    let target = mode == "batch" ? "batch-import" : "import-model"
    let outcome = try Make.run(target, ["FETCH": "echo fetched >&2", "DATABASE": "no/such.json"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there is no database 'no/such.json'"))
    #expect(!outcome.errors.contains("fetched"))
  }

  @Test("without a replaced fetch stage, a model must be named")
  func noModel() throws {
    let outcome = try Make.run("import-model")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("MODEL=org/name"))
  }

  @Test(
    "a switch that is neither on nor off is refused",
    arguments: ["DRY_RUN", "FORCE", "UPDATE", "TEXT_ONLY", "BENCHMARKS"])
  func oddSwitch(name: String) throws {
    let outcome = try Make.run("import-model", ["MODEL": "a/b", name: "maybe"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("\(name)=1"))
  }
}
