extension Family {
  /// Phi.
  static let phis = [phi, phi3, phi4Multimodal, phi3Small, phiMoE]

  /// Attention and feed-forward in parallel, after one norm; biases everywhere, the head's included.
  static let phi = Family(
    "phi", "phi-msft", "mixformer-sequential",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .context: 2048, .vocabulary: 51200, .intermediateSize: 8192,
      .tiedEmbeddings: 0,
    ],
    attention: .attention(bias: .yes, outputBias: .yes), feedForward: .plain(), norms: .layerNorm(perLayer: 1),
    embeddings: Embeddings(headBias: .yes),
    additionalParameters: { model throws(ConfigError) in
      (4 * model.layers * model.headDim).when(try model.config.flag(.queryKeyNorm) ?? false)
    })

  static let phi3 = Family(
    "phi3", "phi4mm",
    defaults: [
      .hiddenSize: 3072, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 32064, .intermediateSize: 8192,
      .tiedEmbeddings: 0,
    ],
    mixers: .sliding)

  static let phi4Multimodal = phi3.variant(
    "phi4_multimodal",
    defaults: [
      .hiddenSize: 3072, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 200_064, .intermediateSize: 8192,
      .tiedEmbeddings: 0, .keyValueHeads: 8,
    ])

  /// Biases and layer norms.
  static let phi3Small = Family(
    "phi3small",
    defaults: [.tiedEmbeddings: 1],
    attention: .attention(bias: .yes, outputBias: .yes), feedForward: .gated(bias: .yes), norms: .layerNorm())

  static let phiMoE = Family(
    "phimoe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32064, .intermediateSize: 6400,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 16, .expertsPerToken: 2,
    ],
    mixers: .sliding, attention: attentionWithOptionalBias, experts: Experts(), norms: .layerNorm(),
    embeddings: Embeddings(headBias: .field(.headBias)))
}
