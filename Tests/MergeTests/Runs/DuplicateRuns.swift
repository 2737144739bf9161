import TestSupport
import Testing

@Suite("Duplicate entries")
struct DuplicateRuns {
  private static let database = """
    {"models": [
      {"id": "Model-A.1", "name": "Mine", "hf_model_id": "org/Model-A.1", "parameters_billions": 1, "notes": "kept"},
      {"id": "nameless", "parameters_billions": 2}
    ]}

    """

  @Test(
    "a duplicate id or model id is refused, and the existing entry is named",
    arguments: [
      ("model-a-1", "org/model-a.1", "duplicate_hf_model_id", "--update"),
      ("other", "ORG/model-a.1", "duplicate_hf_model_id", "--update"),
      ("model-a-1", "unsloth/Model-A.1", "duplicate_id", "--set id='\"unsloth-model-a-1\"'"),
      ("nameless", "org/nameless", "duplicate_id", "--skip-existing"),
    ])
  func refusal(id: String, modelID: String, code: String, hint: String) throws {
    let database = try TestDatabase(DuplicateRuns.database)
    let outcome = try database.merge("--force", input: TestDatabase.entry(id, modelID: modelID))
    #expect(outcome.status == 1)
    let failure = try #require(try Report(outcome).failed.first)
    #expect(failure.code == code)
    #expect(failure.message.contains(id == "nameless" ? "'nameless'" : "'Model-A.1'"))
    #expect(failure.hint?.contains(hint) == true)
    #expect(try database.text == DuplicateRuns.database)
    #expect(try database.backups.isEmpty)
  }

  @Test(
    "an id of another model is refused even with --update and --skip-existing",
    arguments: ["--update", "--skip-existing"])
  func otherModel(policy: String) throws {
    let database = try TestDatabase(DuplicateRuns.database)
    let outcome = try database.merge(
      "--force", policy, input: TestDatabase.entry("model-a-1", modelID: "unsloth/Model-A.1"))
    #expect(outcome.status == 1)
    let failure = try #require(try Report(outcome).failed.first)
    #expect(failure.hint?.contains("unsloth-model-a-1") == true)
    #expect(try database.text == DuplicateRuns.database)
  }

