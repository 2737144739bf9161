extension Family {
  /// Cohere's Command and Aya.
  static let coheres = [cohere, cohere2, cohere2MoE]

  /// Attention and feed-forward in parallel, after one norm without bias.
  static let cohere = Family(
    "cohere",
    defaults: [
      .hiddenSize: 8192, .layers: 40, .heads: 64, .context: 8192, .vocabulary: 256_000, .intermediateSize: 22528,
      .tiedEmbeddings: 1,
    ],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjectionIf(.queryKeyNorm)),
    norms: .rms(perLayer: 1))

  /// Like ``cohere``, with a sliding window in three of four layers and without norms of queries and keys.
  static let cohere2 = Family(
    "cohere2",
    defaults: [
      .hiddenSize: 8192, .layers: 40, .heads: 64, .context: 8192, .vocabulary: 256_000, .intermediateSize: 22528,
      .tiedEmbeddings: 1, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(4), attention: attentionWithOptionalBias, norms: .rms(perLayer: 1))

  /// The width of the first layers, which are dense, is `prefix_dense_intermediate_size`, else that of an expert.
  static let cohere2MoE = Family(
    "cohere2_moe",
    defaults: [
      .hiddenSize: 8192, .layers: 40, .heads: 64, .context: 8192, .vocabulary: 256_000, .intermediateSize: 22528,
      .tiedEmbeddings: 1, .headDim: 128, .slidingWindow: 4096, .windowPattern: 4, .experts: 8, .expertsPerToken: 2,
      .sharedExperts: 0,
    ],
    mixers: .everyNthFull(4), attention: attentionWithOptionalBias,
    feedForward: .gated(width: FeedForward.width(in: .prefixDenseIntermediateSize)),
    experts: Experts(.afterDenseLayers, dense: .ifZero, shared: .counted), norms: .rms(perLayer: 1))
}
