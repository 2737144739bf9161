import JSON
import TestSupport
import Testing

@Suite("Numbers of experts")
struct ExpertCountTests {
  private static let sizes =
    #""hidden_size": 64, "num_hidden_layers": 2, "vocab_size": 1000, "num_attention_heads": 4, "#
    + #""num_key_value_heads": 4, "head_dim": 16, "intermediate_size": 128, "moe_intermediate_size": 32, "#
    + #""max_position_embeddings": 512, "num_experts_per_tok": 2"#

  @Test(
    "a number of experts without a meaning in the family is doubtful",
    arguments: [
      ("mixtral", #""num_local_experts": 0"#, true), ("mixtral", #""num_local_experts": null"#, true),
      ("deepseek_v3", #""n_routed_experts": 0"#, true), ("deepseek_v3", #""n_routed_experts": 1"#, true),
      ("deepseek_v3", #""n_routed_experts": null"#, false), ("qwen3_moe", #""num_experts": 0"#, false),
      ("qwen3_moe", #""num_experts": 1"#, true),
      ("jamba", #""num_experts": 1, "attn_layer_period": 2, "attn_layer_offset": 1"#, false),
      ("nemotron_h", #""n_routed_experts": 0, "hybrid_override_pattern": "*-""#, false),
      ("nemotron_h", #""n_routed_experts": 0, "hybrid_override_pattern": "*E""#, true),
      ("llama", #""num_experts": 0"#, false), ("olmoe", #""num_experts": 8"#, false),
    ])
  func warns(_ modelType: String, _ member: String, _ isDoubtful: Bool) throws {
    let entry = try Transformed(
      config: #"{"model_type": "\#(modelType)", \#(ExpertCountTests.sizes), \#(member)}"#)
    let warnings = entry.messages.filter { $0.contains("described without them") }
    #expect(warnings.isEmpty != isDoubtful, "\(entry.messages)")
    #expect(entry.error == nil, "\(entry.message)")
  }
}
