extension Family {
  /// NVIDIA's Nemotron (dense, hybrid and pruned models) and Cosmos.
  static let nemotrons = [nemotron, nemotronH, nemotronNAS, cosmos3Edge]

  /// Layer norms; the feed-forward has a squared ReLU and no gate.
  static let nemotron = Family(
    "nemotron",
    defaults: [
      .hiddenSize: 6144, .layers: 32, .heads: 48, .context: 4096, .vocabulary: 256_000, .intermediateSize: 24576,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    norms: .layerNorm())

  /// Each layer has one norm and one part: attention, Mamba-2, a feed-forward, or experts. Feed-forward and experts
  /// have a squared ReLU and no gate.
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
    experts: Experts(
      .byLayerTypes, dense: .ifOne, shared: .counted, isGated: false, sharedBias: .field(.feedForwardBias)),
    norms: .rms(perLayer: 1), embeddings: Embeddings(isNeverTied: true))

  static let nemotronNAS = Family(
    "nemotron-nas", "deci",
    defaults: [.tiedEmbeddings: 0],
    mixers: .blockConfigs, attention: .attention(keyValueHeads: BlockConfigs.keyValueHeads),
    feedForward: .countedElsewhere(width: BlockConfigs.width), norms: .rms(perLayer: 0),
    additionalParameters: BlockConfigs.parameters
  )

  static let cosmos3Edge = Family(
    "cosmos3_edge_text",
    defaults: [
      .hiddenSize: 2048, .layers: 28, .heads: 16, .context: 131_072, .vocabulary: 131_072, .intermediateSize: 9216,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    embeddings: Embeddings(isNeverTied: true))
}
