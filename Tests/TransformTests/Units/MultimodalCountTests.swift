import JSON
import Testing

@testable import hf_transform

@Suite("Three counts of multimodal models")
struct MultimodalCountTests {
  @Test("a multimodal model's language model is compared with its whole checkpoint")
  func multimodal() throws {
    func described(_ parameters: Int) throws -> Transformed {
      try Transformed(config: CountJudgeTests.multimodal, weights: CountJudgeTests.hub(parameters))
    }
    let plausible = try described(626_624)
    #expect(plausible["parameters_billions"] == "0.000426624" && plausible.messages.isEmpty, "\(plausible.messages)")
    let tooLarge = try described(300_000)
    #expect(tooLarge.messages.contains { $0.hasPrefix("warning: ") && $0.contains("whole checkpoint has 300000") })
    let surplus = try described(9_000_000_000)
    #expect(surplus.messages.contains { $0.hasPrefix("warning: ") && $0.contains("too many for encoders") })
    #expect(tooLarge["parameters_billions"] == "0.0003" && surplus["parameters_billions"] == "0.000426624")
  }

  @Test(
    "a multimodal model's count by the Hub can be of fewer weights than elements, and of more than there can be",
    arguments: [
      (#""quantization_config": {"quant_method": "gptq", "bits": 12}"#, 1_000_000, #""I8": 900000, "BF16": 100000"#),
      (#""dfloat11_config": {"version": "0.2"}"#, 1_000_000, #""U8": 900000, "BF16": 100000"#),
      (
        #""quantization_config": {"quant_method": "unheard"}"#, 9_000_000_000_000_000_000,
        #""I32": 9000000000000000000"#
      ),
    ])
  func multimodalRange(member: String, stored: Int, dtypes: String) throws {
    let entry = try Transformed(
      config: #"{"model_type": "llava", "text_config": \#(CountJudgeTests.config()), \#(member)}"#,
      weights: CountJudgeTests.hub(stored, dtypes))
    #expect(entry["parameters_billions"] == "0.000426624")
  }

  @Test(
    "encoders may be a quarter larger than their configs say, up to 7 billion parameters",
    arguments: [
      // 32 x (4 x 3584² + 3 x 3584 x 3420) = 2.82 billion, as Qwen2.5-VL has them.
      (#""vision_config": {"depth": 32, "hidden_size": 3584, "intermediate_size": 3420}"#, 3_500_000_000, true),
      (#""vision_config": {"depth": 32, "hidden_size": 3584, "intermediate_size": 3420}"#, 3_600_000_000, false),
      (#""vision_config": {"depth": 2, "hidden_size": 64, "intermediate_size": 3420}"#, 3_500_000_000, false),
      (#""audio_config": {"encoder_layers": 32, "d_model": 1280}"#, 1_040_000_000, true),
      (#""vision_config": {"depth": 99, "hidden_size": 9999}"#, 7_100_000_000, false),
      (#""vision_config": {"depth": 1e99, "hidden_size": [64]}"#, 3_500_000_000, false),
    ])
  func encodersByTheirConfigs(member: String, rest: Int, isPlausible: Bool) throws {
    let entry = try Transformed(
      config: #"{"model_type": "llava", "text_config": \#(CountJudgeTests.config()), \#(member)}"#,
      weights: CountJudgeTests.hub(426_624 + rest))
    #expect(entry["parameters_billions"] == "0.000426624")
    #expect(entry.messages.isEmpty == isPlausible, "\(entry.messages)")
  }

  @Test(
    "where encoders are too large, the whole checkpoint's count is reported unless the family's formulas are exact",
    arguments: [
      ("llama", "", "0.000426624"), ("llama", #""residual_moe": true"#, "9"),
      ("llama", #""routed_expert_hidden_size": 64"#, "9"), ("next_month", "", "9"),
    ])
  func largeEncoders(modelType: String, members: String, expected: String) throws {
    let text = CountJudgeTests.config(members, modelType: modelType)
    let config = #"{"model_type": "\#(modelType)_vl", "text_config": \#(text), "vision_config": {"depth": 2}}"#
    let entry = try Transformed(config: config, weights: CountJudgeTests.hub(9_000_000_000))
    #expect(entry["parameters_billions"] == expected)
    #expect(entry.messages.contains { $0.contains("too many for encoders") }, "\(entry.messages)")
  }

  @Test(
    "the headers of a multimodal model are counted without its encoders, under any model_type",
    arguments: ["llama", "next_month"])
  func encoders(modelType: String) throws {
    let tensors = PackedCheckpoint("none", "", "", prefix: "language_model.") { matrix, _ in
      PackedCheckpoint.plain(matrix)
    }
    .patterns(adding: [
      ("vision_tower.patch_embed.weight", "BF16", [64, 3, 14, 14]),
      ("multi_modal_projector.linear.weight", "BF16", [128, 64]),
    ])
    let config =
      #"{"model_type": "\#(modelType)_vl", "text_config": \#(CountJudgeTests.config(modelType: modelType)), "vision_config": {"depth": 2}}"#
    let entry = try Transformed(
      config: config, weights: #"{"headers": {"tensors": \#(tensors)}, "format": "safetensors"}"#)
    #expect(entry["parameters_billions"] == "0.000426624" && entry["parameters_source"] == "safetensors")
  }
}
