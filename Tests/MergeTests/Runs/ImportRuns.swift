import Foundation
import TestSupport
import Testing

@Suite("Importing entries")
struct ImportRuns {
  private static let small = """
    {
      "models": [
        {
          "id": "a",
          "parameters_billions": 1
        },
        {
          "id": "b",
          "parameters_billions": 3.0
        },
        {
          "id": "custom",
          "parameters_billions": 2
        }
      ],
      "version": 1e0
    }

    """

  @Test("an entry is inserted at its position, and nothing else changes")
  func insertion() throws {
    let database = try TestDatabase(ImportRuns.small)
    let outcome = try database.merge(
      "--force", input: #"{"id":"new","name":"n","extra":{"x":1},"parameters_billions":3}"#)
    #expect(outcome.status == 0)
    let expected = """
        {
          "id": "new",
          "name": "n",
          "parameters_billions": 3,
          "extra": {
            "x": 1
          }
        },
        {
          "id": "custom",
      """
    let plain = "    {\n      \"id\": \"custom\","
    #expect(try database.text == ImportRuns.small.replacingOccurrences(of: plain, with: expected.indented))
    let report = try Report(outcome)
    #expect(report.added == ["new"])
    #expect(report.total == 4)
    let backup = try #require(try database.backups.first)
    #expect(try database.scratch.read(backup) == ImportRuns.small)
    #expect(try database.scratch.names() == [backup, "models.json"])
  }

  @Test(
    "a new entry has the formatting of the file",
    arguments: [
      (
        "{\"models\": []}\n",
        "{\"models\": [\n    {\n      \"id\": \"n\",\n      \"parameters_billions\": 1\n    }\n  ]}\n"
      ),
      (
        "{\r\n\t\"models\": [\r\n\t]\r\n}",
        "{\r\n\t\"models\": [\r\n\t\t{\r\n\t\t\t\"id\": \"n\",\r\n\t\t\t\"parameters_billions\": 1\r\n\t\t}\r\n\t]\r\n}"
      ),
      (
        #"{"models":[{"id":"z","parameters_billions":9}]}"#,
        #"{"models":[{"id":"n","parameters_billions":1},{"id":"z","parameters_billions":9}]}"#
      ),
      (
        "{\"models\": [\n  {\"id\": \"z\", \"parameters_billions\": 0.5}\n]}\n",
        "{\"models\": [\n  {\"id\": \"z\", \"parameters_billions\": 0.5},\n  {\"id\": \"n\", \"parameters_billions\": 1}\n]}\n"
      ),
    ])
  func style(old: String, new: String) throws {
    let database = try TestDatabase(old)
    #expect(try database.merge("--force", input: #"{"parameters_billions":1,"id":"n"}"#).status == 0)
    #expect(try database.text == new)
  }

  @Test("a file that is not sorted is sorted, and this is reported first")
  func disorder() throws {
    let database = try TestDatabase(
      #"{"models":[{"id":"custom"},{"id":"b","parameters_billions":2},{"id":"follower"},{"id":"a","parameters_billions":1}]}"#
    )
    let outcome = try database.merge("--force", input: #"{"id":"n","parameters_billions":2}"#)
    #expect(outcome.errors.hasPrefix("models-merge: note: "))
    #expect(outcome.errors.contains("is not sorted by parameters_billions"))
    #expect(
      try database.text
        == #"{"models":[{"id":"a","parameters_billions":1},{"id":"b","parameters_billions":2},{"id":"follower"},"#
        + #"{"id":"n","parameters_billions":2},{"id":"custom"}]}"#)
  }

  @Test("without a change, nothing is written and no backup is made")
  func emptyStream() throws {
    let database = try TestDatabase(ImportRuns.small)
    let outcome = try database.merge("--force")
    #expect(outcome.status == 0)
    #expect(try database.text == ImportRuns.small)
    #expect(try database.backups.isEmpty)
  }

  @Test("a dry run shows the diff and writes nothing")
  func dryRun() throws {
    let database = try TestDatabase(ImportRuns.small)
    let input = TestDatabase.entry("new", extra: #","explain":{"hidden_size":"config.json: n_embd"}"#)
    let outcome = try database.merge("--dry-run", input: input)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("+      \"id\": \"new\","))
    #expect(outcome.errors.contains("config.json: n_embd"))
    #expect(try database.scratch.names() == ["models.json"])
    #expect(try database.text == ImportRuns.small)
    #expect(try Report(outcome).added == ["new"])
  }

  @Test("a batch is all or nothing, except under --continue-on-error")
  func batch() throws {
    let database = try TestDatabase(ImportRuns.small)
    let failure = #"{"error":{"model_id":"org/x","stage":"fetch","code":"gated","message":"gated"}}"#
    let refused = try database.merge("--force", input: TestDatabase.entry("new") + failure)
    #expect(refused.status == 1)
    #expect(try Report(refused).failed.map(\.code) == ["gated"])
    #expect(refused.errors.contains("0 successful, 1 failed, 1 valid, but not imported\n"))
    #expect(try database.text == ImportRuns.small)
    let accepted = try database.merge(
      "--force", "--continue-on-error", "--log", try database.scratch.path("log.md"),
      input: TestDatabase.entry("new") + failure)
    #expect(accepted.status == 1)
    #expect(try Report(accepted).added == ["new"])
    #expect(accepted.errors.contains("1 successful, 1 failed, success rate 50.0%"))
    let log = try database.scratch.read("log.md")
    #expect(log.contains("### Gated Access Required (1)\n\n- org/x\n  URL: https://huggingface.co/org/x\n"))
    #expect(log.hasSuffix("## Failed Models\n\n    org/x\n"))
  }

  @Test("the log does not list a refused token as a gated model")
  func refusedToken() throws {
    let database = try TestDatabase(ImportRuns.small)
    let failure = #"{"error":{"model_id":"org/x","stage":"fetch","code":"unauthorized","message":"refused"}}"#
    let log = try database.scratch.path("log.md")
    _ = try database.merge("--force", "--log", log, input: failure)
    let text = try database.scratch.read("log.md")
    #expect(text.contains("### Refused Tokens (1)") && !text.contains("Gated"))
  }

  @Test(
    "the log recommends options, and under make its variables",
    arguments: [
      ("shell", ["hf-transform --text-only", "hf-transform --params 7.5", "--skip-existing"], "TEXT_ONLY"),
      ("make", ["TEXT_ONLY=1", "PARAMS=7.5 CONTEXT=32768", "SKIP_EXISTING=1"], "--"),
    ])
  func recommendations(caller: String, terms: [String], others: String) throws {
    let database = try TestDatabase(ImportRuns.small)
    let log = try database.scratch.path("log.md")
    let input = ["multimodal", "missing_fields", "duplicate_id"].map {
      #"{"error":{"model_id":"org/x","stage":"transform","code":"\#($0)","message":"m"}}"#
    }.joined(separator: "\n")
    _ = try Command(
      tool: "models-merge", [database.path, "--force", "--log", log], input: input,
      environment: ["IMPORT_CALLER": caller]
    ).run()
    let text = try database.scratch.read("log.md")
    for term in terms { #expect(text.contains(term), "\(text)") }
    #expect(!text.contains(others), "\(text)")
  }

  @Test("in the log, models without a connection are one group, by reason")
  func noConnection() throws {
    let database = try TestDatabase(ImportRuns.small)
    let failures = ["a", "b"].map {
      #"{"error":{"model_id":"org/\#($0)","stage":"fetch","code":"network","message":"'http://h/\#($0)' could not be reached"}}"#
    }
    let log = try database.scratch.path("log.md")
    _ = try database.merge("--force", "--log", log, input: failures.joined(separator: "\n"))
    let text = try database.scratch.read("log.md")
    #expect(text.contains("### No Connection (2)\n\n- could not be reached\n  - org/a\n  - org/b\n"))
    #expect(text.contains("### For Models without a Connection:"))
  }

  @Test("a broken stream imports nothing")
  func malformed() throws {
    let database = try TestDatabase(ImportRuns.small)
    let outcome = try database.merge("--force", input: TestDatabase.entry("new") + "{\"id\":")
    #expect(outcome.status == 1)
    #expect(try Report(outcome).failed.map(\.code) == ["malformed_input"])
    #expect(try database.text == ImportRuns.small)
  }

  @Test(
    "a value that is not an entry is a failure that says what is expected",
    arguments: [
      ("1", "an entry must be a JSON object, and this is 1"), ("{}", "the entry has no text in 'id'"),
      (#"{"id":"","parameters_billions":1}"#, "the entry has no text in 'id'"),
      (#"{"id":7,"parameters_billions":1}"#, "the entry has no text in 'id'"),
      (#"{"id":"x"}"#, "the entry 'x' has no number in 'parameters_billions'"),
    ])
  func invalidEntries(input: String, message: String) throws {
    let database = try TestDatabase(ImportRuns.small)
    let outcome = try database.merge("--force", input: input)
    #expect(outcome.status == 1)
    #expect(try Report(outcome).failed.map(\.code) == ["invalid_entry"])
    #expect(outcome.errors.contains(message) || outcome.output.contains(message))
  }
}

extension String {
  /// The text, two more spaces before each line.
  fileprivate var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
  }
}
