import Foundation
import JSON
import JSONSchema
import ModelSpec
import TestSupport
import Testing

@testable import hf_validate

@Suite("The rules for entries")
struct EntryRuleTests {
  /// A right entry, from which each test departs.
  static let entry = #"""
    {"id":"mixtral-8x7b-v0-1","name":"Mixtral 8x7B v0.1","hf_model_id":"mistralai/Mixtral-8x7B-v0.1","parameters_billions":46.702792704,"hidden_size":4096,"num_layers":32,"num_heads":32,"default_context_length":32768,"architecture":"moe","modality":"text","num_kv_heads":8,"intermediate_size":14336,"vocab_size":32000,"num_experts":8,"experts_per_token":2,"head_dim":128,"active_parameters_billions":12.879925248,"attention":"gqa","kv_cache":{"full_elements_per_token":65536},"dtype":"bfloat16"}
    """#

  private func violations(_ old: String = "", _ new: String = "") throws -> DocumentViolations {
    let schema = try String(contentsOf: Package.root.appending(path: "data/model.schema.json"), encoding: .utf8)
    var checker = EntryChecker(try SchemaCompiler.compile(JSONDocument(schema)))
    let text = old.isEmpty ? Self.entry : Self.entry.replacing(old, with: new)
    #expect(old.isEmpty || text != Self.entry)
    let document = try JSONDocument(text)
    return withExtendedLifetime(document) { checker.violations(document.root) }
  }

  @Test("a valid entry has no violation")
  func rightEntry() throws {
    let found = try violations()
    #expect(found.errors.map(\.message) == [])
    #expect(found.warnings.map(\.message) == [])
  }

  @Test(
    "an entry that cannot be right is refused, with the field and the rule",
    arguments: [
      (#""num_kv_heads":8"#, #""num_kv_heads":64"#, "/num_kv_heads", "kv_heads_within_heads"),
      (#""num_kv_heads":8"#, #""num_kv_heads":6"#, "/num_kv_heads", "kv_heads_divide_heads"),
      (#""num_kv_heads":8"#, #""num_kv_heads":32"#, "/attention", "attention_kind"),
      (#""gqa""#, #""mla""#, "/head_dim", "head_dim_under_mla"),
      (#""experts_per_token":2"#, #""experts_per_token":9"#, "/experts_per_token", "experts_per_token_within_experts"),
      (#""architecture":"moe""#, #""architecture":"transformer""#, "/architecture", "experts_without_moe"),
      (
        #""active_parameters_billions":12"#, #""active_parameters_billions":47"#, "/active_parameters_billions",
        "active_within_total"
      ),
      (#"{"full_elements_per_token":65536}"#, #"{"full_elements_per_token":0}"#, "/kv_cache", "kv_cache_empty"),
      (#""dtype""#, #""quantization":{"method":"fp8","bits":4},"dtype""#, "/quantization", "quantization_bits"),
      (#""num_layers":32"#, #""num_layers":32.5"#, "/num_layers", "type"),
      (#""vocab_size":32000"#, #""vocab_size":null"#, "/vocab_size", "type"),
      (#""hidden_size":4096,"#, "", "", "required"),
      (#""id":"mixtral-8x7b-v0-1""#, #""id":"Mixtral""#, "/id", "pattern"),
      (#""parameters_billions":46.702792704"#, #""parameters_billions":0"#, "/parameters_billions", "exclusiveMinimum"),
      (
        #"{"full_elements_per_token":65536}"#, #"{"full_elements_per_token":1,"sliding_window":4}"#, "/kv_cache",
        "dependentRequired"
      ),
    ])
  func wrongEntry(old: String, new: String, path: String, keyword: String) throws {
    let errors = try violations(old, new).errors
    #expect(errors.contains { $0.path == path && $0.keyword == keyword }, "\(errors)")
  }

  @Test("rules are checked in addition to the schema, but not for fields that violate it")
  func rulesBesideSchema() throws {
    let both = try violations(
      #""num_kv_heads":8,"intermediate_size":14336"#, #""num_kv_heads":6,"intermediate_size":"wide""#)
    #expect(Set(both.errors.map(\.keyword)) == ["type", "kv_heads_divide_heads"])
    #expect(both.warnings.isEmpty)
    let refused = try violations(#""num_heads":32,"#, #""num_heads":0,"#)
    #expect(refused.errors.map(\.path) == ["/num_heads"])
  }

  @Test(
    "an implausible value, and a missing recommended field, are warnings",
    arguments: [
      (#""num_kv_heads":8,"#, "", "recommended_field"), (#""num_experts":8,"#, "", "recommended_field"),
      (#""id":"mixtral-8x7b-v0-1""#, #""id":"mixtral""#, "id_of_model"),
      (
        #"{"full_elements_per_token":65536}"#,
        #"{"full_elements_per_token":1,"sliding_elements_per_token":1,"sliding_window":40000}"#,
        "sliding_window_within_context"
      ),
      (#"{"full_elements_per_token":65536}"#, #"{"full_elements_per_token":655360}"#, "kv_cache_plausible"),
    ])
  func oddEntry(old: String, new: String, keyword: String) throws {
    let found = try violations(old, new)
    #expect(found.errors.isEmpty)
    #expect(found.warnings.map(\.keyword) == [keyword])
  }

  @Test("an id that a user set is not compared with the default id")
  func ownID() throws {
    let found = try violations(
      #""id":"mixtral-8x7b-v0-1""#, #""id":"my-mixtral","overrides":{"id":"my-mixtral"}"#)
    #expect(found.errors.isEmpty && found.warnings.isEmpty)
  }

  @Test(
    "models of every size match the schema",
    arguments: [
      (#""parameters_billions":46.702792704"#, #""parameters_billions":1572.997179491"#),
      (
        #""parameters_billions":46.702792704,"hidden_size":4096"#, #""parameters_billions":46.7e0,"hidden_size":4096.0"#
      ),
      (#""default_context_length":32768"#, #""default_context_length":10485760"#),
      (#""vocab_size":32000"#, #""vocab_size":256"#),
      (#""dtype""#, #""my_note":{"any":[1]},"dtype""#),
      (#""id":"mixtral-8x7b-v0-1""#, #""id":"mistralai-mixtral-8x7b-v0-1""#),
    ])
  func rangesFit(old: String, new: String) throws {
    let found = try violations(old, new)
    #expect(found.errors.isEmpty && found.warnings.isEmpty, "\(found)")
  }
}
