import JSON
import TestSupport
import Testing

/// Tied embeddings where the config of a language model and the one around it contradict each other.
@Suite("Tied embeddings")
struct TyingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let modelType: String
    var innerType = "llama"
    let inner: String?
    let outer: String?
    let isTied: Bool

    var testDescription: String { "\(modelType): \(inner ?? "nothing") inside, \(outer ?? "nothing") outside" }

    static func member(_ value: String?) -> String { value.map { #", "tie_word_embeddings": \#($0)"# } ?? "" }
  }

  static let cases = [
    Case(modelType: "qwen3_vl_moe", inner: "true", outer: "false", isTied: false),
    Case(modelType: "internvl", inner: "false", outer: "true", isTied: true),
    Case(modelType: "llava_onevision", inner: "true", outer: "false", isTied: true),
    Case(modelType: "blip-2", inner: "true", outer: "false", isTied: true),
    Case(modelType: "blip-2", inner: "false", outer: "true", isTied: false),
    Case(modelType: "voxtral", inner: "false", outer: "true", isTied: false),
    Case(modelType: "voxtral", inner: "true", outer: "true", isTied: false),
    Case(modelType: "nemotron_h_omni", inner: "false", outer: "true", isTied: false),
    Case(modelType: "gemma3", inner: "true", outer: "null", isTied: true),
    Case(modelType: "inkling_mm_model", inner: "true", outer: "true", isTied: false),
    // Only one config states it, or none does; the class default of the language model's class is false.
    Case(modelType: "internvl", inner: "false", outer: nil, isTied: false),
    Case(modelType: "internvl", inner: nil, outer: nil, isTied: false),
    Case(modelType: "internvl", inner: nil, outer: "true", isTied: true),
    Case(modelType: "qwen3_vl", inner: "true", outer: nil, isTied: true),
    Case(modelType: "llava", inner: nil, outer: "true", isTied: true),
    Case(modelType: "llama4", inner: nil, outer: "true", isTied: false),
    Case(modelType: "lighton_ocr", inner: nil, outer: nil, isTied: true),
    Case(modelType: "lighton_ocr", inner: nil, outer: "false", isTied: false),
    Case(modelType: "lighton_ocr", inner: "false", outer: nil, isTied: false),
    // The class default of the language model's class is true.
    Case(modelType: "shieldgemma2", innerType: "gemma3_text", inner: nil, outer: "false", isTied: true),
    Case(modelType: "gemma3", innerType: "gemma3_text", inner: nil, outer: "false", isTied: false),
  ]

  @Test(
    "the outer tie_word_embeddings applies, else the inner one, except for classes with another rule", arguments: cases)
  func ties(_ example: Case) throws {
    let sizes = """
      "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 4, "head_dim": 16, \
      "intermediate_size": 128, "vocab_size": 1000, "max_position_embeddings": 512
      """
    let nested = try Transformed(
      config: """
        {"model_type": "\(example.modelType)", "vision_config": {"depth": 2}\(Case.member(example.outer)), \
        "text_config": {"model_type": "\(example.innerType)", \(sizes)\(Case.member(example.inner))}}
        """)
    let alone = try Transformed(
      config: #"{"model_type": "\#(example.innerType)", \#(sizes), "tie_word_embeddings": \#(example.isTied)}"#)
    #expect(
      nested.root["parameters_billions"]?.decimal?.description
        == alone.root["parameters_billions"]?.decimal?.description)
    #expect(nested.error == nil)
  }

  @Test(
    "of two keys for tied embeddings, the one that ties counts, whatever their order",
    arguments: [
      (#""share_embedding": true, "tie_word_embeddings": false"#, true),
      (#""tie_word_embeddings": false, "share_embedding": true"#, true),
      (#""share_embedding": false, "tie_word_embeddings": true"#, true),
      (#""tie_word_embeddings": true, "share_embedding": null"#, true),
      (#""share_embedding": false, "tie_word_embeddings": false"#, false),
    ])
  func tiesByEitherKey(_ keys: String, _ isTied: Bool) throws {
    let sizes = """
      "model_type": "mobilellm", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, \
      "intermediate_size": 128, "vocab_size": 1000, "max_position_embeddings": 512
      """
    let entry = try Transformed(config: "{\(sizes), \(keys)}")
    let layers = 2 * (4 * 64 * 64 + 3 * 64 * 128 + 2 * 64) + 64
    let parameters = layers + (isTied ? 1 : 2) * 64 * 1000
    #expect(entry.root["parameters_billions"]?.double == Double(parameters) / 1e9)
  }
}
