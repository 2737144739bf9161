import Foundation
import JSON
import TestSupport
import Testing

@Suite("models-merge lists entries and compares them")
struct CompareTests {
  /// A database of three models, a template and an entry that names no model.
  private static let database = """
    {
      "models": [
        {
          "id": "a",
          "hf_model_id": "org/a",
          "parameters_billions": 3.8,
          "num_layers": 2,
          "hf_revision": "0123",
          "note": "mine",
          "overrides": {"default_context_length": 8192}
        },
        {
          "id": "B.2",
          "hf_model_id": "org/B",
          "parameters_billions": 7,
          "num_kv_heads": 8,
          "num_experts": 4,
          "kv_cache": {"full_elements_per_token": 10, "sliding_window": 5}
        },
        {"id": "c", "hf_model_id": "org/c", "parameters_billions": 1.0},
        {"id": "d", "parameters_billions": 1},
        {"id": "custom"}
      ]
    }

    """

  private func run(
    _ arguments: [String], _ input: String = "", database: String = database
  ) throws -> (outcome: Command.Outcome, documents: [JSONDocument]) {
    let scratch = try ScratchDirectory()
    try scratch.write(database, to: "models.json")
    let outcome = try Command(tool: "models-merge", [scratch.path("models.json")] + arguments, input: input).run()
    #expect(try scratch.read("models.json") == database)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).count == 1)
    return (outcome, try outcome.output.split(separator: "\n").map { try JSONDocument(String($0)) })
  }

  @Test(
    "a list has a request for each model, with what a user stated",
    arguments: [
      (
        ["--list"],
        #"{"model":"org/a","overrides":{"default_context_length":8192}}"# + "\n"
          + #"{"model":"org/B"}"# + "\n" + #"{"model":"org/c"}"# + "\n"
      ),
      (
        ["--list", "--locked", "--only", "a"],
        #"{"model":"org/a","revision":"0123","overrides":{"default_context_length":8192}}"# + "\n"
      ),
      (["--list", "--only", "b-2", "--only", "ORG/C"], #"{"model":"org/B"}"# + "\n" + #"{"model":"org/c"}"# + "\n"),
    ])
  func list(arguments: [String], lines: String) throws {
    let (outcome, _) = try run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.output == lines)
  }

  @Test("what is left out of a list, or has no commit, is reported")
  func omissions() throws {
    let (outcome, _) = try run(["--list", "--locked"])
    #expect(outcome.errors.contains("1 entries have no hf_model_id and are left out: 'd'"))
    #expect(outcome.errors.contains("2 entries record no commit, and are unlocked: 'B.2', 'c'"))
  }

  /// Entries as hf-transform derives them.
  private static let derived = """
    {"id":"a","hf_model_id":"org/a","parameters_billions":3.83602176,"num_layers":2,"dtype":"bfloat16",\
    "explain":{"parameters_billions":"the Hub's count"}}
    {"id":"b","hf_model_id":"Org/b","parameters_billions":7.0,"num_kv_heads":1,\
    "kv_cache":{"full_elements_per_token":20,"indexer_elements_per_token":3},"explain":{"num_kv_heads":"config.json: kv"}}
    {"error":{"model_id":"org/c","stage":"fetch","code":"gated","message":"it is gated"}}

    """

  @Test("every difference is a line with both values, where the derived one is from, and the line in the file")
  func differences() throws {
    let (outcome, documents) = try run(["--compare"], Self.derived)
    #expect(outcome.status == 1)
    let found = documents.dropLast().map { document in
      document.withRoot { root in
        let values = ["stored", "derived", "from"].map {
          root[key: $0].map { $0.string ?? "\($0.double ?? -1)" } ?? "-"
        }
        return ([root["id"]?.string ?? "", root["field"]?.string ?? ""] + values + ["\(root["line"]?.int ?? 0)"])
          .joined(separator: " ")
      }
    }
    #expect(
      found == [
        "a parameters_billions 3.8 3.83602176 the Hub's count 6", "a dtype - bfloat16 - 3",
        "B.2 num_kv_heads 8.0 1.0 config.json: kv 16", "B.2 num_experts 4.0 -1.0 - 17",
        "B.2 kv_cache.full_elements_per_token 10.0 20.0 - 18", "B.2 kv_cache.sliding_window 5.0 -1.0 - 18",
        "B.2 kv_cache.indexer_elements_per_token - 3.0 - 12",
      ])
  }

  @Test("a summary counts what differs, what the database lacks, and what could not be derived")
  func summary() throws {
    let (outcome, documents) = try run(["--compare"], Self.derived)
    let summary = try #require(documents.last)
    summary.withRoot { root in
      #expect(root["compared"]?.int == 2)
      #expect(root["differing"]?.int == 2)
      #expect(root["differences"]?.int == 5)
      #expect(root["lacking"]?.int == 2)
      #expect(root["not_derived"]?["gated"]?.int == 1)
      #expect(root["missing"]?.count == 0)
    }
    #expect(outcome.errors.contains("not derived, gated: 1 (org/c)"))
  }

  @Test("the table has the difference that weighs most first")
  func table() throws {
    let (outcome, _) = try run(["--compare"], Self.derived)
    let fields = outcome.errors.split(separator: "\n").filter { $0.contains("line ") }.map { String($0) }
    #expect(fields.first?.contains("parameters_billions") == true)
    #expect(fields.count == 5)
  }

  @Test(
    "a field that the database lacks is not a difference; an entry that does not arrive is one, and a failure under --strict",
    arguments: [
      (
        ["--compare", "--only", "a"], #"{"hf_model_id":"org/a","parameters_billions":3.8,"num_layers":2,"head_dim":4}"#,
        0
      ),
      (["--compare", "--only", "a"], "", 1),
      (["--compare", "--only", "c"], #"{"error":{"model_id":"org/c","stage":"fetch","code":"gated"}}"#, 0),
      (["--compare", "--only", "c", "--strict"], #"{"error":{"model_id":"org/c","stage":"fetch","code":"gated"}}"#, 1),
      (["--compare", "--only", "c"], #"{"hf_model_id":"org/c","parameters_billions":1}"#, 0),
    ])
  func status(arguments: [String], input: String, status: Int32) throws {
    #expect(try run(arguments, input).outcome.status == status)
  }

  @Test("a file that is not a database is an error", arguments: ["[]", "{}", "{", #"{"models":{}}"#])
  func notADatabase(text: String) throws {
    #expect(try run(["--list"], database: text).outcome.status == 3)
  }
}
