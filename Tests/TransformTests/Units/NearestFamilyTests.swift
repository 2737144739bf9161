import JSON
import Testing

@testable import hf_transform

@Suite("Configs of an unknown model_type")
struct NearestFamilyTests {
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
