extension Family {
  /// Qwen, from the first to the hybrids.
  static let qwenLineage = [qwen, qwen2, qwen2MoE, qwen3, qwen3MoE, qwen3Next, qwen3Hybrid, qwen3HybridMoE]

  /// The feed-forward is half as wide as `intermediate_size` says.
  static let qwen = Family(
    "qwen",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads, bias: .yes),
    feedForward: .gated(width: { layer throws(ConfigError) in try layer.size(.intermediateSize) / 2 }))

  static let qwen2 = Family(
    "qwen2", "qwen2_vl", "qwen2_vl_text", "qwen2_5_vl", "qwen2_5_vl_text", "qwen2_audio", "qwen2_5_omni",
    "qwen2_5_omni_text", "Dream", "dream",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 32768, .vocabulary: 151_936, .intermediateSize: 22016,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .maxWindowLayers: 28,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .yes))

  static let qwen2MoE = Family(
    "qwen2_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 32768, .vocabulary: 151_936, .intermediateSize: 5632,
      .tiedEmbeddings: 0, .keyValueHeads: 16, .queryKeyValueBias: 1, .slidingWindow: 0, .maxWindowLayers: 28,
      .experts: 60, .expertsPerToken: 4, .expertSize: 1408, .sharedExpertSize: 5632, .expertLayerStep: 1,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .field(.queryKeyValueBias)),
    experts: Experts(.everyStep(1), shared: .one(), sharedGate: true))

  static let qwen3 = Family(
    "qwen3", "qwen3_vl", "qwen3_vl_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 32768, .vocabulary: 151_936, .intermediateSize: 22016,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .headDim: 128, .slidingWindow: 4096, .maxWindowLayers: 28,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: queryKeyNormedAttention)

  static let qwen3MoE = Family(
    "qwen3_moe", "qwen3_vl_moe", "qwen3_vl_moe_text",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .context: 32768, .vocabulary: 151_936, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .slidingWindow: 4096, .useSlidingWindow: 0, .experts: 128,
      .expertsPerToken: 8, .expertSize: 768, .expertLayerStep: 1,
    ],
    mixers: .sliding, attention: queryKeyNormedAttention, experts: Experts(.everyStep(1)))

  /// A gated delta net in three of four layers; the attention of the others has an output gate.
  static let qwen3Next = Family(
    "qwen3_next",
    defaults: [
      .hiddenSize: 2048, .layers: 48, .heads: 16, .context: 32768, .vocabulary: 151_936, .intermediateSize: 5632,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 256, .experts: 512, .expertsPerToken: 10, .expertSize: 512,
      .sharedExpertSize: 512, .expertLayerStep: 1, .linearKeyHeads: 16, .linearValueHeads: 32,
      .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    experts: Experts(.everyStep(1), shared: .one(), sharedGate: true))

  static let qwen3Hybrid = Family(
    "qwen3_5", "qwen3_5_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 16, .context: 32768, .vocabulary: 248_320, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 256, .linearKeyHeads: 16, .linearValueHeads: 32,
      .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    unused: [.attentionGate])

  static let qwen3HybridMoE = Family(
    "qwen3_5_moe", "qwen3_5_moe_text",
    defaults: [
      .hiddenSize: 2048, .layers: 40, .heads: 16, .context: 32768, .vocabulary: 248_320, .tiedEmbeddings: 0,
      .keyValueHeads: 2, .headDim: 256, .experts: 256, .expertsPerToken: 8, .expertSize: 512, .sharedExpertSize: 512,
      .linearKeyHeads: 16, .linearValueHeads: 32, .linearKeyHeadDim: 128, .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: gatedQwenAttention, recurrent: LinearAttention.gatedDeltaNet,
    experts: Experts(.all, shared: .one(), sharedGate: true),
    unused: [.attentionGate])

  /// Qwen 3's attention: norms of each head's queries and keys.
  static let queryKeyNormedAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead)

  static let gatedQwenAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .withQueries)
}
