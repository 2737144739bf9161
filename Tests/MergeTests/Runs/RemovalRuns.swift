import Foundation
import TestSupport
import Testing

@Suite("Removing entries")
struct RemovalRuns {
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
    let database = try TestDatabase(RemovalRuns.database)
    let options = names.flatMap { ["--remove", $0] }
    let preview = try Command(tool: "models-merge", [try database.path, "--dry-run"] + options).run()
    #expect(preview.status == 0)
    #expect(preview.errors.contains("remove: "))
    #expect(try database.text == RemovalRuns.database)
    #expect(try Command(tool: "models-merge", [try database.path, "--force"] + options).run().status == 0)
    let removed = Set(names.map { String($0.lowercased().suffix(1)) })
    let document = try JSONSerialization.jsonObject(with: Data(try database.text.utf8)) as? [String: [[String: Any]]]
    #expect(
      document?["models"]?.compactMap { $0["id"] as? String } == ["b", "a", "c"].filter { !removed.contains($0) })
    #expect(addedLines(from: try database.text, to: RemovalRuns.database) != nil || removed.contains("c"))
    #expect(try database.merge("--undo", "--force").status == 0)
    #expect(try database.text == RemovalRuns.database)
  }

  @Test("removing a missing entry fails, and nothing is removed")
  func missing() throws {
    let database = try TestDatabase(RemovalRuns.database)
    let outcome = try database.merge("--force", "--remove", "a", "--remove", "x")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("'x'"))
    #expect(try database.text == RemovalRuns.database)
  }

  @Test(
    "a mistyped id or model id is answered with the most similar one",
    arguments: [("mystic-7c", "mystic-7b"), ("org/mystic-7c", "org/mystic-7b")])
  func nearest(name: String, suggestion: String) throws {
    let database = try TestDatabase(
      #"{"models": [{"id": "mystic-7b", "hf_model_id": "org/mystic-7b", "parameters_billions": 7}]}"#)
    let outcome = try database.merge("--remove", name, "--force")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("did you mean '\(suggestion)'?"), "\(outcome.errors)")
  }
}
