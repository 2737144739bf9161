extension Family {
  /// Zamba: Mamba layers, some of them after attention blocks whose weights all of them share.
  static let zambaLineage = [zamba, zamba2]

  /// Attention sees the embeddings beside the hidden states, so that it is twice as wide.
  static let zamba = Family(
    "zamba",
    defaults: [
      .hiddenSize: 3712, .layers: 76, .heads: 16, .context: 4096, .vocabulary: 32000, .intermediateSize: 14848,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .attentionPeriod: 6, .attentionOffset: 4, .stateSize: 16,
      .convolutionKernel: 4, .mambaExpand: 2, .mambaHeads: 2, .convolutionBias: 1,
    ],
    mixers: .sharedAttention, attention: .sharedAttention,
    recurrent: StateSpace.mamba(hasNorms: false), feedForward: .countedElsewhere(),
    norms: .rms(perLayer: 1),
    headDim: SharedTransformer.headDim,
    additionalParameters: { model throws(ConfigError) in try SharedTransformer.parameters(model) },
    unused: [.mambaHeads, .mambaHeadDim])

  static let zamba2 = Family(
    "zamba2",
    defaults: [
      .hiddenSize: 2560, .layers: 54, .heads: 32, .context: 4096, .vocabulary: 32000, .tiedEmbeddings: 1,
      .stateSize: 64, .convolutionKernel: 4, .mambaExpand: 2, .mambaHeads: 8, .mambaGroups: 1, .convolutionBias: 1,
      .memoryBlocks: 1, .adapterRank: 128,
    ],
    mixers: .sharedAttention, attention: .sharedAttention,
    recurrent: StateSpace.mamba2(bias: .field(.addBiasLinear), convolutionBias: .yes),
    feedForward: .countedElsewhere(width: FeedForward.fourfold), norms: .rms(perLayer: 1),
    headDim: SharedTransformer.headDim,
    additionalParameters: { model throws(ConfigError) in
      try SharedTransformer.parameters(model) + SharedTransformer.adapters(model)
    }, unused: [.attentionPeriod, .attentionOffset, .convolutionBias])
}
