import Foundation
import JSON
import TestSupport
import Testing

@Suite("models-merge lists entries and compares them")
struct ComparisonRuns {
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
    _ arguments: [String], _ input: String = "", database: String = database, environment: [String: String] = [:]
  ) throws -> (outcome: Command.Outcome, documents: [JSONDocument]) {
    let scratch = try ScratchDirectory()
    try scratch.write(database, to: "models.json")
    let outcome = try Command(
      tool: "models-merge", [scratch.path("models.json")] + arguments, input: input, environment: environment
    ).run()
    #expect(try scratch.read("models.json") == database)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).count == 1)
    return (outcome, try outcome.output.split(separator: "\n").map { try JSONDocument(String($0)) })
  }

  @Test(
    "a list has a request for each model, with its overrides",
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

  @Test("entries that a list leaves out, and entries without a commit, are reported")
  func omissions() throws {
    let (outcome, _) = try run(["--list", "--locked"])
    #expect(outcome.errors.contains("1 entry has no hf_model_id, and is left out: 'd'"))
    #expect(outcome.errors.contains("2 entries record no commit, so the newest one is requested: 'B.2', 'c'"))
  }

  /// Entries as hf-transform derives them.
  private static let derived = """
    {"id":"a","hf_model_id":"org/a","parameters_billions":3.83602176,"num_layers":2,"dtype":"bfloat16",\
    "explain":{"parameters_billions":"the Hub's count"}}
    {"id":"b","hf_model_id":"Org/b","parameters_billions":7.0,"num_kv_heads":1,\
    "kv_cache":{"full_elements_per_token":20,"indexer_elements_per_token":3},"explain":{"num_kv_heads":"config.json: kv"}}
    {"error":{"model_id":"org/c","stage":"fetch","code":"gated","message":"it is gated"}}

    """

  @Test("every difference is a line with both values, the origin of the derived one, and the line in the file")
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
        "a parameters_billions 3.8 3.83602176 the Hub's count 6", "a default_context_length - 8192.0 - 3",
        "a dtype - bfloat16 - 3",
        "B.2 num_kv_heads 8.0 1.0 config.json: kv 16", "B.2 num_experts 4.0 -1.0 - 17",
        "B.2 kv_cache.full_elements_per_token 10.0 20.0 - 18", "B.2 kv_cache.sliding_window 5.0 -1.0 - 18",
        "B.2 kv_cache.indexer_elements_per_token - 3.0 - 12",
      ])
  }

  @Test("--pretty indents the documents", arguments: [["--list"], ["--entries"], ["--compare"]])
  func pretty(action: [String]) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(Self.database, to: "models.json")
    func output(_ options: [String]) throws -> String {
      try Command(tool: "models-merge", [scratch.path("models.json")] + options, input: Self.derived).run().output
    }
    let (indented, compact) = (try output(action + ["--pretty"]), try output(action))
    #expect(indented.hasPrefix("{\n  \""))
    #expect(indented.filter { !$0.isWhitespace } == compact.filter { !$0.isWhitespace })
  }

  @Test("a duplicate key in the stream is a warning")
  func duplicateKey() throws {
    let (outcome, _) = try run(["--compare"], Self.derived + #"{"id":"d","dtype":"x","dtype":"y"}"#)
    #expect(outcome.errors.contains("warning: input line 4, column 23: duplicate key; its last value counts"))
  }

  @Test("a summary counts what differs, what the database lacks, and what could not be derived")
  func summary() throws {
    let (outcome, documents) = try run(["--compare"], Self.derived)
    let summary = try #require(documents.last)
    summary.withRoot { root in
      #expect(root["compared"]?.int == 2)
      #expect(root["differing"]?.int == 2)
      #expect(root["differences"]?.int == 5)
      #expect(root["lacking"]?.int == 3)
      #expect(root["not_derived"]?["gated"]?.int == 1)
      #expect(root["missing"]?.count == 0)
    }
    #expect(outcome.errors.contains("could not derive 1 (gated): org/c"))
  }

  @Test(
    "if a model is multimodal, the setting that derives its language model is named",
    arguments: [("shell", "--text-only"), ("make", "TEXT_ONLY=1"), ("mcp", "'text_only'")], ["multimodal", "gated"])
  func multimodal(_ caller: (name: String, setting: String), code: String) throws {
    let failure = #"{"error":{"model_id":"org/c","stage":"transform","code":"\#(code)","message":"m"}}"#
    let (outcome, _) = try run(["--compare"], failure, environment: ["IMPORT_CALLER": caller.name])
    let sentence = "with \(caller.setting), multimodal models are derived too"
    #expect(outcome.errors.contains(sentence) == (code == "multimodal"), "\(outcome.errors)")
  }

  @Test(
    "a comparison fails after its summary when the Hub answered for no model; one answer is enough",
    arguments: [
      (["network", "network"], 3), (["unauthorized", "timeout"], 3), (["rate_limited", "server_error"], 3),
      (["network", "not_found"], 0), (["gated", "gated"], 0),
    ])
  func withoutAnswer(codes: [String], status: Int) throws {
    let database = #"{"models": [{"id": "a", "hf_model_id": "org/a"}, {"id": "b", "hf_model_id": "org/b"}]}"#
    let failures = zip(["org/a", "org/b"], codes).map { model, code in
      #"{"error":{"model_id":"\#(model)","stage":"fetch","code":"\#(code)","message":"m"}}"#
    }.joined(separator: "\n")
    let (outcome, documents) = try run(["--compare"], failures, database: database)
    #expect(Int(outcome.status) == status)
    #expect(documents.last?.withRoot { $0["compared"]?.int } == 0)
    #expect(outcome.errors.contains("no model could be fetched, so nothing was compared") == (status == 3))
  }

  /// A database with a stated value, as its entry is derived by stages that know of it, and by stages that do not.
  private static let stated = (
    database: """
    {"models": [
      {"id": "a", "hf_model_id": "org/a", "parameters_billions": 2,
        "default_context_length": 8192, "overrides": {
          "default_context_length": 8192}}
    ]}

    """,
    derived: [
      #"""
      {"id":"a","hf_model_id":"org/a","parameters_billions":2,"default_context_length":8192,\#
      "overrides":{"default_context_length":8192},"explain":{"default_context_length":"override"},\#
      "derived":{"default_context_length":{"value":40960,"from":"config.json: n_ctx"}}}
      """#,
      #"""
      {"id":"a","hf_model_id":"org/a","parameters_billions":2,"default_context_length":40960,\#
      "explain":{"default_context_length":"config.json: n_ctx"}}
      """#,
    ]
  )

  @Test(
    "an override that differs from the derived value is reported with both, and the status is 0",
    arguments: [0, 1])
  func statedValues(stages: Int) throws {
    let (outcome, documents) = try run(["--compare"], Self.stated.derived[stages], database: Self.stated.database)
    #expect(outcome.status == 0)
    let expected = #"""
      {"id":"a","hf_model_id":"org/a","field":"default_context_length","stated":8192,"derived":40960,\#
      "from":"config.json: n_ctx","line":4}
      """#
    #expect(outcome.output.hasPrefix(expected + "\n"))
    #expect(documents.last?.withRoot { $0["stated"]?.int } == 1)
    #expect(outcome.errors.contains("override 8192, derived 40960"))
    #expect(outcome.errors.contains("overrides that are kept although the derived value differs: 1"))
  }

  @Test("a stored value that is not equal to the entry's override is a difference")
  func editedStatedValue() throws {
    let edited = Self.stated.database.replacing("8192, ", with: "9, ")
    for derived in Self.stated.derived {
      let (outcome, _) = try run(["--compare"], derived, database: edited)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains(#""field":"default_context_length","stored":9,"derived":8192"#))
    }
  }

  @Test("a model that the Hub has renamed is found by the requested id, and the new id is a difference")
  func renamed() throws {
    let database = #"{"models": [{"id": "mine", "hf_model_id": "old", "num_layers": 2}]}"#
    let derived = #"{"id":"new","hf_model_id":"org/new","num_layers":2,"requested":"old"}"#
    let (outcome, _) = try run(["--compare"], derived, database: database)
    #expect(outcome.status == 1)
    let difference = #""id":"mine","hf_model_id":"old","field":"hf_model_id","stored":"old","derived":"org/new""#
    #expect(outcome.output.contains(difference))
    #expect(outcome.output.contains(#""differences":1,"lacking":0"#))
  }

  @Test(
    "entries of one model are compared with the same derived entry, and an entry without an id is named by its position"
  )
  func twins() throws {
    let second = #"{"id": "b", "hf_model_id": "Org/A", "num_layers": 3}"#
    let database = #"{"models": [{"hf_model_id": "org/a", "num_layers": 2}, \#(second)]}"#
    let (outcome, _) = try run(["--compare"], #"{"id":"a","hf_model_id":"org/a","num_layers":2}"#, database: database)
    #expect(outcome.output.contains(#""compared":2,"differing":1,"differences":1"#))
    let (missing, _) = try run(["--compare"], "", database: database)
    #expect(missing.output.contains(#""missing":["entry 1","b"]"#))
  }

  @Test("a derived entry without a stored one is named, and is not an error")
  func unknownEntries() throws {
    let (outcome, _) = try run(
      ["--compare", "--only", "c"],
      #"{"hf_model_id":"org/c","parameters_billions":1}{"id":"x","hf_model_id":"org/x"}"#)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(#""not_in_database":1"#))
    #expect(outcome.errors.contains("match no selected entry: org/x"))
  }

  @Test("each line matches the schema of comparisons, and has only keys of the schema")
  func schema() throws {
    let schema = Package.root.appending(path: "data/comparison.schema.json").path(percentEncoded: false)
    let known = try JSONDocument(String(contentsOfFile: schema, encoding: .utf8)).withRoot { root in
      Set(root["anyOf"]?.elements.flatMap { $0["properties"]?.members.compactMap(\.key.string) ?? [] } ?? [])
    }
    let inputs = [(Self.database, Self.derived), (Self.stated.database, Self.stated.derived[0])]
    for (database, derived) in inputs {
      let (outcome, documents) = try run(["--compare"], derived, database: database)
      let checked = try Command(tool: "hf-validate", ["--schema", schema], input: outcome.output).run()
      #expect(checked.status == 0, "\(checked.errors)")
      for document in documents {
        #expect(document.withRoot { Set($0.members.compactMap(\.key.string)).subtracting(known) } == [])
      }
    }
  }

  @Test(
    "entries are selected by their fields, and printed with their known fields",
    arguments: [
      (["--entries"], ["a", "B.2", "c", "d"]), (["--entries", "--only", "org/b"], ["B.2"]),
      (["--entries", "--where", "parameters_billions=2:5"], ["a"]),
      (["--entries", "--where", "parameters_billions=1.0"], ["c", "d"]),
      (["--entries", "--where", "parameters_billions=:3.8", "--where", "hf_model_id=org/*"], ["a", "c"]),
      (["--entries", "--where", "id=b*"], ["B.2"]), (["--entries", "--where", "license=mit"], []),
      (["--entries", "--where", "kv_cache.sliding_window=5"], ["B.2"]),
    ])
  func entries(arguments: [String], ids: [String]) throws {
    let (outcome, documents) = try run(arguments)
    #expect(outcome.status == 0)
    #expect(documents.map { $0.withRoot { $0["id"]?.string ?? "" } } == ids)
    #expect(!outcome.output.contains("note"))
  }

  @Test("the table starts with the difference that has the largest effect on memory")
  func table() throws {
    let (outcome, _) = try run(["--compare"], Self.derived)
    let fields = outcome.errors.split(separator: "\n").filter { $0.contains("line ") }.map { String($0) }
    #expect(fields.first?.contains("parameters_billions") == true)
    #expect(fields.count == 5)
  }

  @Test(
    "a field that the database lacks is not a difference; an entry without a result is one, and a failure is one under --strict",
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

  @Test(
    "a file that is not a database is an error",
    arguments: ["[]", "{}", "{", #"{"models":{}}"#, #"{"models":[1]}"#, #"{"models":[{"id":"a","id":"a"}]}"#],
    ["--list", "--entries", "--compare"])
  func notADatabase(text: String, action: String) throws {
    let outcome = try run([action], database: text).outcome
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("is not a model database"))
  }

  @Test("a byte order mark and Windows line ends do not change values or line numbers")
  func windows() throws {
    let text = "\u{FEFF}" + "{\n\"models\": [\n{\"id\": \"a\", \"hf_model_id\": \"org/a\",\n\"num_layers\": 3}\n]}\n"
    let database = text.replacing("\n", with: "\r\n")
    let (outcome, _) = try run(["--compare"], #"{"hf_model_id":"org/a","num_layers":2}"#, database: database)
    #expect(outcome.output.contains(#""field":"num_layers","stored":3,"derived":2,"line":4}"#))
  }

  @Test("entries that cannot be derived are named up to five, and all with --verbose")
  func manyFailures() throws {
    let entries = (1...7).map { #"{"id":"m\#($0)","hf_model_id":"org/m\#($0)"}"# }
    let database = try TestDatabase(#"{"models":[\#(entries.joined(separator: ","))]}"#)
    let input = (1...7).map {
      #"{"error":{"model_id":"org/m\#($0)","stage":"fetch","code":"gated","message":"gated"}}"# + "\n"
    }.joined()
    let short = try database.merge("--compare", input: input)
    #expect(
      short.errors.hasSuffix(
        "(gated): org/m1, org/m2, org/m3, org/m4, org/m5, and 2 more\n--verbose names all of them\n")
    )
    let whole = try database.merge("--compare", "--verbose", input: input)
    #expect(whole.errors.hasSuffix("org/m5, org/m6, org/m7\n"))
    let unknown = try database.merge("--list", "--only", "m77")
    #expect(unknown.errors.contains("did you mean 'm7'?"))
  }

  @Test("with a selection, failures of other models do not count")
  func failuresOfOthers() throws {
    let failure = { (id: String) in
      #"{"error":{"model_id":"\#(id)","stage":"fetch","code":"not_found","message":"m"}}"# + "\n"
    }
    let entry = #"{"id":"c","hf_model_id":"org/c","parameters_billions":1}"# + "\n"
    let others = try run(["--compare", "--strict", "--only", "c"], failure("org/a") + failure("org/x") + entry)
    #expect(others.outcome.status == 0, "\(others.outcome.errors)")
    let own = try run(["--compare", "--strict", "--only", "c"], failure("org/c"))
    #expect(own.outcome.status == 1)
  }

  @Test("a comparison of nothing but models that the cache or the snapshots lack is an error")
  func nothingRecorded() throws {
    let misses = ["a", "B", "c"].map {
      #"{"error":{"model_id":"org/\#($0)","stage":"fetch","code":"offline_miss","message":"m"}}"# + "\n"
    }
    let run = try run(["--compare"], misses.joined())
    #expect(run.outcome.status == 3)
    #expect(run.outcome.errors.contains("nothing was compared"))
  }

  /// A database that has a model under its old name and under its new one.
  private static let renamed = """
    {"models": [
      {"id": "old", "hf_model_id": "name", "parameters_billions": 1, "default_context_length": 512, "overrides": {"default_context_length": 512}},
      {"id": "new", "hf_model_id": "org/name", "parameters_billions": 1, "default_context_length": 1024}
    ]}

    """

  @Test("the answer to a request under an old name belongs to the entry with that name")
  func renamedModel() throws {
    let answer =
      #"{"id":"old","hf_model_id":"org/name","requested":"name","parameters_billions":1,"#
      + #""default_context_length":512,"overrides":{"default_context_length":512}}"# + "\n"
    let compared = try run(["--compare", "--only", "old", "--only", "new"], answer, database: Self.renamed)
    #expect(!compared.outcome.output.contains(#""id":"new""#), "\(compared.outcome.output)")
    let database = try TestDatabase(Self.renamed)
    let outcome = try database.merge("--force", "--update", input: answer)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("remove one of the two entries"), "\(outcome.errors)")
    #expect(try database.text == Self.renamed)
  }
}
