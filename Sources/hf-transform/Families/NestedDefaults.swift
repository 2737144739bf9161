import JSON

/// What multimodal classes assume of the language model inside them where its config leaves out a size. These defaults
/// replace those of the language model's own class. Source:
/// `sub_configs_defaults` of their configs in transformers 5.24.
enum NestedDefaults {
  /// The defaults by the `model_type` of the outermost config; none for most.
  static func of(_ outerModelType: JSONElement?) -> [ClassDefault] {
    guard let outerModelType else { return [] }
    return table.first { outerModelType.equals($0.outerModelType) }?.defaults.items ?? []
  }

  private static let table: [(outerModelType: StaticString, defaults: ClassDefaults)] = [
    (
      "glmasr",
      [
        .hiddenSize: 2048, .layers: 28, .heads: 16, .context: 8192, .vocabulary: 59264, .intermediateSize: 6144,
        .keyValueHeads: 4,
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
  ]
}
