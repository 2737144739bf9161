import CommandLineTool
import JSON
import Testing

@testable import models_merge

@Suite("Conditions on entries")
struct EntryConditionTests {
  private static let entry = #"""
    {"id": "qwen3-0-6b", "hf_model_id": "Qwen/Qwen3-0.6B", "parameters_billions": 0.596049920, "num_layers": 28,\#
    "architecture": "transformer", "license": "apache-2.0", "kv_cache": {"sliding_window": 4096},\#
    "quantization": {"method": "fp8"}, "dtype": 7, "overrides": {"num_layers": 28}}
    """#

  @Test(
    "a condition holds for numbers in a range, and for strings with any characters at a star",
    arguments: [
      ("parameters_billions=0.59604992", true), ("parameters_billions=0.5:", true), ("parameters_billions=:0.5", false),
      ("parameters_billions=0.5:0.6", true), ("num_layers=28", true), ("num_layers=29:", false),
      ("architecture=transformer", true), ("architecture=MoE", false), ("license=Apache-2.0", true),
      ("license=apache", false), ("license=apache*", true), ("id=*0-6b", true), ("id=*wen*6*", true), ("id=*", true),
      ("id=q*q*b", false), ("id=qwen3-0-6b*qwen3-0-6b", false), ("hf_model_id=qwen/*", true), ("name=*", false),
      ("kv_cache.sliding_window=4096:", true), ("kv_cache.recurrent_elements=0:", false),
      ("quantization.method=fp8", true), ("dtype=7", false), ("dtype=*", false),
      ("overrides.num_layers=28:", true), ("overrides.num_layers=29:", false), ("overrides.license=*", false),
    ])
  func holds(_ text: String, _ expected: Bool) throws {
    let condition = try EntryCondition(text)
    #expect(try JSONDocument(Self.entry).withRoot { condition.holds(for: $0) } == expected)
  }

  @Test(
    "a condition that no entry can satisfy is refused, with what to write",
    arguments: [
      ("license", "FIELD=VALUE"), ("license=", "FIELD=VALUE"), ("=mit", "no entry has a field ''"),
      ("lisense=mit", "did you mean 'license'?"), ("num_layers=a", "MIN:MAX"), ("num_layers=1:2:3", "MIN:MAX"),
      ("num_layers=:", "MIN:MAX"), ("architecture=mixture", "moe"), ("kv_cache=1", "kv_cache.full_elements_per_token"),
      ("kv_cache.window=1", "sliding_window"), ("num_layers=40:1", "write the smaller number first"),
      ("benchmarks.verified=true", "conditions cannot be about the members of 'benchmarks'"),
    ])
  func refuses(_ text: String, _ words: String) {
    let error = #expect(throws: ToolError.self) { try EntryCondition(text) }
    #expect(error?.status == .usage)
    #expect((error.map { $0.message + ($0.hint ?? "") } ?? "").contains(words))
  }
}
