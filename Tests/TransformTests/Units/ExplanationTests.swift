import JSON
import TestSupport
import Testing

@testable import hf_transform

@Suite("Explanations")
struct ExplanationTests {
  /// Fields whose explanation is telling, of a dense, a MoE, an MLA and a hybrid entry, and of others that are special.
  static let telling: [(fixture: String, field: String, explanation: String)] = [
    ("mistral", "parameters_billions", "computed from config.json by the formulas of 'mistral'"),
    ("mistral", "hidden_size", "config.json: hidden_size"),
    ("mistral", "architecture", "rule: no layer holds routed experts"),
    ("mistral", "head_dim", "rule: hidden_size / num_heads"),
    ("mistral", "attention", "rule: 8 key/value heads for 32 query heads"),
    ("mistral", "kv_cache", "rule: 32 sliding layers x 2048 elements (2 x 8 key/value heads x 128)"),
    ("mixtral", "num_experts", "config.json: num_local_experts"),
    ("mixtral", "moe_intermediate_size", "config.json: intermediate_size"),
    ("mixtral", "architecture", "rule: 56 of 56 layers hold routed experts"),
    (
      "mixtral", "active_parameters_billions",
      "rule: all parameters except those of 6 of 8 routed experts in each of 56 layers, which are not active for a token"
    ),
    ("deepseek-v3", "moe_intermediate_size", "config.json: moe_intermediate_size"),
    ("deepseek-v3", "attention", "rule: latent attention, since there is a kv_lora_rank"),
    ("deepseek-v3", "kv_cache", "rule: 61 full layers x 576 elements (kv_lora_rank 512 + qk_rope_head_dim 64)"),
    ("deepseek-v3", "quantization", "config.json: quantization_config"),
    ("nemotron-h", "attention", "rule: 6 full, 23 recurrent layers"),
    (
      "nemotron-h", "kv_cache",
      "rule: 6 full layers x 512 elements (2 x 2 key/value heads x 128), 12482560 elements of state per sequence"
    ),
    (
      "deepseek-v4", "kv_cache",
      "rule: 43 sliding layers x 512 elements, 2768 compressed elements, 672 elements of indexer keys"
    ),
    ("qwen2-moe", "num_shared_experts", "rule: 1, since there is a shared_expert_intermediate_size"),
    ("falcon-multi-query", "num_kv_heads", "rule: one for all query heads, since multi_query is true"),
    ("falcon-multi-query", "default_context_length", "class default of 'falcon'"),
    ("falcon-multi-query", "intermediate_size", "rule: 4 x hidden_size"),
    ("llama-class-defaults", "hidden_size", "class default of 'llama'"),
    ("gpt2", "num_kv_heads", "rule: as many as query heads, since config.json states no other number"),
    ("gpt2", "num_layers", "config.json: n_layer"),
  ]

  @Test("a field's explanation names its key, class default or rule", arguments: telling)
  func explains(fixture: String, field: String, explanation: String) throws {
    let entry = try explained(Fixture.named(fixture).config())
    #expect(entry.root["explain"]?[key: field]?.string == explanation)
  }

  @Test("the cache of layers that state their own sizes is explained by these sizes")
  func layersOfTheirSizes() throws {
    let own = #"{"num_key_value_heads": 2}"#
    let entry = try explained(
      """
      {"model_type": "exaone4", "hidden_size": 1024, "num_hidden_layers": 4, "num_attention_heads": 8,
       "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 1000, "intermediate_size": 2048,
       "max_position_embeddings": 4096, "sliding_window": 512,
       "layer_types": ["sliding_attention", "sliding_attention", "sliding_attention", "full_attention"],
       "per_layer_config": {"0": \(own), "1": \(own), "2": \(own)}}
      """)
    #expect(
      entry.root["explain"]?["kv_cache"]?.string
        == "rule: 1 full layers x 2048 elements (2 x 8 key/value heads x 128), 3 sliding layers x 512 elements")
  }

  @Test("every field of an entry is explained, and a key that is named holds its value", arguments: Fixture.all)
  func coversAll(_ fixture: Fixture) throws {
    let text = try fixture.config()
    let entry = try explained(text)
    let config = try JSONDocument(text)
    defer { withExtendedLifetime((entry, config)) {} }
    let explanations = try #require(entry.root["explain"])
    let fields = entry.root.members.compactMap(\.key.string).filter { $0 != "explain" }
    #expect(explanations.members.compactMap(\.key.string) == fields)
    for field in fields {
      let explanation = explanations[key: field]?.string ?? ""
      guard let value = entry.root[key: field]?.int, explanation.hasPrefix("config.json: ") else { continue }
      let stated = values(ofKey: String(explanation.dropFirst("config.json: ".count)), in: config.root)
      #expect(stated.contains(value), "\(field): \(explanation)")
    }
  }

  @Test("the explanation of a corrected count names the correction")
  func correction() throws {
    let entry = try Transformed(
      config: Fixture.named("qwen3").config(), weights: #"{"source": "hub", "parameters": 751632384}"#,
      arguments: ["--explain"])
    let explanation = entry.root["explain"]?["parameters_billions"]?.string
    #expect(explanation == "the Hub's count, less 155582464 of tied embeddings saved twice")
  }

  @Test("an override, and a value that follows from it, are explained as an override")
  func overrides() throws {
    let entry = try explained(Fixture.named("mixtral").config(), "--set", "intermediate_size=1024", "--params", "2")
    for field in ["intermediate_size", "parameters_billions"] {
      #expect(entry.root["explain"]?[key: field]?.string == "override")
    }
    #expect(entry.root["explain"]?["moe_intermediate_size"]?.string == "override of intermediate_size")
    #expect(entry["moe_intermediate_size"] == "1024")
  }

  private func explained(_ config: String, _ arguments: String...) throws -> Transformed {
    try Transformed(config: config, arguments: ["--text-only", "--explain"] + arguments)
  }

  /// The numbers that be under a key at any depth, alone or in a list.
  private func values(ofKey name: String, in element: JSONElement) -> [Int] {
    element.members.flatMap { key, value -> [Int] in
      let own = key.string == name ? [value.int].compactMap { $0 } + value.elements.compactMap(\.int) : []
      return own + values(ofKey: name, in: value)
    }
  }
}
