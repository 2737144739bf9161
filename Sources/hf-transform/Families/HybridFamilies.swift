extension Family {
  /// State-space and convolution layers beside attention.
  static let hybrids = [
    attentionFree, jamba, bamba, falconH1, nemotronH, graniteMoEHybrid, lfm2, lfm2MoE, lfm3,
    olmoHybrid,
  ]

  /// State-space models without attention: known, so that they can be refused by name.
  static let attentionFree = Family(
    "mamba", "mamba2", "falcon_mamba", "rwkv", "rwkv5", "rwkv6", "rwkv7", "rwkv6qwen2", "xlstm", "ssm",
    mixers: .recurrent)

  static let jamba = Family(
    "jamba",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 262_144, .vocabulary: 65536, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .attentionPeriod: 8, .attentionOffset: 4, .experts: 16,
      .expertsPerToken: 2, .expertPeriod: 2, .expertOffset: 1, .stateSize: 16, .convolutionKernel: 4,
      .mambaExpand: 2, .convolutionBias: 1,
    ],
    mixers: .periodicAttention, recurrent: StateSpace.mamba(hasNorms: true), experts: Experts(.periodic))

  static let bamba = Family(
    "bamba",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 262_144, .vocabulary: 128_000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .stateSize: 256, .convolutionKernel: 4, .mambaExpand: 2,
      .mambaHeads: 128, .mambaGroups: 1, .convolutionBias: 1,
    ],
    mixers: .listedAttention(otherwise: .recurrentInConfig), attention: attentionWithOptionalBias,
    recurrent: StateSpace.mamba2())

  /// Attention and Mamba-2 side by side in each layer.
  static let falconH1 = Family(
    "falcon_h1",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 8192, .vocabulary: 128_000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .stateSize: 256, .convolutionKernel: 4, .mambaExpand: 2,
      .mambaHeads: 128, .mambaHeadDim: 8, .mambaGroups: 1, .mambaInnerSize: 1024, .convolutionBias: 1,
    ],
    mixers: .allBoth, attention: attentionWithOptionalBias,
    recurrent: StateSpace.mamba2(
      hasNorm: .field(.mambaNorm),
      inner: { layer throws(ConfigError) in
        try layer.size(.mambaInnerSize, or: layer.size(.mambaExpand) * layer.hidden)
      }),
    additionalParameters: { model throws(ConfigError) in
      (model.layers * model.hidden).when(try model.config.flag(.projectorsBias) ?? false)
    })

  /// Each layer is a mixer or a feed-forward, after one norm; the feed-forward is a squared ReLU without a gate.
  static let nemotronH = Family(
    "nemotron_h",
    defaults: [
      .hiddenSize: 4096, .heads: 32, .context: 4096, .vocabulary: 131_072, .intermediateSize: 21504,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 8, .expertsPerToken: 2, .sharedExperts: 1,
      .expertSize: 7688, .sharedExpertSize: 7688, .stateSize: 128, .convolutionKernel: 4, .mambaExpand: 2,
      .mambaHeads: 128, .mambaHeadDim: 64, .mambaGroups: 8, .convolutionBias: 1,
    ],
    mixers: .named([
      ("full_attention", .full, .none), ("attention", .full, .none), ("linear_attention", .recurrent, .none),
      ("mamba", .recurrent, .none),
    ]),
    attention: attentionWithOptionalBias,
    recurrent: StateSpace.mamba2(inner: StateSpace.headsTimesHeadDim, bias: .field(.useBias)),
    feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    experts: Experts(.byMixer, shared: .counted, isGated: false, sharedBias: .field(.feedForwardBias)),
    norms: .rms(perLayer: 1), embeddings: Embeddings(isNeverTied: true))

  /// What runs in every layer beside the experts, or instead of them, is the shared feed-forward.
  static let graniteMoEHybrid = Family(
    "granitemoehybrid",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2, .sharedExpertSize: 1024, .stateSize: 256,
      .convolutionKernel: 4, .mambaExpand: 2, .mambaHeads: 128, .mambaGroups: 1, .convolutionBias: 1,
    ],
    mixers: .recurrentInConfig, attention: attentionWithOptionalBias, recurrent: StateSpace.mamba2(),
    feedForward: .gated(width: { layer throws(ConfigError) in try layer.size(.sharedExpertSize) }),
    experts: Experts(shared: .one()))

  /// Short convolutions; the feed-forward's width is adjusted as in the first Llama.
  static let lfm2 = Family(
    "lfm2",
    defaults: [
      .hiddenSize: 2560, .layers: 32, .heads: 32, .context: 128_000, .vocabulary: 65536, .intermediateSize: 12288,
      .tiedEmbeddings: 1, .keyValueHeads: 8, .feedForwardMultiple: 256, .adjustFeedForward: 1, .convolutionKernel: 3,
    ],
    mixers: .listedAttention(otherwise: .full), attention: .attention(queryKeyNorm: .perHead),
    recurrent: LinearAttention.shortConvolution, feedForward: .gated(width: FeedForward.adjusted))

  static let lfm2MoE = Family(
    "lfm2_moe",
    defaults: [
      .hiddenSize: 2048, .layers: 32, .heads: 32, .context: 128_000, .vocabulary: 65536, .intermediateSize: 7168,
      .tiedEmbeddings: 1, .keyValueHeads: 8, .experts: 32, .expertsPerToken: 4, .expertSize: 1792,
      .firstDenseLayers: 2, .convolutionKernel: 3,
    ],
    mixers: .listedAttention(otherwise: .full), attention: .attention(queryKeyNorm: .perHead),
    recurrent: LinearAttention.shortConvolution, experts: Experts(.afterDenseLayers))

  /// LFM 2 with sliding attention as well, a gate for each head, and norms after the blocks.
  static let lfm3 = Family(
    "lfm3",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 128_000, .vocabulary: 128_000, .intermediateSize: 7680,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 128, .slidingWindow: 256, .convolutionKernel: 7,
    ],
    mixers: .layers { layer, _ in
      layer % 4 == 2 ? .full : layer % 4 == 0 && layer > 0 ? .sliding : .recurrent
    },
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead,
      gate: .perHeadIf(.attentionGate, absent: true)),
    recurrent: LinearAttention.shortConvolution,
    norms: .rms().sandwiched(.field(.sandwichNorm, absent: true)))

  static let olmoHybrid = Family(
    "olmo_hybrid",
    defaults: [
      .hiddenSize: 3840, .layers: 32, .heads: 30, .context: 65536, .vocabulary: 100_352, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjection),
    recurrent: LinearAttention.gatedDeltaNet { layer throws(ConfigError) in
      try LinearAttention.DeltaNetSize(threeQuartersOf: layer)
    })
}
