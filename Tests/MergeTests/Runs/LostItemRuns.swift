import Foundation
import TestSupport
import Testing

@Suite("Lost items")
struct LostItemRuns {
  private static let empty = "{\"models\": []}\n"

  @Test(
    "lost items fail the import when their number is known, and are reported once",
    arguments: [(0, 1), (1, 2), (3, 2), (2, 2)])
  func count(expected: Int, arriving: Int) throws {
    let database = try TestDatabase(LostItemRuns.empty)
    let input = (0..<arriving).map { TestDatabase.entry("m\($0)") }.joined()
    let outcome = try database.merge("--force", "--expect", "\(expected)", input: input)
    #expect(outcome.status == (expected == arriving ? 0 : 1))
    #expect((try database.text == LostItemRuns.empty) == (expected != arriving))
    if expected != arriving {
      let items = expected == 1 ? "1 item" : "\(expected) items"
      #expect(outcome.errors.contains("expected \(items), and \(arriving) arrived"), "\(outcome.errors)")
    }
    #expect(!outcome.errors.contains("models did not arrive"))
  }

  @Test("the counts of a batch name the models that did not arrive, which its success rate counts too")
  func counts() throws {
    let database = try TestDatabase(LostItemRuns.empty)
    let input = (0..<3).map { TestDatabase.entry("m\($0)") }.joined()
    let outcome = try database.merge("--force", "--continue-on-error", "--expect", "4", input: input)
    #expect(outcome.errors.contains("3 successful, 0 failed, 1 did not arrive, success rate 75.0%"))
  }

  @Test("lost items are only counted when a failure explains why a stage stopped")
  func notTried() throws {
    let database = try TestDatabase(LostItemRuns.empty)
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
