import Foundation
import TestSupport
import Testing

@Suite("Removing entries")
struct RemoveTests {
  private static let database = """
    {
      "models": [
        {"id": "b", "hf_model_id": "org/B", "parameters_billions": 2},
        {"id": "a", "hf_model_id": "org/A", "parameters_billions": 1},
        {"id": "c", "parameters_billions": 3}
      ]
    }

    """

  @Test(
    "--remove removes entries by id or model id, at any position, and does not change the others",
    arguments: [["b"], ["a"], ["c"], ["ORG/b", "C"], ["a", "b"], ["a", "b", "c"], ["b", "org/b"]])
  func removal(names: [String]) throws {
    let database = try TestDatabase(RemoveTests.database)
    let options = names.flatMap { ["--remove", $0] }
    let preview = try Command(tool: "models-merge", [try database.path, "--dry-run"] + options).run()
    #expect(preview.status == 0)
    #expect(preview.errors.contains("remove: "))
    #expect(try database.text == RemoveTests.database)
    #expect(try Command(tool: "models-merge", [try database.path, "--force"] + options).run().status == 0)
    let removed = Set(names.map { String($0.lowercased().suffix(1)) })
    let document = try JSONSerialization.jsonObject(with: Data(try database.text.utf8)) as? [String: [[String: Any]]]
    #expect(
      document?["models"]?.compactMap { $0["id"] as? String } == ["b", "a", "c"].filter { !removed.contains($0) })
    #expect(addedLines(from: try database.text, to: RemoveTests.database) != nil || removed.contains("c"))
    #expect(try database.merge("--undo", "--force").status == 0)
    #expect(try database.text == RemoveTests.database)
  }

  @Test("removing a missing entry fails, and nothing is removed")
  func missing() throws {
    let database = try TestDatabase(RemoveTests.database)
    let outcome = try database.merge("--force", "--remove", "a", "--remove", "x")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("'x'"))
    #expect(try database.text == RemoveTests.database)
  }
}

@Suite("A file that is not sorted")
struct OrderTests {
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

  @Test(
    "an unsorted file is sorted: each entry that moves has a line, the question counts them, and the diff shows them")
  func moves() throws {
    let database = try TestDatabase(OrderTests.database)
    let outcome = try database.merge("--dry-run", input: TestDatabase.entry("new", parameters: "6"))
    #expect(outcome.errors.contains("'m5' moves from position 1 to 3"))
    #expect(!outcome.errors.contains("-    {\"id\": \"m5\""))
    #expect(outcome.errors.contains("+      \"id\": \"new\"") || outcome.errors.contains("\"id\": \"new\""))
    #expect(try database.merge("--force", input: TestDatabase.entry("new", parameters: "6")).status == 0)
    let ids = try database.text.matches(of: /"id": "(\w+)"/).map { String($0.output.1) }
    #expect(ids == ["m1", "m2", "m5", "new", "m9"])
  }

  @Test(
    "an unsorted file keeps its order with --keep-order: the new entry is inserted among the sorted ones",
    arguments: [("0.5", 1), ("1.5", 2), ("6", 3), ("10", 4)])
  func kept(parameters: String, place: Int) throws {
    let database = try TestDatabase(OrderTests.database)
    let outcome = try database.merge(
      "--force", "--keep-order", input: TestDatabase.entry("new", parameters: parameters))
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("moves"))
    #expect(addedLines(from: OrderTests.database, to: try database.text) != nil || place == 4)
    let ids = try database.text.matches(of: /"id": "(\w+)"/).map { String($0.output.1) }
    #expect(ids.firstIndex(of: "new") == place)
  }
}

@Suite("Lost items")
struct ExpectationTests {
  private static let empty = "{\"models\": []}\n"

  @Test("lost items fail the import when their number is known", arguments: [(0, 1), (1, 2), (3, 2), (2, 2)])
  func count(expected: Int, arriving: Int) throws {
    let database = try TestDatabase(ExpectationTests.empty)
    let input = (0..<arriving).map { TestDatabase.entry("m\($0)") }.joined()
    let outcome = try database.merge("--force", "--expect", "\(expected)", input: input)
    #expect(outcome.status == (expected == arriving ? 0 : 1))
    #expect((try database.text == ExpectationTests.empty) == (expected != arriving))
    if expected != arriving { #expect(outcome.errors.contains("\(expected) items were expected, \(arriving) arrived")) }
    let isReported = outcome.errors.contains("\(expected - arriving) of \(expected) models did not arrive")
    #expect(isReported == (expected > arriving))
  }

  @Test("lost items are only counted when a failure explains why a stage stopped")
  func notTried() throws {
    let database = try TestDatabase(ExpectationTests.empty)
    let failure = #"{"error":{"model_id":"org/x","stage":"fetch","code":"gated","message":"'org/x' is gated"}}"# + "\n"
    let log = try database.scratch.path("log.md")
    let outcome = try database.merge("--force", "--expect", "5", "--log", log, input: TestDatabase.entry("a") + failure)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("3 of 5 models did not arrive"))
    let text = try database.scratch.read("log.md")
    for line in ["In the list: 5", "Failed: 1", "Did not arrive: 3", "Valid, but not imported: 1"] {
      #expect(text.contains("- \(line)\n"))
    }
  }
}
