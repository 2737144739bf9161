import JSON
import Testing

@testable import hf_transform

@Suite("Configs of an unknown model_type")
struct NearestFamilyTests {
  /// Fixtures that are described alike under a name that nobody knows.
  static let known = [
    "deepseek-v4", "deepseek-v32", "glm-dsa", "nemotron-nas", "gpt-bigcode", "falcon-multi-query",
    "falcon-grouped-query",
    "mpt", "dbrx", "gpt-neo", "jamba", "qwen3-next", "nemotron-h", "minimax-m3",
  ]

  @Test("the keys determine the family", arguments: known)
  func isDescribedAlike(_ name: String) throws {
    let fixture = try Fixture.named(name)
    let config = try fixture.config(adding: #""model_type": "foo4", "architectures": ["Foo4ForCausalLM"]"#)
    let (renamed, original) = try (Transformed(config: config), Transformed(config: fixture.config()))
    defer { withExtendedLifetime((renamed, original)) {} }
    for field in ["parameters_billions", "active_parameters_billions", "num_layers", "num_kv_heads", "kv_cache"] {
      #expect(
        renamed.root[key: field].map { String(decoding: $0.source, as: UTF8.self) }
          == original.root[key: field].map { String(decoding: $0.source, as: UTF8.self) }, "\(field)")
    }
    #expect(renamed.messages.contains { $0.contains("unknown model_type 'foo4'") })
  }

  @Test("a missing model_type is reported as missing")
  func absentType() throws {
    let config =
      #"{"hidden_size": 512, "num_hidden_layers": 4, "num_attention_heads": 8, "vocab_size": 1000,"#
      + #""intermediate_size": 1024, "max_position_embeddings": 2048}"#
    #expect(try Transformed(config: config).messages.contains { $0.contains("config.json states no model_type") })
  }

  @Test("a window without a list of layers counts as full attention")
  func bareWindow() throws {
    let config = try Fixture.named("llama").config(
      adding: #""model_type": "foo4", "architectures": [], "sliding_window": 128"#)
    let entry = try Transformed(config: config)
    defer { withExtendedLifetime(entry) {} }
    #expect(entry.root["kv_cache"]?["sliding_window"] == nil)
  }

  /// DeepSeek-V3.2's sizes.
  private static let latentWithIndexers =
    #"{"model_type": "next_month", "hidden_size": 7168, "num_hidden_layers": 61, "num_attention_heads": 128, "#
    + #""num_key_value_heads": 128, "vocab_size": 129280, "max_position_embeddings": 163840, "#
    + #""intermediate_size": 18432, "moe_intermediate_size": 2048, "n_routed_experts": 256, "n_shared_experts": 1, "#
    + #""num_experts_per_tok": 8, "first_k_dense_replace": 3, "q_lora_rank": 1536, "kv_lora_rank": 512, "#
    + #""qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "index_head_dim": 128, "#
    + #""index_n_heads": 64, "index_topk": 2048, "tie_word_embeddings": false}"#

  @Test("a family whose layers differ by a fixed pattern is not the nearest one of a config that states no such layers")
  func withoutFixedPattern() throws {
    let entry = try Transformed(config: NearestFamilyTests.latentWithIndexers)
    #expect(entry["parameters_billions"] == "671.877929216")
    #expect(entry.root["kv_cache"]?["full_elements_per_token"]?.int == 61 * (512 + 64))
    #expect(entry.root["kv_cache"]?["sliding_elements_per_token"] == nil)
    #expect(entry.messages.contains { $0.contains("described as 'deepseek_v32'") }, "\(entry.messages)")
  }
}
