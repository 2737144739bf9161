import JSON
import TestSupport
import Testing

@testable import CommandLineTool
@testable import hf_transform

@Suite("The layers of a model")
struct LayerLayoutTests {
  @Test(
    "without a number of layers, the letters of a pattern are counted, and its separators are not",
    arguments: [("ME*-", "4"), ("ME|*-", "4"), ("|M|E||*-|", "4"), ("*", "1")])
  func countsLetters(_ pattern: String, _ layers: String) throws {
    let members = #""num_hidden_layers": null, "hybrid_override_pattern": "\#(pattern)""#
    let entry = try Transformed(config: Fixture.named("nemotron-h").config(adding: members))
    #expect(entry["num_layers"] == layers, "\(entry.message)")
  }

  /// The counts are those of transformers 5.24.0, on the meta device.
  @Test(
    "Inkling 2's first layer has no learned queries for its inputs of attention, of which full attention has three",
    arguments: [
      (["hybrid_sliding", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding"], "3.352253184"),
      (["hybrid", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding", "hybrid_sliding"], "3.326385472"),
      (["hybrid", "hybrid", "hybrid", "hybrid", "hybrid"], "3.222926912"),
    ])
  func countsQueries(_ types: [String], _ parameters: String) throws {
    let config = try Fixture.named("inkling2-text").config(adding: #""layer_types": \#(types)"#)
    #expect(try Transformed(config: config)["parameters_billions"] == parameters)
  }

  @Test("the layers of LongCat are not doubled in a config that its code has saved")
  func savedLongCat() throws {
    let sizes = """
      "hidden_size": 64, "ffn_hidden_size": 128, "expert_ffn_hidden_size": 32, "num_layers": 4, "num_attention_heads": 4, \
      "kv_lora_rank": 16, "q_lora_rank": 16, "qk_rope_head_dim": 8, "v_head_dim": 16, "qk_nope_head_dim": 16, \
      "n_routed_experts": 8, "zero_expert_num": 4, "moe_topk": 2, "vocab_size": 1000, "max_position_embeddings": 512
      """
    for type in ["longcat_flash", "longcat_flash_ngram"] {
      let published = try Transformed(config: #"{"model_type": "\#(type)", \#(sizes)}"#)
      let saved = try Transformed(config: #"{"model_type": "\#(type)", \#(sizes), "num_hidden_layers": 8}"#)
      for result in [published, saved] {
        #expect(result.root["num_layers"]?.int == 4)
        #expect(result.root["kv_cache"]?["full_elements_per_token"]?.int == 192)
      }
      let counts = [published, saved].map { $0.root["parameters_billions"]?.decimal }
      #expect(counts[0] == counts[1])
    }
    let other = #"{"model_type": "llama", "num_hidden_layers": 8, \#(sizes)}"#
    #expect(try Transformed(config: other).root["num_layers"]?.int == 8)
    do {
    }
  }

  @Test("null in per_layer_config means that the layer has the usual size, also after another model")
  func nullForLayer() throws {
    func snapshot(_ own: String) -> String {
      """
      {"model_id": "org/Model", "config": {"model_type": "llama", "hidden_size": 1024, "num_hidden_layers": 4,
       "num_attention_heads": 8, "num_key_value_heads": 2, "vocab_size": 1000, "intermediate_size": 2048,
       "max_position_embeddings": 4096, "per_layer_config": {"0": {"num_key_value_heads": \(own)}}}}
      """
    }
    let transformer = try SnapshotTransformer(TransformOptions(ParsedArguments([], of: .transform)))
    _ = try Transformed(snapshot: GGUFHeader("llama", ["attention.head_count_kv": "4"]).snapshot(), transformer)
    let ofNull = try Transformed(snapshot: snapshot("null"), transformer)
    let usual = try Transformed(snapshot: snapshot("8"))
    #expect(usual["parameters_billions"] != nil && ofNull["parameters_billions"] == usual["parameters_billions"])
    #expect(ofNull["kv_cache"] == usual["kv_cache"])
  }

  @Test(
    "all sizes of a layer in per_layer_config count, and of two aliases the first one of the table",
    arguments: ["", #", "attention_qk_rope_dim": 32"#])
  func sizesOfLayer(more: String) throws {
    let own =
      #"{"kv_lora_rank": 1024, "num_attention_heads": 64, "num_key_value_heads": 64, "q_lora_rank": 1024, "#
      + #""qk_rope_head_dim": 64\#(more)}"#
    let entry = try Transformed(
      config: """
        {"model_type": "dots3_note_text", "hidden_size": 1024, "num_hidden_layers": 4, "num_attention_heads": 8,
         "kv_lora_rank": 384, "q_lora_rank": 1536, "qk_rope_head_dim": 32, "qk_nope_head_dim": 192, "v_head_dim": 128,
         "layer_types": ["indexed_attention", "indexed_attention", "sliding_attention", "sliding_attention"],
         "per_layer_config": {"02": \(own), "03": \(own)}}
        """)
    #expect(entry.root["kv_cache"]?["sliding_elements_per_token"]?.int == 2 * (1024 + 64))
    #expect(entry.root["kv_cache"]?["full_elements_per_token"]?.int == 2 * (384 + 32))
  }

  @Test("Inkling 2 reads the width of its experts under either name")
  func eitherName() throws {
    let fixture = try Fixture.named("inkling2-text")
    let stated = try Transformed(config: fixture.config())
    let renamed = try Transformed(
      config: fixture.config(without: ["moe_intermediate_size"]).replacing(
        "{", with: #"{"intermediate_size": 1920,"#, maxReplacements: 1))
    #expect(stated["parameters_billions"] != nil)
    #expect(renamed["parameters_billions"] == stated["parameters_billions"])
    #expect(renamed["moe_intermediate_size"] == stated["moe_intermediate_size"])
  }
}
