import Foundation
import TestSupport
import Testing

@Suite("Overrides")
struct StatedValueTests {
  private static let database = """
    {"models": [
      {"id": "a", "name": "a", "hf_model_id": "org/a", "parameters_billions": 7, "default_context_length": 40960, "parameters_source": "override", "overrides": {"default_context_length": 40960, "parameters_billions": 7}}
    ]}

    """
  private static let derived = """
    {"id":"a","name":"a","hf_model_id":"org/a","parameters_billions":6.5,"hidden_size":64,"default_context_length":131072,\
    "parameters_source":"safetensors","hf_revision":"def"}

    """

  @Test("an update keeps overrides, and the preview shows them with the derived values")
  func update() throws {
    let database = try TestDatabase(StatedValueTests.database)
    let preview = try database.merge("--dry-run", "--update", input: StatedValueTests.derived)
    #expect(preview.errors.contains("40960 (override; derived: 131072)"))
    #expect(try database.merge("--force", "--update", input: StatedValueTests.derived).status == 0)
    let text = try database.text
    #expect(text.contains(#""parameters_billions": 7, "hidden_size": 64, "default_context_length": 40960"#))
    #expect(text.contains(#""overrides": {"default_context_length": 40960, "parameters_billions": 7}"#))
    #expect(text.contains(#""parameters_source": "override""#))
  }

  @Test("--forget drops single overrides")
  func forget() throws {
    let database = try TestDatabase(StatedValueTests.database)
    let input = StatedValueTests.derived
    #expect(try database.merge("--force", "--update", "--forget", "default_context_length", input: input).status == 0)
    #expect(try database.text.contains(#""default_context_length": 131072"#))
    #expect(try database.text.contains(#""overrides": {"parameters_billions": 7}"#))
    #expect(try database.merge("--force", "--update", "--forget", "parameters_billions", input: input).status == 0)
    #expect(try database.text.contains(#""parameters_billions": 6.5"#))
    #expect(try database.text.contains(#""parameters_source": "safetensors""#))
    #expect(try !database.text.contains("overrides"))
  }

  @Test("new overrides replace those of the entry")
  func newlyStated() throws {
    let database = try TestDatabase(StatedValueTests.database)
    let input = """
      {"id":"a","hf_model_id":"org/a","parameters_billions":6.5,"default_context_length":8192,\
      "overrides":{"default_context_length":8192}}
      """
    #expect(try database.merge("--force", "--update", input: input).status == 0)
    #expect(try database.text.contains(#""default_context_length": 8192"#))
    #expect(try database.text.contains(#""overrides": {"parameters_billions": 7, "default_context_length": 8192}"#))
  }

  @Test("--forget refuses an unknown field")
  func unknownField() throws {
    let database = try TestDatabase(StatedValueTests.database)
    let outcome = try database.merge("--force", "--update", "--forget", "context", input: StatedValueTests.derived)
    #expect(outcome.status == 2)
  }
}

@Suite("Changed fields in the report")
struct ChangeReportTests {
  private static let database = """
    {"models": [
      {"id": "a", "hf_model_id": "org/a", "parameters_billions": 7, "num_layers": 3, "hf_revision": "abc"}
    ]}

    """

  @Test("each changed field is reported with its old and its new value, under the entry's id")
  func changes() throws {
    let database = try TestDatabase(ChangeReportTests.database)
    let input = #"{"id":"a","hf_model_id":"org/a","parameters_billions":7,"num_heads":4,"hf_revision":"def"}"#
    let outcome = try database.merge("--force", "--update", input: input)
    #expect(
      outcome.output.contains(
        #""changes":{"a":[{"field":"num_layers","old":3},{"field":"hf_revision","old":"abc","new":"def"},"#
          + #"{"field":"num_heads","new":4}]}"#))
  }

  @Test("an update of only the commit is written only with --record-revisions")
  func revisionAlone() throws {
    let database = try TestDatabase(ChangeReportTests.database)
    let input = #"{"id":"a","hf_model_id":"org/a","parameters_billions":7,"num_layers":3,"hf_revision":"def"}"#
    #expect(try Report(database.merge("--force", "--update", input: input)).unchanged == ["a"])
    #expect(try database.text == ChangeReportTests.database)
    #expect(try Report(database.merge("--force", "--update", "--record-revisions", input: input)).updated == ["a"])
    #expect(try database.text == ChangeReportTests.database.replacing("abc", with: "def"))
  }
}
