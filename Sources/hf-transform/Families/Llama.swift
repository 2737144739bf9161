extension Family {
  /// Meta's Llama with the language models of its multimodal models, Code World Model, and Muse.
  static let llamas = [llama, llama4, mllama, cwm, museGlimmer, museSpark]

  /// Attention with biases on all four projections if the config says so (`attention_bias`).
  static let attentionWithOptionalBias = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias))

  static let llama = Family(
    "llama", "llama_text", "Yi", "aquila", "solar",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias)

  /// Chunked attention in the layers with RoPE; a shared expert as wide as a routed one.
  static let llama4 = Family(
    "llama4", "llama4_text",
    defaults: [
      .hiddenSize: 5120, .layers: 48, .heads: 40, .context: 131_072, .vocabulary: 202_048, .intermediateSize: 8192,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .queryKeyNorm: 1, .chunkSize: 8192, .noRopeInterval: 4,
      .denseIntermediateSize: 16384, .experts: 16, .expertsPerToken: 1, .expertLayerStep: 1,
    ],
    mixers: .chunkedWithRope, attention: attentionWithOptionalBias,
    feedForward: .gated(width: FeedForward.width(in: .denseIntermediateSize)),
    experts: Experts(.interleaved, shared: .one(absent: .field(.intermediateSize))))

  /// Llama 3.2 Vision. Some layers attend to the image instead of the text. The embeddings have eight more rows than
  /// the output head, for tokens that are never predicted.
  static let mllama = Family(
    "mllama_text_model", "mllama",
    defaults: [
      .hiddenSize: 4096, .layers: 40, .heads: 32, .context: 131_072, .vocabulary: 128_256, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8,
    ],
    mixers: .crossAttention, embeddings: Embeddings(isNeverTied: true),
    additionalParameters: { model throws(ConfigError) in
      let crossAttention = try model.largest(Family.queryKeyNormedAttention.parameters) + 2
      return (model.layers - model.layout.full) * crossAttention + 8 * model.hidden
    })

  static let cwm = Family(
    "cwm",
    defaults: [
      .hiddenSize: 6144, .layers: 64, .heads: 48, .context: 131_072, .vocabulary: 128_256, .intermediateSize: 21504,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .slidingWindow: 8192,
    ],
    mixers: .pattern([.full, .sliding, .sliding, .sliding]))

  /// Norms before and after attention and feed-forward; a sliding window in three of four layers.
  static let museGlimmer = Family(
    "muse_glimmer_text",
    defaults: [
      .hiddenSize: 6656, .layers: 52, .heads: 32, .context: 131_072, .vocabulary: 202_048, .intermediateSize: 19968,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 128, .slidingWindow: 2048,
    ],
    mixers: .everyNthFull(4), attention: gatedAttention, norms: .rms(perLayer: 4))

  /// Experts in a latent space with norms before and after them, and a gate on each residual. The last layer and every
  /// fourth layer before it use full attention.
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

  /// Attention with biases like ``attentionWithOptionalBias``, and with an output gate.
  static let gatedAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), gate: .wholeProjection)
}
