extension Family {
  /// Phi.
  static let phis = [phi, phi3, phi4Multimodal, phi4Flash, phi3Small, phiMoE]

  /// Attention and feed-forward in parallel, after one norm. All projections and the output head have biases.
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
    "phi3", "phi3_v", "phi4mm",
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

  /// In the first half of the layers, Mamba and differential attention with a window take turns. Then follow one layer
  /// with Mamba and one with full attention. The layers after these use the output of that Mamba layer through a gate,
  /// or the cache of that attention layer, by turns. Source: `phi4flash.py` of vLLM.
  static let phi4Flash = Family(
    "phi4flash",
    defaults: [
      .tiedEmbeddings: 1, .stateSize: 16, .convolutionKernel: 4, .mambaExpand: 2,
    ],
    mixers: .layers { layer, count in
      if layer % 2 == 0 { return layer <= count / 2 ? .recurrent : .none }
      return layer < count / 2 ? .sliding : layer == count / 2 + 1 ? .full : .none
    },
    attention: .attention(bias: .yes, outputBias: .yes), recurrent: StateSpace.mamba(hasNorms: false),
    norms: .layerNorm(), embeddings: Embeddings(headBias: .field(.headBias)),
    additionalParameters: { model throws(ConfigError) in
      let gated = try 2 * model.hidden * StateSpace.expandedWidth(of: model)
      let queries = 2 * (model.hidden * model.heads * model.headDim) + model.heads * model.headDim + model.hidden
      let attending = model.layout.full + model.layout.sliding
      let others = (model.layers - attending - model.layout.recurrent) / 2
      return others * (gated + queries) + (attending + others) * 6 * model.headDim
    }, unused: [.attentionPeriod])

  /// Layer norms; all projections in the layers have biases.
  static let phi3Small = Family(
    "phi3small",
    defaults: [.tiedEmbeddings: 1],
    attention: .attention(bias: .yes, outputBias: .yes), feedForward: .gated(bias: .yes), norms: .layerNorm())

  static let phiMoE = Family(
    "phimoe", "grinmoe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32064, .intermediateSize: 6400,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 16, .expertsPerToken: 2,
    ],
    mixers: .sliding, attention: attentionWithOptionalBias, experts: Experts(), norms: .layerNorm(),
    embeddings: Embeddings(headBias: .field(.headBias)))
}
