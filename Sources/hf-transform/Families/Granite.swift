extension Family {
  /// IBM's Granite: dense models, mixtures of experts, hybrids with Mamba-2, and models with sliding windows.
  static let granites = [
    granite, graniteDocling, graniteMoE, graniteMoEShared, graniteMoEHybrid, graniteSWA, graniteMoESWA,
  ]

  static let granite = Family(
    "granite", "granite4_vision_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias)

  static let graniteDocling = granite.variant(
    "granite_docling_text", "granite_docling",
    defaults: [
      .hiddenSize: 1024, .layers: 28, .heads: 16, .context: 32768, .vocabulary: 133_800, .intermediateSize: 2048,
      .tiedEmbeddings: 1, .keyValueHeads: 4,
    ])

  static let graniteMoE = Family(
    "granitemoe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2,
    ],
    attention: attentionWithOptionalBias, experts: Experts())

  static let graniteMoEShared = Family(
    "granitemoeshared",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2, .sharedExpertSize: 0,
    ],
    attention: attentionWithOptionalBias, experts: Experts(shared: .one()))

  /// Every layer has a shared feed-forward: in parallel with the experts, or alone in a model without experts.
  static let graniteMoEHybrid = Family(
    "granitemoehybrid",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2, .sharedExpertSize: 1024, .stateSize: 256,
      .convolutionKernel: 4, .mambaExpand: 2, .mambaHeads: 128, .mambaGroups: 1, .convolutionBias: 1,
    ],
    mixers: .recurrentInConfig, attention: attentionWithOptionalBias, recurrent: StateSpace.mamba2(),
    feedForward: .gated(width: { layer throws(ConfigError) in try layer.size(.sharedExpertSize) }),
    experts: Experts(dense: .ifZero, shared: .one()))

  /// Attention with biases like ``attentionWithOptionalBias``, and with sinks.
  static let attentionWithSinks = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), hasSinks: true)

  static let graniteSWA = Family(
    "granite_swa",
    defaults: [
      .hiddenSize: 2560, .layers: 24, .heads: 20, .context: 8192, .vocabulary: 100_352, .intermediateSize: 8192,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .slidingWindow: 128,
    ],
    mixers: .pattern([.full, .sliding, .sliding, .sliding]), attention: attentionWithSinks)

  static let graniteMoESWA = Family(
    "granitemoe_swa",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .slidingWindow: 128, .experts: 8, .expertsPerToken: 2, .sharedExpertSize: 0,
    ],
    mixers: .pattern([.full, .sliding, .sliding, .sliding]), attention: attentionWithSinks,
    experts: Experts(shared: .one()))
}
