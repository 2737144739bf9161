import Foundation
import TestSupport
import Testing

@Suite("Changed fields in the report")
struct ChangedFieldRuns {
  private static let database = """
    {"models": [
      {"id": "a", "hf_model_id": "org/a", "parameters_billions": 7, "num_layers": 3, "hf_revision": "abc"}
    ]}

    """

  @Test("each changed field is reported with its old and its new value, under the entry's id")
  func changes() throws {
    let database = try TestDatabase(ChangedFieldRuns.database)
    let input = #"{"id":"a","hf_model_id":"org/a","parameters_billions":7,"num_heads":4,"hf_revision":"def"}"#
    let outcome = try database.merge("--force", "--update", input: input)
    #expect(
      outcome.output.contains(
        #""changes":{"a":[{"field":"num_layers","old":3},{"field":"hf_revision","old":"abc","new":"def"},"#
          + #"{"field":"num_heads","new":4}]}"#))
  }

  @Test("changed fields are shown to a user who was not asked, ten entries at most")
  func shownChanges() throws {
    let ids = (10..<22).map { "m\($0)" }
    let entries = ids.map {
      #"{"id": "\#($0)", "hf_model_id": "org/\#($0)", "parameters_billions": 7, "num_layers": 3}"#
    }
    let database = try TestDatabase("{\"models\": [\n" + entries.joined(separator: ",\n") + "\n]}\n")
    let input = ids.map { #"{"id":"\#($0)","hf_model_id":"org/\#($0)","parameters_billions":7,"num_layers":4}"# }
    let outcome = try database.merge("--force", "--update", input: input.joined(separator: "\n"))
    #expect(outcome.errors.contains("note: 'm19': num_layers 3 -> 4\n"))
    #expect(!outcome.errors.contains("note: 'm20'"))
    #expect(outcome.errors.contains("note: 2 more entries were updated\n"))
  }

  @Test("an update of only the commit is written only with --record-revisions")
  func revisionAlone() throws {
    let database = try TestDatabase(ChangedFieldRuns.database)
    let input = #"{"id":"a","hf_model_id":"org/a","parameters_billions":7,"num_layers":3,"hf_revision":"def"}"#
    #expect(try Report(database.merge("--force", "--update", input: input)).unchanged == ["a"])
    #expect(try database.text == ChangedFieldRuns.database)
    #expect(try Report(database.merge("--force", "--update", "--record-revisions", input: input)).updated == ["a"])
    #expect(try database.text == ChangedFieldRuns.database.replacing("abc", with: "def"))
  }
}
