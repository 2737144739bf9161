import Foundation
import TestSupport
import Testing

@Suite("hf-validate")
struct ValidationRuns {
  private func run(_ arguments: [String] = [], _ input: String) throws -> Command.Outcome {
    try Command(tool: "hf-validate", arguments, input: input).run()
  }

  @Test("valid entries pass in order and byte for byte, failures of earlier stages too", arguments: ["1", "3"])
  func passThrough(jobs: String) throws {
    let failure = #"{"error":{"model_id":"a/b","stage":"fetch","code":"gated","message":"no"}}"#
    let input = (0..<2000).map { $0 % 7 == 3 ? failure : EntryRuleTests.entry.replacing("mistralai", with: "org\($0)") }
    let outcome = try run(["--jobs", jobs], input.joined(separator: "\n"))
    #expect(outcome.status == 1)
    #expect(outcome.output == input.joined(separator: "\n") + "\n")
  }

  @Test("'-' is standard input: without a value there is nothing to check, and messages name no file")
  func dash() throws {
    let empty = try run(["-"], "")
    #expect(empty.status == 0 && empty.output.isEmpty)
    let broken = try run(["-"], "{")
    #expect(broken.status == 1)
    #expect(try broken.errors == run([], "{").errors)
  }

  @Test("an invalid entry becomes a failure that reports every violation")
  func invalidEntry() throws {
    let outcome = try run([], #"{"id":"a","num_layers":1.5,"num_heads":0}"#)
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix(#"{"error":{"model_id":"a","stage":"validate","code":"invalid_entry""#))
    for part in [
      #""path":"/num_layers","keyword":"type""#, #""path":"/num_heads","keyword":"minimum""#,
      "'architecture' is missing",
    ] {
      #expect(outcome.output.contains(part))
    }
  }

  @Test(
    "failures about the whole input are indented under --pretty",
    arguments: [(["--whole"], ""), (["--whole"], "{"), (["FILE"], "{\"models\": []}\n{}"), (["FILE"], "")])
  func prettyFailures(arguments: [String], input: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(input, to: "models.json")
    let paths = arguments.map { $0 == "FILE" ? scratch.path("models.json") : $0 }
    let outcome = try run(["--pretty"] + paths, input)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("{\n  \"error\": {\n    \"stage\": \"validate\""), "\(outcome.output)")
  }

  @Test("warnings go to standard error, and are errors under --strict")
  func strict() throws {
    let entry = EntryRuleTests.entry.replacing(#""num_kv_heads":8,"#, with: "")
    let lenient = try run([], entry)
    #expect(lenient.status == 0)
    #expect(lenient.errors.contains("warning: 'mistralai/Mixtral-8x7B-v0.1': 'num_kv_heads' is missing"))
    let strict = try run(["--strict"], entry)
    #expect(strict.status == 1)
    #expect(strict.output.contains(#""keyword":"recommended_field""#))
  }

  @Test("a database is checked across its entries, each violation with index and id", arguments: [[], ["--whole"]])
  func database(arguments: [String]) throws {
    let other = EntryRuleTests.entry.replacing("46.702792704", with: "7.5").replacing("12.879925248", with: "2")
    let outcome = try run(arguments, #"{"models":[\#(EntryRuleTests.entry),\#(other)]}"#)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(#""path":"/models/1/id","keyword":"duplicate_id""#))
    #expect(outcome.output.contains("entry 2 ('mixtral-8x7b-v0-1'): 'mixtral-8x7b-v0-1' is a duplicate: entry 1 has"))
    #expect(outcome.errors.contains("must come after entry 2, which has"))
  }

  @Test(
    "duplicates in a database are found by the rules of models-merge",
    arguments: [
      (#""id":"Mixtral.8x7B_v0-1""#, #""hf_model_id":"other/Mixtral""#, "/models/1/id"),
      (#""id":"mixtral""#, #""hf_model_id":"MistralAI/mixtral-8x7b-v0.1""#, "/models/1/hf_model_id"),
    ])
  func sameModels(id: String, modelID: String, path: String) throws {
    let other = EntryRuleTests.entry.replacing(#""id":"mixtral-8x7b-v0-1""#, with: id)
      .replacing(#""hf_model_id":"mistralai/Mixtral-8x7B-v0.1""#, with: modelID)
    let outcome = try run(["--whole"], #"{"models":[\#(EntryRuleTests.entry),\#(other)]}"#)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(#""path":"\#(path)","keyword":"duplicate_"#))
    #expect(outcome.output.contains("which counts as the same"))
  }

  @Test("ids that break the pattern are accepted in a database, since existing ids are never rewritten")
  func existingIDs() throws {
    let entry = EntryRuleTests.entry.replacing(#""id":"mixtral-8x7b-v0-1""#, with: #""id":"Mixtral-8x7B.v0.1""#)
    let outcome = try run([], #"{"models":[\#(entry)]}"#)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("must be lower-case letters and digits in quotes"))
    #expect(try run([], entry).status == 1)
  }

  @Test("--pretty indents also the failure for input that is empty")
  func prettyFailure() throws {
    #expect(try run(["--whole", "--pretty"], "").output.hasPrefix("{\n  \"error\": {\n"))
  }

  @Test("a duplicate key is a warning in a stream and an error in a database")
  func duplicateKeys() throws {
    let entry = EntryRuleTests.entry.replacing(#""dtype":"bfloat16""#, with: #""dtype":"x","dtype":"bfloat16""#)
    let stream = try run([], entry)
    #expect(stream.status == 0)
    #expect(stream.errors.contains("duplicate key"))
    let database = try run([], #"{"models":[\#(entry)]}"#)
    #expect(database.status == 1)
    #expect(database.output.contains(#""path":"/models/0/dtype","keyword":"duplicate_key""#))
  }

  @Test(
    "options that would have no effect on entries, or on other values, are refused",
    arguments: [(["--output", "basic"], "--output basic needs --schema"), (["--strict", "--schema", "s"], "exclude")])
  func withoutEffect(arguments: [String], message: String) throws {
    let outcome = try run(arguments, "{}")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("with --schema any JSON is validated; --whole takes an array as one value")
  func anyJSON() throws {
    let scratch = try ScratchDirectory()
    try scratch.write(#"{"type":"array","maxItems":1}"#, to: "schema.json")
    let arguments = ["--schema", scratch.path("schema.json")]
    #expect(try run(arguments + ["--whole"], "[1] [1, 2]").output.hasPrefix("[1]\n{\"error\""))
    #expect(try run(arguments, "[1]").status == 1)
    let basic = try run(arguments + ["--whole", "--output=basic"], "[1, 2]\n[]")
    #expect(
      basic.output == """
        {"valid":false,"errors":[{"keywordLocation":"/maxItems","absoluteKeywordLocation":"#/maxItems","instanceLocation":"","error":"must have at most 1 item (has 2)"}]}
        {"valid":true}

        """)
  }

  @Test(
    "a schema that cannot be used is a usage error, before anything is read",
    arguments: [("{", 2), (#"{"type":"nothing"}"#, 2), (#"{"$ref":"http://example.com/other"}"#, 2)])
  func brokenSchema(schema: String, status: Int32) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(schema, to: "schema.json")
    let outcome = try run(["--schema", scratch.path("schema.json")], "1")
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("hf-validate: error: schema '"))
  }

  @Test("a schema without end is refused, and so is a file without end")
  func endlessFiles() throws {
    #expect(try run(["--schema", "/dev/zero"], "1").errors.contains("cannot read schema '/dev/zero': File too large"))
    #expect(try run(["/dev/zero"], "").errors.contains("/dev/zero:1: column 1: "))
  }

  @Test("a missing schema file is the systemFailure' fault, a wrong option the command line's")
  func statuses() throws {
    #expect(try run(["--schema", "/nonexistent/schema"], "1").status == 3)
    #expect(try run(["--output", "detailed"], "1").status == 2)
    #expect(try run(["--jobs", "0"], "1").status == 2)
    #expect(try run([], "").status == 0)
  }
}
