import JSON
import Testing

@testable import models_merge

@Suite("Updates of an entry")
struct EntryUpdateTests {
  private func update(_ old: String, _ new: String) throws -> (text: String, changes: [FieldChange]) {
    let existing = try JSONDocument(old)
    let update = try JSONDocument(new).withRoot { EntryUpdate(of: existing, with: $0, style: EntryStyle()) }
    return (update.text.text, update.changes)
  }

  @Test("a changed value is replaced, and every other byte stays")
  func replacement() throws {
    let result = try update(
      #"{ "id" : "a",  "hidden_size":1e3, "mine": [1, 2] }"#, #"{"id":"a","hidden_size":2048}"#)
    #expect(result.text == #"{ "id" : "a",  "hidden_size":2048, "mine": [1, 2] }"#)
    #expect(result.changes == [FieldChange(field: "hidden_size", old: "1e3", new: "2048")])
  }

  @Test("values that mean the same are not changed", arguments: ["1000", "1e3", "1000.0"])
  func sameValue(number: String) throws {
    let result = try update(#"{"id":"a","hidden_size":1e3}"#, #"{"id":"a","hidden_size":\#(number)}"#)
    #expect(result.changes.isEmpty)
  }

  @Test("id and the user's own name stay")
  func keptFields() throws {
    let result = try update(#"{"id":"Mine","name":"My name"}"#, #"{"id":"mine","name":"its name"}"#)
    #expect(result.text == #"{"id":"Mine","name":"My name"}"#)
    #expect(result.changes.isEmpty)
  }

  @Test("keys in different forms that are canonically equivalent are different keys")
  func equivalentKeys() throws {
    let result = try update(
      #"{"id":"a","\u00e9":1,"overrides":{"\u00e9":3}}"#,
      #"{"id":"a","\u00e9":4,"e\u0301":2,"overrides":{"e\u0301":2}}"#)
    let expected = "{\"id\":\"a\",\"\\u00e9\":4,\"overrides\":{\"\u{e9}\":3,\"e\\u0301\":2},\"e\u{301}\":2}"
    #expect(ExactString(result.text) == ExactString(expected), "\(result.text)")
  }

  @Test("a known field that the new version lacks is removed, an unknown one stays")
  func removal() throws {
    let result = try update(#"{"id":"a", "num_experts": 8, "notes": "x"}"#, #"{"id":"a"}"#)
    #expect(result.text == #"{"id":"a", "notes": "x"}"#)
    #expect(result.changes == [FieldChange(field: "num_experts", old: "8", new: nil)])
  }

  @Test("a new field is inserted after its predecessor, in the formatting of the entry")
  func addition() throws {
    let old = "{\n  \"id\": \"a\",\n  \"hidden_size\": 1,\n  \"parameters_billions\": 2\n}"
    let result = try update(
      old, #"{"id":"a","hidden_size":1,"parameters_billions":2,"num_layers":3,"kv_cache":{"sliding_window":4}}"#)
    #expect(
      result.text == """
        {
          "id": "a",
          "hidden_size": 1,
          "num_layers": 3,
          "kv_cache": {
            "sliding_window": 4
          },
          "parameters_billions": 2
        }
        """)
    #expect(result.changes.map(\.field) == ["num_layers", "kv_cache"])
  }

  @Test("explanations are never written into an entry")
  func explanation() throws {
    let result = try update(#"{"id":"a"}"#, #"{"id":"a","explain":{"id":"rule"}}"#)
    #expect(result.changes.isEmpty)
  }
}
