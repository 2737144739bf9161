extension Family {
  /// Llama and the models that share its layers, up to biases and query/key norms.
  static let llamaLineage = [llama, mistral, mixtral, qwen2, qwen3, qwen3MoE, qwen2MoE]

  static let llama = Family(
    "llama", "Yi", "xverse", "aquila", "llama_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .intermediateSize: 11008, .vocabulary: 32000, .context: 2048,
      .tiedEmbeddings: 0,
    ],
    attention: .attention(bias: .field(.attentionBias), outputBias: .field(.attentionBias)),
    feedForward: .gated(bias: .field(.feedForwardBias)))

  static let mistral = Family(
    "mistral", "ministral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .keyValueHeads: 8, .intermediateSize: 14336, .vocabulary: 32000,
      .context: 131_072, .tiedEmbeddings: 0,
    ],
    mixers: .sliding)

  static let mixtral = Family(
    "mixtral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .keyValueHeads: 8, .intermediateSize: 14336, .vocabulary: 32000,
      .context: 131_072, .experts: 8, .expertsPerToken: 2, .tiedEmbeddings: 0,
    ],
    mixers: .sliding, experts: Experts())

  static let qwen2 = Family(
    "qwen2",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .intermediateSize: 22016, .vocabulary: 151_936, .context: 32768,
      .tiedEmbeddings: 0,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .yes))

  static let qwen3 = Family(
    "qwen3", "qwen3_vl_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .intermediateSize: 22016, .vocabulary: 151_936, .context: 32768,
      .headDim: 128, .tiedEmbeddings: 0,
    ],
    mixers: .slidingFromMaxWindowLayers,
    attention: .attention(bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead))

  static let qwen3MoE = Family(
    "qwen3_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .keyValueHeads: 4, .intermediateSize: 6144, .vocabulary: 151_936,
      .context: 32768, .experts: 128, .expertsPerToken: 8, .expertSize: 768, .tiedEmbeddings: 0,
    ],
    mixers: .slidingFromMaxWindowLayers,
    attention: .attention(bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead),
    experts: Experts(.everyStep(1)))

  static let qwen2MoE = Family(
    "qwen2_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .intermediateSize: 5632, .vocabulary: 151_936,
      .context: 32768, .experts: 60, .expertsPerToken: 4, .expertSize: 1408, .sharedExpertSize: 5632, .tiedEmbeddings: 0,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .field(.queryKeyValueBias, absent: true)),
    experts: Experts(.everyStep(1), shared: .one(absent: .number(5632)), sharedGate: true))
}