  @Test("--update replaces known fields, and keeps unknown ones, id and name")
  func update() throws {
    let database = try TestDatabase(DuplicateRuns.database)
    let input = TestDatabase.entry("model-a-1", parameters: "5", modelID: "org/Model-A.1")
    let preview = try database.merge("--dry-run", "--update", input: input)
    #expect(preview.errors.contains("1 -> 5"))
    let outcome = try database.merge("--force", "--update", input: input)
    #expect(outcome.status == 0)
    #expect(try Report(outcome).updated == ["Model-A.1"])
    let text = try database.text
    #expect(text.contains(#""id": "Model-A.1", "name": "Mine""#))
    #expect(text.contains(#""parameters_billions": 5"#))
    #expect(text.contains(#""notes": "kept""#))
    #expect(
      text.firstRange(of: "nameless")?.lowerBound ?? text.endIndex < text.firstRange(of: "Model-A.1")?.lowerBound
        ?? text.startIndex)
    let again = try database.merge("--force", "--update", input: input)
    #expect(try Report(again).unchanged == ["Model-A.1"])
    #expect(try database.backups.count == 1)
  }

  @Test("--skip-existing does not change existing entries, so that a batch can be repeated")
  func skipping() throws {
    let database = try TestDatabase(DuplicateRuns.database)
    let batch = TestDatabase.entry("new") + TestDatabase.entry("model-a-1", modelID: "org/Model-A.1")
    let first = try database.merge("--force", "--skip-existing", input: batch)
    #expect(first.status == 0)
    #expect(try Report(first).added == ["new"])
    #expect(try Report(first).skipped == ["Model-A.1"])
    let second = try database.merge("--force", "--skip-existing", input: batch)
    #expect(second.status == 0)
    #expect(try Report(second).skipped == ["new", "Model-A.1"])
    #expect(try database.backups.count == 1)
  }

  @Test(
    "two entries of one batch are duplicates too",
    arguments: [
      ("x", "org/x", "duplicate_id"), ("X", "org/y", "duplicate_id"), ("y", "ORG/x", "duplicate_hf_model_id"),
    ])
  func batch(id: String, modelID: String, code: String) throws {
    let database = try TestDatabase(DuplicateRuns.database)
    let input = TestDatabase.entry("x", modelID: "org/x") + TestDatabase.entry(id, modelID: modelID)
    let outcome = try database.merge("--force", input: input)
    #expect(outcome.status == 1)
    #expect(try Report(outcome).failed.map(\.code) == [code])
    #expect(try database.text == DuplicateRuns.database)
  }

  @Test(
    "hints about duplicates name variables of make or arguments of MCP, depending on the caller",
    arguments: [
      (nil, "model-a-1", false, "--update"), ("make", "model-a-1", false, "UPDATE=1"),
      ("mcp", "model-a-1", false, "'existing' to 'update'"), ("make", "Other/Model-A.1", false, "ID=other-model-a-1"),
      ("make", "Other/Model-A.1", true, "id=other-model-a-1' in the list"), ("nobody", "model-a-1", false, "--update"),
    ])
  func callers(caller: String?, model: String, isBatch: Bool, hint: String) throws {
    let database = try TestDatabase(DuplicateRuns.database)
    var input = TestDatabase.entry("model-a-1", modelID: model == "model-a-1" ? "org/Model-A.1" : model)
    if isBatch { input += TestDatabase.entry("more") }
    let environment = caller.map { ["IMPORT_CALLER": $0] } ?? [:]
    let outcome = try Command(
      tool: "models-merge", [try database.path, "--force"], input: input, environment: environment
    ).run()
    #expect(try Report(outcome).failed.first?.hint?.contains(hint) == true)
    #expect(outcome.errors.contains(hint))
  }

  @Test("two entries of a batch that would update one entry are a failure")
  func twoUpdatesOfOne() throws {
    let database = try TestDatabase(DuplicateRuns.database)
    let input = TestDatabase.entry("x", modelID: "org/Model-A.1") + #"{"id":"Model-A.1","parameters_billions":3}"#
    let outcome = try database.merge("--force", "--update", input: input)
    #expect(outcome.status == 1)
    #expect(try database.text == DuplicateRuns.database)
  }

  @Test("of two entries of one model, an update changes neither, and names both", arguments: ["org/a", "ORG/A"])
  func twoEntries(second: String) throws {
    let text = """
      {"models": [{"id": "a", "hf_model_id": "org/a", "parameters_billions": 1}, {"id": "mine", "hf_model_id": "\(second)", \
      "parameters_billions": 2}]}
      """
    let database = try TestDatabase(text)
    for id in ["a", "mine"] {
      let outcome = try database.merge("--force", "--update", input: TestDatabase.entry(id, modelID: "org/a"))
      #expect(outcome.status == 1)
      let failure = try #require(try Report(outcome).failed.first)
      #expect(failure.code == "duplicate_hf_model_id")
      #expect(failure.message.contains("'a'") && failure.message.contains("'mine'"), "\(failure.message)")
    }
    #expect(try database.text == text)
  }

  @Test("a refused model is in the entry that an update would change, not in another one with its id")
  func namesTheEntryOfTheModel() throws {
    let database = try TestDatabase(
      """
      {"models": [{"id": "a", "hf_model_id": "fork/a", "parameters_billions": 1}, {"id": "x", "hf_model_id": "org/a", \
      "parameters_billions": 1}]}
      """)
    let outcome = try database.merge("--force", input: TestDatabase.entry("a", modelID: "org/a"))
    let failure = try #require(try Report(outcome).failed.first)
    #expect(failure.message.contains("entry 2, 'x'"), "\(failure.message)")
  }
}
