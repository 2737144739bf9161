import TestSupport
import Testing

@Suite("Bytes that an import does not change")
struct PreservationRuns {
  /// Entries as many hands write them: every style of indentation, numbers of all spellings, unknown keys, escapes.
  private static let handWritten: String = {
    let unit = ["  ", "\t", "    ", " "]
    let entries = (0..<1000).map { index -> String in
      let indent = unit[index % unit.count]
      let number = ["\(index)", "\(index).0", "\(index)e0", "\(index * 10)E-1"][index % 4]
      let name = ["\"plain\"", "\"\\u0041\\/\\n\"", "\"数字 🙂\"", "\"\""][index / 4 % 4]
      switch index % 3 {
      case 0: return "\(indent){ \"id\":\"m\(index)\",\"parameters_billions\" : \(number), \"x\":[1,\n2] }"
      case 1:
        return
          "\(indent){\n\(indent)\(indent)\"id\": \"m\(index)\",\n\n\"name\": \(name) ,\"parameters_billions\": \(number)}"
      default:
        return
          "\(indent){\"name\":\(name),\n \"id\":\"m\(index)\",\n  \"parameters_billions\":\(number),\"unknown\":{\"a\":1e400}}"
      }
    }
    return "\u{FEFF}{ \"version\" : 1.50,\n\"models\": [\n" + entries.joined(separator: ",\n") + "\n], \"tail\":null }"
  }()

  @Test(
    "an import changes no other bytes: a diff shows only added lines", arguments: ["0", "0.5", "500.5", "998.25", "70"])
  func addedLinesAlone(parameters: String) throws {
    let database = try TestDatabase(PreservationRuns.handWritten)
    let outcome = try database.merge("--force", input: TestDatabase.entry("new", parameters: parameters))
    #expect(outcome.status == 0)
    let added = try #require(addedLines(from: PreservationRuns.handWritten, to: try database.text))
    #expect(added.count >= 10)
    #expect(added.joined().contains("\"new\""))
  }

  @Test("a database may have keys that are canonically equivalent")
  func equivalentKeys() throws {
    let database = try TestDatabase(#"{"\u00e9": 1, "e\u0301": 2, "models": []}"#)
    #expect(try database.merge("--force", input: TestDatabase.entry("new")).status == 0)
    #expect(try database.text.hasPrefix(#"{"\u00e9": 1, "e\u0301": 2, "models": ["#))
  }

  @Test("a batch and an update of another entry change no other bytes")
  func batchAndUpdate() throws {
    let database = try TestDatabase(PreservationRuns.handWritten)
    let batch = (0..<50).map { TestDatabase.entry("new-\($0)", parameters: "\($0 * 19).5") }.joined()
    #expect(try database.merge("--force", input: batch).status == 0)
    let imported = try database.text
    #expect(addedLines(from: PreservationRuns.handWritten, to: imported) != nil)
    let update = TestDatabase.entry("new-3", parameters: "57.5", modelID: "org/new-3", extra: #","vocab_size":9"#)
    #expect(try database.merge("--force", "--update", input: update).status == 0)
    #expect(addedLines(from: PreservationRuns.handWritten, to: try database.text) != nil)
  }

  @Test("entries that move keep their bytes")
  func moves() throws {
    let reversed =
      #"{"models": [{"id":"z","parameters_billions":9.0 },{"id":"y","parameters_billions":1e0,"k":"\u0041"}]}"#
    let database = try TestDatabase(reversed)
    #expect(try database.merge("--force", input: TestDatabase.entry("m", parameters: "5")).status == 0)
    let text = try database.text
    #expect(text.hasPrefix(#"{"models": [{"id":"y","parameters_billions":1e0,"k":"\u0041"},"#))
    #expect(text.hasSuffix(#",{"id":"z","parameters_billions":9.0 }]}"#))
  }
}
