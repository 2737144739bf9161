import JSON

/// The values that a multimodal config class assumes if the config of its language model leaves them out. They replace
/// the defaults of the language model's class. Source: `sub_configs_defaults` of the config classes in transformers
/// 5.24, and for tied embeddings the default of the multimodal class, if transformers 4 does not have the class.
enum NestedDefaults {
  /// The defaults for the `model_type` of the outermost config; empty for most.
  static func of(_ outerModelType: JSONElement?) -> [ClassDefault] {
    guard let outerModelType else { return [] }
    return table.first { outerModelType.equals($0.outerModelType) }?.defaults.items ?? []
  }

  private static let table: [(outerModelType: StaticString, defaults: ClassDefaults)] = [
    (
      "glmasr",
      [
        .hiddenSize: 2048, .layers: 28, .heads: 16, .context: 8192, .vocabulary: 59264, .intermediateSize: 6144,
        .keyValueHeads: 4, .tiedEmbeddings: 1,
      ]
    ),
    (
      "voxtral",
      [
        .hiddenSize: 3072, .layers: 30, .context: 131_072, .vocabulary: 131_072, .intermediateSize: 8192,
        .keyValueHeads: 8, .headDim: 128,
      ]
    ),
    (
      "voxtral_realtime",
      [
        .hiddenSize: 3072, .layers: 26, .vocabulary: 131_072, .intermediateSize: 9216, .headDim: 128,
        .slidingWindow: 8192,
      ]
    ),
    ("fun_asr_nano", [.tiedEmbeddings: 1]),
    ("granite_speech_plus", [.tiedEmbeddings: 1]),
    ("hunyuan_vl", [.tiedEmbeddings: 1]),
    ("hyperclovax_vision_v2", [.tiedEmbeddings: 1]),
    ("kimi_k25", [.tiedEmbeddings: 1]),
    ("lighton_ocr", [.tiedEmbeddings: 1]),
    ("minicpm_ocr", [.tiedEmbeddings: 1]),
    ("moss_transcribe_diarize", [.tiedEmbeddings: 1]),
    ("pp_chart2table", [.tiedEmbeddings: 1]),
    ("qwen3_asr", [.tiedEmbeddings: 1]),
  ]
}
