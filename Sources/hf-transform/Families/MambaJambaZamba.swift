extension Family {
  /// State-space models, and early hybrids of them and attention: Jamba, Bamba, Zamba.
  static let mambas = [attentionFree, jamba, bamba, zamba, zamba2]

  /// Models without attention. hf-transform refuses them; without this family it would describe them as a similar
  /// family with attention.
  static let attentionFree = Family(
    "mamba", "mamba2", "falcon_mamba", "rwkv", "rwkv5", "rwkv6", "rwkv7", "rwkv6qwen2", "xlstm", "ssm",
    "retnet", "gla", "gsa", "hgrn", "hgrn2", "linear_attn", "delta_net", "gated_deltanet", "gated_deltaproduct",
    "lightnet", "mesa_net", "comba", "rodimus", "log_linear_mamba2",
    mixers: .recurrent)

  static let jamba = Family(
    "jamba",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 262_144, .vocabulary: 65536, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .attentionPeriod: 8, .attentionOffset: 4, .experts: 16,
      .expertsPerToken: 2, .expertPeriod: 2, .expertOffset: 1, .stateSize: 16, .convolutionKernel: 4,
      .mambaExpand: 2, .convolutionBias: 1,
    ],
    mixers: .periodicAttention, recurrent: StateSpace.mamba(hasNorms: true), experts: Experts(.periodic, dense: .ifOne))

  static let bamba = Family(
    "bamba",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 262_144, .vocabulary: 128_000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .stateSize: 256, .convolutionKernel: 4, .mambaExpand: 2,
      .mambaHeads: 128, .mambaGroups: 1, .convolutionBias: 1,
    ],
    mixers: .listedAttention(otherwise: .recurrentInConfig), attention: attentionWithOptionalBias,
    recurrent: StateSpace.mamba2())

  /// The input of attention is the hidden state and the token embedding, side by side, so its heads are twice as wide.
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
