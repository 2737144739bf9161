import Foundation
import TestSupport
import Testing

@Suite("Overrides")
struct OverrideRuns {
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
    let database = try TestDatabase(OverrideRuns.database)
    let preview = try database.merge("--dry-run", "--update", input: OverrideRuns.derived)
    #expect(preview.errors.contains("40960 (override; derived: 131072)"))
    #expect(try database.merge("--force", "--update", input: OverrideRuns.derived).status == 0)
    let text = try database.text
    #expect(text.contains(#""parameters_billions": 7, "hidden_size": 64, "default_context_length": 40960"#))
    #expect(text.contains(#""overrides": {"default_context_length": 40960, "parameters_billions": 7}"#))
    #expect(text.contains(#""parameters_source": "override""#))
  }

  @Test("an update keeps the name and the modality, unless the new version overrides them")
  func keptFields() throws {
    let database = try TestDatabase(OverrideRuns.database)
    let other = OverrideRuns.derived.replacing(#""name":"a""#, with: #""name":"Other""#)
    #expect(try database.merge("--force", "--update", input: other).status == 0)
    #expect(try database.text.contains(#""name": "a""#))
    let chosen = other.replacing(#""hf_revision""#, with: #""overrides":{"name":"Other"},"hf_revision""#)
    #expect(try database.merge("--force", "--update", input: chosen).status == 0)
    #expect(try database.text.contains(#""name": "Other""#))
  }

  @Test("an update with another id keeps the entry's id, and says so", arguments: [("b", true), ("a", false)])
  func keptID(_ id: String, isNoted: Bool) throws {
    let database = try TestDatabase(OverrideRuns.database)
    let input = OverrideRuns.derived.replacing(#""id":"a""#, with: #""id":"\#(id)""#)
      .replacing(#""hf_revision""#, with: #""overrides":{"id":"\#(id)"},"hf_revision""#)
    let outcome = try database.merge("--force", "--update", input: input)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("an update does not change ids: 'a' (not 'b')") == isNoted)
    #expect(try database.text.contains(#"{"id": "a""#))
    #expect(try database.text.contains(#""id": "b""#) == false, "an id that the entry does not have is no override")
    let withoutOverride = OverrideRuns.derived.replacing(#""id":"a""#, with: #""id":"b""#)
    let other = try TestDatabase(OverrideRuns.database).merge("--force", "--update", input: withoutOverride)
    #expect(!other.errors.contains("does not change ids"))
  }

  @Test("--forget drops single overrides")
  func forget() throws {
    let database = try TestDatabase(OverrideRuns.database)
    let input = OverrideRuns.derived
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
    let database = try TestDatabase(OverrideRuns.database)
    let input = """
      {"id":"a","hf_model_id":"org/a","parameters_billions":6.5,"default_context_length":8192,\
      "overrides":{"default_context_length":8192}}
      """
    #expect(try database.merge("--force", "--update", input: input).status == 0)
    #expect(try database.text.contains(#""default_context_length": 8192"#))
    #expect(try database.text.contains(#""overrides": {"parameters_billions": 7, "default_context_length": 8192}"#))
  }

  @Test("--forget without --update and --list is refused")
  func forgetsNothing() throws {
    let database = try TestDatabase(OverrideRuns.database)
    let outcome = try database.merge("--force", "--forget", "hidden_size", input: OverrideRuns.derived)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("--forget needs --update or --list"))
  }

  @Test("--forget refuses an unknown field")
  func unknownField() throws {
    let database = try TestDatabase(OverrideRuns.database)
    let outcome = try database.merge("--force", "--update", "--forget", "context", input: OverrideRuns.derived)
    #expect(outcome.status == 2)
  }

  @Test("--forget drops the override of a user's own field, and the field")
  func ownField() throws {
    let own = OverrideRuns.database
      .replacing(#""overrides": {"#, with: #""tier": "gold", "overrides": {"tier": "gold", "#)
    let database = try TestDatabase(own)
    #expect(try database.merge("--list", "--forget", "tier").status == 0)
    #expect(try database.merge("--list", "--forget", "tear").status == 2)
    #expect(try database.merge("--force", "--update", "--forget", "tier", input: OverrideRuns.derived).status == 0)
    #expect(try !database.text.contains("tier"))
  }

  @Test("--forget of an overridden name writes the derived name; without an override, the name stays")
  func forgottenName() throws {
    let other = OverrideRuns.derived.replacing(#""name":"a""#, with: #""name":"Derived""#)
    for isOverridden in [true, false] {
      let text =
        isOverridden
        ? OverrideRuns.database.replacing(#""overrides": {"#, with: #""overrides": {"name": "a", "#)
        : OverrideRuns.database
      let database = try TestDatabase(text)
      #expect(try database.merge("--force", "--update", "--forget", "name", input: other).status == 0)
      #expect(try database.text.contains(#""name": "Derived""#) == isOverridden)
    }
  }

  @Test(
    "an update that was derived without an override warns if other fields are computed from it",
    arguments: [
      (#"{"num_kv_heads": 4}"#, #""num_kv_heads":8"#, true), (#"{"num_kv_heads": 4}"#, #""num_kv_heads":4"#, false),
      (#"{"default_context_length": 4}"#, #""vocab_size":8"#, false),
      (#"{"license": "mit"}"#, #""license":"other""#, false), (#"{"weights_bytes": 4}"#, #""weights_bytes":8"#, false),
    ])
  func derivedWithout(overrides: String, derived: String, isReported: Bool) throws {
    let database = try TestDatabase(
      #"{"models": [{"id": "a", "hf_model_id": "org/a", "parameters_billions": 1, "overrides": \#(overrides)}]}"#)
    let outcome = try database.merge("--force", "--update", input: TestDatabase.entry("a", extra: ",\(derived)"))
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("but were derived without them") == isReported, "\(outcome.errors)")
    #expect(outcome.errors.contains("'a' (num_kv_heads)") == isReported)
  }
}
