import Foundation
import TestSupport
import Testing

@Suite("A file that is not sorted")
struct OrderRuns {
  private static let database = """
    {
      "models": [
        {"id": "m5", "parameters_billions": 5},
        {"id": "m1", "parameters_billions": 1},
        {"id": "m2", "parameters_billions": 2},
        {"id": "m9", "parameters_billions": 9}
      ]
    }

    """

  @Test("an unsorted file is sorted: each entry that moves has a line, and the diff shows only the new entry")
  func moves() throws {
    let database = try TestDatabase(OrderRuns.database)
    let outcome = try database.merge("--dry-run", input: TestDatabase.entry("new", parameters: "6"))
    #expect(outcome.errors.contains("'m5' moves from position 1 to 3"))
    let changed = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("-    ") || $0.hasPrefix("+    ") }
    #expect(changed.contains { $0.contains("\"id\": \"new\"") })
    #expect(!changed.contains { $0.contains("\"m5\"") || $0.hasPrefix("-") })
    #expect(try database.merge("--force", input: TestDatabase.entry("new", parameters: "6")).status == 0)
    let ids = try database.text.matches(of: /"id": "(\w+)"/).map { String($0.output.1) }
    #expect(ids == ["m1", "m2", "m5", "new", "m9"])
  }

  @Test("the question of an import into an unsorted file counts the entries that move")
  func question() throws {
    let database = try TestDatabase(OrderRuns.database)
    let elsewhere = try ScratchDirectory()
    try elsewhere.write(TestDatabase.entry("new", parameters: "6"), to: "input")
    let (status, screen) = try TerminalSession(answer: "n\n", environment: ["TERM=xterm"]).run(
      Package.buildDirectory.appending(path: "models-merge"), [try database.path],
      inputPath: elsewhere.path("input"), outputPath: elsewhere.path("output"))
    #expect(status == 1)
    #expect(screen.contains(": add 1 model and move 1 entry? [y/N]"))
  }

  @Test("among very many entries without a number, new ones are inserted in order, and no old one moves")
  func withoutNumbers() throws {
    let ids = (0..<20_000).map { "e\($0)" }
    let old = "{\"models\":[\n" + ids.map { "{\"id\":\"\($0)\"}" }.joined(separator: ",\n") + "]}\n"
    let database = try TestDatabase(old)
    let batch = (0..<800).map { TestDatabase.entry("n\($0)", parameters: "\(800 - $0)") }.joined()
    #expect(try database.merge("--force", "--quiet", input: batch).status == 0)
    let found = try database.text.matches(of: /"id": ?"(\w+)"/).map { String($0.output.1) }
    #expect(found == ids + (0..<800).reversed().map { "n\($0)" })
  }

  @Test(
    "an unsorted file keeps its order with --keep-order: the new entry is inserted among the sorted ones",
    arguments: [("0.5", 1), ("1.5", 2), ("6", 3), ("10", 4)])
  func kept(parameters: String, place: Int) throws {
    let database = try TestDatabase(OrderRuns.database)
    let outcome = try database.merge(
      "--force", "--keep-order", input: TestDatabase.entry("new", parameters: parameters))
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("moves"))
    #expect(addedLines(from: OrderRuns.database, to: try database.text) != nil || place == 4)
    let ids = try database.text.matches(of: /"id": "(\w+)"/).map { String($0.output.1) }
    #expect(ids.firstIndex(of: "new") == place)
  }

  @Test(
    "an update that makes a sorted file unsorted moves its entry, but not with --keep-order",
    arguments: [("--force", ["m2", "m1"]), ("--keep-order", ["m1", "m2"])])
  func updated(option: String, expected: [String]) throws {
    let entries = [TestDatabase.entry("m1"), TestDatabase.entry("m2", parameters: "9")]
    let database = try TestDatabase("{\"models\":[\(entries.joined(separator: ","))]}")
    let update = TestDatabase.entry("m1", parameters: "10")
    #expect(try database.merge("--yes", "--update", option, input: update).status == 0)
    #expect(try database.text.matches(of: /"id": ?"(\w+)"/).map { String($0.output.1) } == expected)
  }
}
