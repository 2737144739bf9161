import CommandLineTool
import JSON
import JSONSchema
import ModelSpec
import TestSupport
import Testing

@testable import hf_transform

@Suite("Fields of an entry")
struct FieldTests {
  /// The schema of one field, which is the schema of the whole without the fields that it requires.
  private static func accepts(_ name: StaticString, _ value: String) throws -> Bool {
    let schema = try JSONDocument(
      EntrySchema.types.replacing(/^\{"type":"object","required":\[[^\]]*\],/, with: #"{"type":"object","#))
    let program = try SchemaCompiler.compile(schema)
    let document = try JSONDocument(#"{"\#(name)":\#(value)}"#)
    var validator = SchemaValidator(program)
    return withExtendedLifetime(document) { validator.isValid(document.root) }
  }

  private static func isOverride(_ field: EntryField, _ value: String) throws -> Bool {
    let document = try JSONDocument(value)
    return withExtendedLifetime(document) {
      do {
        try Overrides.check(document.root, of: field)
        return true
      } catch {
        return false
      }
    }
  }

  @Test("an override and the schema accept the same numbers", arguments: EntryField.allCases)
  func numbers(_ field: EntryField) throws {
    let range = field.range
    let edges = [range.lowerBound, range.lowerBound + 1, range.upperBound - 1, range.upperBound]
    let numbers =
      edges.map(String.init) + ["-1", "0", "0.5", "\(range.lowerBound - 1)", "\(UInt(range.upperBound) + 1)"]
    for number in numbers where field != .overrides {
      let isAccepted = try FieldTests.accepts(field.name, number)
      #expect(try FieldTests.isOverride(field, number) == isAccepted, "\(field.name) = \(number)")
    }
    guard case .integer = field.type else { return }
    #expect(
      try FieldTests.accepts(field.name, "\(range.lowerBound)") && FieldTests.accepts(field.name, "\(range.upperBound)")
    )
    #expect(try !FieldTests.accepts(field.name, "\(range.upperBound + 1)"))
  }

  @Test(
    "an override and the schema accept the same strings and objects",
    arguments: [
      ("id", #""a-b""#), ("id", #""A""#), ("id", #""a--b""#), ("id", #""-a""#), ("id", #""""#), ("name", #""  ""#),
      ("name", #""a""#), ("hf_model_id", #""org/name""#), ("hf_model_id", #""org/a--b""#),
      ("hf_model_id", #""org/.a""#), ("hf_model_id", #""a/b/c""#), ("hf_model_id", #""gpt2""#),
      ("hf_model_id", #""org/a.-b_c""#), ("architecture", #""moe""#), ("architecture", #""dense""#),
      ("kv_cache", "{}"), ("kv_cache", #"{"full_elements_per_token": 1}"#),
      ("kv_cache", #"{"full_elements_per_token": 1, "sliding_window": 4}"#),
      ("kv_cache", #"{"full_elements_per_token": 1, "sliding_window": 4, "sliding_elements_per_token": 2}"#),
      ("quantization", #"{"method": "awq", "bits": 4}"#), ("quantization", #"{"bits": 4}"#),
      ("quantization", #"{"method": "awq", "bits": 33}"#), ("license", "7"), ("benchmarks", "[]"), ("benchmarks", "{}"),
      ("benchmarks", #"[{"dataset": "d", "metric": "m", "value": 1, "verified": true}]"#),
      ("benchmarks", #"[{"dataset": "d", "metric": "m", "value": 1}]"#),
    ])
  func texts(name: String, value: String) throws {
    let field = try #require(EntryField.named(name))
    let isAccepted = try FieldTests.accepts(field.name, value)
    #expect(try FieldTests.isOverride(field, value) == isAccepted)
  }

  @Test("an alias, an option and the schema accept the same numbers", arguments: EntryField.allCases)
  func aliases(_ field: EntryField) throws {
    guard case .integer(let range) = field.type, let source = field.configField else { return }
    let alias = FieldAliases.ranges[source.rawValue]
    #expect(alias.upperBound == range.upperBound)
    #expect(alias.lowerBound == range.lowerBound || alias.lowerBound == 0)
  }

  @Test("--context and --params accept what the schema does")
  func options() throws {
    let context = EntryField.defaultContextLength.range.upperBound
    #expect(throws: Never.self) { try options("--context", "\(context)") }
    #expect(throws: ToolError.self) { try options("--context", "\(context + 1)") }
    #expect(throws: Never.self) { try options("--params", "100000") }
    #expect(throws: ToolError.self) { try options("--params", "100000.5") }
  }

  private func options(_ arguments: String...) throws {
    _ = try TransformOptions(ParsedArguments(arguments, of: .transform))
  }

  @Test("overrides are in the entry, by field")
  func overrides() throws {
    let entry = try Transformed(
      config: Fixture.named("llama").config(),
      arguments: ["--set", "num_kv_heads=2", "--params", "7", "--set", "note=[1]"])
    let stated = entry.root["overrides"]
    #expect(
      stated.map { String(decoding: $0.source, as: UTF8.self) }
        == #"{"parameters_billions":7,"num_kv_heads":2,"note":[1]}"#)
    #expect(try Transformed(config: Fixture.named("llama").config()).root["overrides"] == nil)
  }

  @Test("a size above a field's range is a failure that names the field")
  func outOfRange() throws {
    let config = try Fixture.named("llama").config(
      adding: #""hidden_size": 131072, "num_attention_heads": 1, "num_key_value_heads": 1"#)
    let refusal = try Transformed(config: config)
    #expect(refusal.code == "missing_fields")
    #expect(refusal.message == "'head_dim' comes to 131072: expected a whole number from 1 to 65536")
  }
}
