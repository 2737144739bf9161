import Foundation
import TestSupport
import Testing

@Suite("hf-validate with a database")
struct DatabaseRuns {
  /// A valid database of three entries, of which tests break the second.
  private static func database(_ change: (String) -> String = { $0 }) -> String {
    let entries = ["a", "b", "c"].enumerated().map { index, id in
      """
          {
            "id": "model-\(id)",
            "name": "Model \(id)",
            "hf_model_id": "org/model-\(id)",
            "parameters_billions": \(index + 1),
            "hidden_size": 64,
            "num_layers": 2,
            "num_heads": 4,
            "default_context_length": 128,
            "architecture": "transformer",
            "num_kv_heads": 2,
            "intermediate_size": 128,
            "vocab_size": 1000
          }
      """
    }
    return change("{\n  \"models\": [\n" + entries.joined(separator: ",\n") + "\n  ]\n}\n")
  }

  /// A break, the line on which it is, and words of what is reported.
  struct Break: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let line: Int
    let words: [String]
    var testDescription: String { new }
  }

  // The second entry begins at line 17.
  static let breaks: [Break] = [
    Break(
      old: #""num_layers": 2,"#, new: #""num_layers": "36","#, line: 23,
      words: ["model-b: num_layers: must be an integer, is \"36\""]),
    Break(old: #""num_heads": 4,"#, new: #""num_head": 4,"#, line: 17, words: ["model-b", "'num_heads' is missing"]),
    Break(
      old: #""id": "model-b""#, new: #""id": "model-a""#, line: 18, words: ["model-a: id", "duplicate", "entry 1"]),
    Break(
      old: #"org/model-b"#, new: #"Org/Model-A"#, line: 20, words: ["model-b: hf_model_id", "duplicate", "entry 1"]),
    Break(
      old: #""num_kv_heads": 2"#, new: #""num_kv_heads": 3"#, line: 27, words: ["model-b: num_kv_heads", "divide"]),
    Break(old: #""num_kv_heads": 2"#, new: #""num_kv_heads": 8"#, line: 27, words: ["model-b: num_kv_heads"]),
    Break(old: #""hidden_size": 64,"#, new: #""hidden_size": -64,"#, line: 22, words: ["model-b: hidden_size", "-64"]),
    Break(
      old: #""architecture": "transformer","#, new: #""architecture": "dense","#, line: 26,
      words: ["model-b: architecture", "\"moe\"", "\"dense\""]),
    Break(
      old: #""default_context_length": 128,"#, new: #""default_context_length": 1.5,"#, line: 25,
      words: ["model-b: default_context_length", "an integer", "1.5"]),
    Break(
      old: #""parameters_billions": 2,"#, new: #""parameters_billions": null,"#, line: 21,
      words: ["model-b: parameters_billions", "null"]),
    Break(
      old: #""vocab_size": 1000"#, new: #""vocab_size": 1000, "vocab_size": 1000"#, line: 17,
      words: ["model-b: vocab_size", "is a duplicate"]),
    Break(
      old: #""num_kv_heads": 2"#, new: #""num_kv_head": 2"#, line: 27,
      words: ["model-b: num_kv_head: ", "did you mean 'num_kv_heads'?"]),
    Break(
      old: #""num_layers": 2,"#, new: #""num_layers": 2, "num_layerz": 2,"#, line: 23,
      words: ["model-b: num_layerz: ", "did you mean 'num_layers'?"]),
    Break(
      old: #""num_kv_heads": 2"#,
      new: #""kv_cache": {"full_elements_per_token": 64, "recurent_elements": 1}, "num_kv_heads": 2"#, line: 27,
      words: ["model-b: kv_cache.recurent_elements: ", "did you mean 'recurrent_elements'?"]),
    Break(
      old: #""num_kv_heads": 2"#, new: #""overrides": {"num_kv_haeds": 2}, "num_kv_heads": 2"#, line: 27,
      words: ["model-b: overrides.num_kv_haeds: ", "did you mean 'num_kv_heads'?"]),
    Break(
      old: #""name": "Model b","#, new: #""name": "","#, line: 19,
      words: ["model-b: name: must have at least 1 character"]),
    Break(
      old: #""hf_model_id": "org/model-b","#, new: #""hf_model_id": "a b","#, line: 20,
      words: [#"model-b: hf_model_id: must be the id of a repository on the Hub, such as "org/name", is "a b""#]),
    Break(old: #""num_layers": 2,"#, new: #""num_layers": [2],"#, line: 23, words: ["model-b: num_layers", "[2]"]),
  ]

  /// Breaks the second entry.
  private static func broken(_ change: Break) -> String {
    database { text in
      let start = text.range(of: "\"model-b\"")?.lowerBound ?? text.startIndex
      let entry = text.index(start, offsetBy: -"\"id\": ".count)
      let head = String(text[..<entry])
      let tail = String(text[entry...])
      guard let place = tail.range(of: change.old) else { return text }
      return head + tail.replacingCharacters(in: place, with: change.new)
    }
  }

  private func check(_ text: String, _ arguments: [String] = ["--strict"]) throws -> Command.Outcome {
    let scratch = try ScratchDirectory()
    try scratch.write(text, to: "models.json")
    var command = Command(tool: "hf-validate", arguments + ["models.json"])
    command.directory = scratch.url
    return try command.run()
  }

  @Test(
    "unknown keys pass, however many",
    arguments: [
      "tier", "notes", "num_kv_heads_2", "architectures", "names", "uid", "head_count", "x",
    ])
  func otherKeys(key: String) throws {
    let outcome = try check(Self.database { $0.replacing("\"num_kv_heads\"", with: "\"\(key)\": 1, \"num_kv_heads\"") })
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
  }

  @Test(
    "one duplicate is reported once",
    arguments: [
      ([#""id": "model-b""#: #""id": "model-a""#, "org/model-b": "org/model-a"], "and the same hf_model_id"),
      ([#""id": "model-b""#: #""id": "model-a""#], "entry 1 has 'model-a' too"),
      (["org/model-b": "org/model-a", #""id": "model-b""#: #""id": "model-c""#], "entry 1 has 'org/model-a' too"),
    ])
  func oneDuplicate(changes: [String: String], words: String) throws {
    let outcome = try check(Self.database { changes.reduce($0) { $0.replacing($1.key, with: $1.value) } })
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").filter { $0.contains("is a duplicate") }
    #expect(lines.count(where: { $0.contains(words) }) == 1, "\(outcome.errors)")
    #expect(!outcome.errors.contains("model-a: id: the default id"), "\(outcome.errors)")
  }

  @Test("invalid JSON is reported with file, line and column")
  func brokenSyntax() throws {
    let outcome = try check("{\"models\": [\n  {\"id\": \"a\",}\n]}\n")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("models.json:2: column 14: trailing comma\n"), "\(outcome.errors)")
    #expect(outcome.output.contains(#""code":"malformed_input""#))
  }

  @Test("a file whose list of entries has another name is reported once")
  func misnamedList() throws {
    let outcome = try check(Self.database { $0.replacing("\"models\"", with: "\"model\"") })
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("models.json:") }
    #expect(lines.count == 1 && lines[0].contains("under 'models', and this file under 'model'"), "\(outcome.errors)")
  }

  /// Files that are not one database, and words of what is reported.
  static let otherFiles: [(text: String, words: String)] = [
    (database() + database(), "'models.json' has 2 JSON values; a database must be the only one"),
    ("{\"id\": \"a\"}\n" + database(), "'models.json' has 2 JSON values; a database must be the only one"),
    (database() + "null", "'models.json' has 2 JSON values; a database must be the only one"),
    ("[]", "models.json:1: a database is an object with its entries under 'models', and this file has an array"),
    ("\n[{\"id\": \"a\"}]", "models.json:2: a database is an object"),
    ("{\"models\": {}}", "models.json:1: models: must be an array of entries"),
    (
      database { $0.replacing("      \"id\": \"model-b\",", with: "<<<<<<< HEAD\n      \"id\": \"model-b\",") },
      "models.json:18: column 1: a conflict marker of git"
    ),
    (
      database { $0.replacing("    \"id\": \"model-b\",", with: "    \"id\": \"model-b\",\n=======") },
      "models.json:19: column 1: a conflict marker of git"
    ),
  ]

  @Test("a file that is not one database is an error that says what it is", arguments: otherFiles)
  func otherFile(text: String, words: String) throws {
    let outcome = try check(text)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test("several databases on standard input are checked one after another")
  func severalOnStandardInput() throws {
    let outcome = try Command(tool: "hf-validate", ["--strict"], input: Self.database() + Self.database()).run()
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test(
    "a file in UTF-16 is reported as such",
    arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
  func utf16(encoding: String.Encoding) throws {
    let scratch = try ScratchDirectory()
    try Self.database().data(using: encoding)?.write(to: scratch.url.appending(path: "models.json"))
    for tool in [["hf-validate", "--strict"], ["models-merge", "--list"]] {
      var command = Command(tool: tool[0], Array(tool[1...]) + ["models.json"])
      command.directory = scratch.url
      let outcome = try command.run()
      #expect(outcome.status != 0)
      #expect(outcome.errors.contains("the text is UTF-16"), "\(outcome.errors)")
    }
  }

  @Test(
    "of entries that are not in order, the one that is out of place is reported",
    arguments: [
      ([9, 1, 2], 1, "must come after entry 2"), ([1, 9, 2, 3], 2, "must come after entry 3"),
      ([2, 3, 4, 1], 4, "must come before entry 3"), ([2, 3, 1, 4], 3, "must come before entry 2"),
    ])
  func order(sizes: [Int], misplaced: Int, words: String) throws {
    let entries = sizes.enumerated().map { "{\"id\": \"m\($0.offset + 1)\", \"parameters_billions\": \($0.element)}" }
    let outcome = try check("{\"models\": [\n\(entries.joined(separator: ",\n"))\n]}", ["--verbose"])
    let lines = outcome.errors.split(separator: "\n").filter { $0.contains(" must come ") }
    #expect(lines.count == 1, "\(outcome.errors)")
    #expect(lines.first?.contains("models.json:\(misplaced + 1): warning: m\(misplaced): ") == true, "\(lines)")
    #expect(lines.first?.contains(words) == true, "\(lines)")
  }

  @Test("of a database with very many violations a part is reported, and where the check ended")
  func manyViolations() throws {
    let entries = String(repeating: "{\"id\":\"a\",\"id\":\"a\"},", count: 40_000) + "{}"
    let outcome = try Command(tool: "hf-validate", ["--quiet"], input: "{\"models\":[\(entries)]}").run()
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("and all after it are not checked: the database has 100000 violations"))
    #expect(outcome.output.split(separator: "\"keyword\"").count < 150_000)
  }

  @Test(
    "very many duplicate keys in one entry, and those with very long paths, are errors",
    arguments: [
      (0..<20_000).map { "\"k\($0)\":{\"a\":1,\"a\":2}" }.joined(separator: ","),
      String(
        repeating: "\"\(String(repeating: "k", count: 9_000))\":1,\"\(String(repeating: "k", count: 9_000))\":{",
        count: 200)
        + String(repeating: "}", count: 200),
    ])
  func manyDuplicateKeys(members: String) throws {
    let outcome = try Command(tool: "hf-validate", ["--quiet"], input: "{\"models\":[{\"id\":\"x\",\(members)}]}").run()
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("is a duplicate"))
  }

  @Test("a valid database passes without output")
  func valid() throws {
    let outcome = try check(Self.database())
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }

  @Test("every violation is reported on one line with file, line, entry and field", arguments: breaks)
  func reported(change: Break) throws {
    let text = Self.broken(change)
    #expect(text != Self.database())
    let outcome = try check(text)
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("models.json:") }
    #expect(
      lines.contains { line in change.words.allSatisfy { line.contains($0) } }, "\(outcome.errors)")
    #expect(!outcome.errors.contains("its last value counts"))
    if !change.words.contains("is a duplicate") {
      let first = lines.first { line in change.words.allSatisfy { line.contains($0) } }
      #expect(first?.hasPrefix("models.json:\(change.line): ") == true, "\(outcome.errors)")
    }
    #expect(outcome.output.contains(#""code":"invalid_entry""#))
  }

  @Test("a file that is empty or ends too early is an error", arguments: ["", "  \n", "{\"models\": ["])
  func emptyFile(text: String) throws {
    let outcome = try check(text)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("hf-validate: error: ") || outcome.errors.hasPrefix("models.json:1: column "))
  }

  @Test("an id that does not match the pattern is a warning, under --strict too")
  func keptID() throws {
    let outcome = try check(Self.database { $0.replacing("\"model-b\"", with: "\"Model.B\"") })
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("models.json:18: warning: Model.B: id"))
  }

  @Test("one warning about an entry is shown, and all under --verbose")
  func warnings() throws {
    let text = Self.database {
      $0.replacing("\"vocab_size\"", with: "\"vocab\"").replacing("\"hf_model_id\"", with: "\"hf\"")
    }
    let short = try check(text, [])
    #expect(short.status == 0)
    #expect(
      short.errors.split(separator: "\n").filter { $0.contains("warning") && $0.hasPrefix("models.json") }.count == 3)
    #expect(short.errors.contains("--verbose"))
    let long = try check(text, ["--verbose"])
    #expect(
      long.errors.split(separator: "\n").filter { $0.contains("warning") && $0.hasPrefix("models.json") }.count > 3)
    #expect(short.errors.contains("3 entries: "))
  }

  @Test("GitHub annotations have file and line, and escape special characters")
  func annotations() throws {
    let text = Self.database { $0.replacing("\"num_layers\": 2", with: "\"num_layers\": \"%\\n\"") }
    let outcome = try check(text, ["--output", "github"])
    #expect(outcome.status == 1)
    let first = outcome.output.split(separator: "\n").first
    #expect(
      first?.hasPrefix("::error file=models.json,line=9,title=model-a::model-a: num_layers: must be an integer") == true
    )
    #expect(first?.contains("%25") == true)
  }

  @Test("annotations of many databases on standard input have the lines of the input, with any number of jobs")
  func annotatedLines() throws {
    let database = #"{"models": [{"id": "a"}], "padding": "\#(String(repeating: "x", count: 300))"}"#
    let input = Array(repeating: database, count: 4000).joined(separator: "\n")
    let outcome = try Command(tool: "hf-validate", ["--output", "github", "--jobs", "4"], input: input).run()
    var lines = outcome.output.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^::error line=(\d+),/).flatMap { Int($0.1) }
    }
    lines = lines.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    #expect(lines == Array(1...4000))
  }

  @Test("different keys with canonically equivalent names are not duplicates")
  func equivalentKeys() throws {
    let outcome = try check(
      Self.database { $0.replacing("{\n  \"models\"", with: #"{"\u00e9": 1, "e\u0301": 2, "models""#) })
    #expect(outcome.status == 0, "\(outcome.errors)")
    let repeated = try check(
      Self.database { $0.replacing("{\n  \"models\"", with: #"{"é": 1, "\u00e9": 2, "é\u0301": 3, "models""#) })
    #expect(repeated.errors.contains("the key 'é' is a duplicate"), "\(repeated.errors)")
  }

  @Test("a database on standard input is reported in the same way")
  func standardInput() throws {
    let text = Self.broken(Self.breaks[0])
    let outcome = try Command(tool: "hf-validate", ["--jobs", "1"], input: text).run()
    #expect(outcome.errors.contains("<stdin>:23: model-b: num_layers"))
  }

  @Test("the tool's page and the README have the same command to check a database")
  func documentedLine() throws {
    for page in ["README.md", "docs/hf-validate.md"] {
      let text = try String(contentsOf: Package.root.appending(path: page), encoding: .utf8)
      #expect(text.contains("hf-validate --strict data/models.json"))
    }
  }
}
