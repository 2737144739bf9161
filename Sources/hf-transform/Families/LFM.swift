extension Family {
  /// Liquid's LFM: some layers have attention, the others a short convolution.
  static let lfms = [lfm2, lfm2MoE, lfm3]

  /// The width of the feed-forward is computed from the stated one (``FeedForward/adjusted``).
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

  /// Like ``lfm2``, with sliding windows in some layers, a gate for each head, and norms after each part of a layer.
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
}
