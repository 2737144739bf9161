extension Family {
  /// Muse: sliding layers between full ones, an output gate on attention.
  static let museLineage = [museGlimmer, museSpark]

  /// Norms before and after attention and feed-forward, and three sliding layers for each full one.
  static let museGlimmer = Family(
    "muse_glimmer_text",
    defaults: [
      .hiddenSize: 6656, .layers: 52, .heads: 32, .context: 131_072, .vocabulary: 202_048, .intermediateSize: 19968,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 128, .slidingWindow: 2048,
    ],
    mixers: .everyNthFull(4), attention: gatedAttention, norms: .rms(perLayer: 4))

  /// Experts in a latent space with norms before and after them, and a gate on each residual; every fourth layer from
  /// the last one back uses full attention.
  static let museSpark = Family(
    "muse_spark_text", "muse_spark",
    defaults: [
      .hiddenSize: 8192, .layers: 62, .heads: 128, .context: 1_048_576, .vocabulary: 202_048, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .keyValueHeads: 16, .headDim: 64, .slidingWindow: 2048, .experts: 256, .expertsPerToken: 8,
      .expertSize: 4096, .expertLatentSize: 4096,
    ],
    mixers: .layers { layer, count in (count - 1 - layer) % 4 == 0 ? .full : .sliding }, attention: gatedAttention,
    experts: Experts(additionalParameters: { layer throws(ConfigError) in try 2 * layer.size(.expertLatentSize) }),
    norms: .rms(perLayer: 5), embeddings: Embeddings(isNeverTied: true))

  private static let gatedAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), gate: .wholeProjection)
}
