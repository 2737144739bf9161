extension Family {
  /// DeepSeek and the models with its fine-grained experts or its latent attention.
  static let deepSeekLineage = [
    deepSeek, deepSeekV2, deepSeekV3, deepSeekV32, glmMoeDSA, dots1, miniCPM3, youtu, kimiLinear, sarvamMLA,
  ]

  /// Plain attention; experts after the first dense layers.
  static let deepSeek = Family(
    "deepseek",
    defaults: [.tiedEmbeddings: 0, .firstDenseLayers: 0],
    attention: attentionWithOptionalBias, experts: Experts(.afterDenseLayers, shared: .counted))

  static let deepSeekV2 = Family(
    "deepseek_v2", "deepseek_vl_v2", "DeepseekOCR",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 64, .sharedExperts: 2, .expertSize: 1407, .firstDenseLayers: 0,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  static let deepSeekV3 = Family(
    "deepseek_v3", "kimi_k2", "kimi_k25_text",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 128, .context: 4096, .vocabulary: 129_280, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 128, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512,
      .queryRank: 1536, .ropeHeadDim: 64, .noRopeHeadDim: 128, .experts: 256, .expertsPerToken: 8, .sharedExperts: 1,
      .expertSize: 2048, .firstDenseLayers: 3,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  /// With a lightning indexer that picks the tokens to attend to.
  static let deepSeekV32 = Family(
    "deepseek_v32",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 128, .context: 163_840, .vocabulary: 129_280, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 128, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512,
      .queryRank: 1536, .ropeHeadDim: 64, .noRopeHeadDim: 128, .indexHeads: 64, .indexHeadDim: 128, .experts: 256,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048, .firstDenseLayers: 3,
    ],
    attention: .latent(), indexers: Indexers.inEveryLayer, experts: Experts(.afterDenseLayers, shared: .counted))

  static let glmMoeDSA = Family(
    "glm_moe_dsa",
    defaults: [
      .hiddenSize: 6144, .layers: 78, .heads: 64, .context: 202_752, .vocabulary: 154_880, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .headDim: 64, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 2048,
      .ropeHeadDim: 64, .noRopeHeadDim: 192, .indexHeads: 32, .indexHeadDim: 128, .experts: 256, .expertsPerToken: 8,
      .sharedExperts: 1, .expertSize: 2048, .firstDenseLayers: 3,
    ],
    attention: .latent(), indexers: Indexers.listed(absent: Indexers.periodicLayers),
    experts: Experts(.afterDenseLayers, shared: .counted))

  static let dots1 = Family(
    "dots1",
    defaults: [
      .hiddenSize: 4608, .layers: 62, .heads: 32, .context: 2048, .vocabulary: 152_064, .intermediateSize: 10944,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .useSlidingWindow: 1,
      .maxWindowLayers: 62, .expertSize: 1408,
      .firstDenseLayers: 0,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: queryKeyNormedAttention,
    experts: Experts(.afterDenseLayers, shared: .counted))

  static let miniCPM3 = Family(
    "minicpm3",
    defaults: [
      .hiddenSize: 2560, .layers: 62, .heads: 40, .context: 32768, .vocabulary: 73448, .intermediateSize: 6400,
      .tiedEmbeddings: 1, .keyValueHeads: 40, .headDim: 32, .keyValueRank: 256, .queryRank: 768, .ropeHeadDim: 32,
      .noRopeHeadDim: 64,
    ],
    attention: .latent(valueHeadDim: { layer in layer.hidden / layer.heads }))

  static let youtu = Family(
    "youtu",
    defaults: [
      .hiddenSize: 2048, .layers: 32, .heads: 16, .context: 131_072, .vocabulary: 128_256, .intermediateSize: 6144,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 64, .noRopeHeadDim: 128,
    ],
    attention: .latent())

  static let sarvamMLA = Family(
    "sarvam_mla",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 64, .context: 4096, .vocabulary: 262_144, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 128, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048,
      .firstDenseLayers: 1,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  /// Kimi delta attention in three of four layers, latent attention in the others. Kimi-K3 adds an output gate, experts
  /// that work in a latent space, and attention over the residuals of earlier blocks: a norm and a query before each
  /// part of a layer and at the end. Source: the tensors of Kimi-K3's checkpoint.
  static let kimiLinear = Family(
    "kimi_linear", "kimi_k3", "kimi_k3_text",
    defaults: [
      .hiddenSize: 2304, .layers: 27, .heads: 32, .context: 1_048_576, .vocabulary: 163_840, .intermediateSize: 9216,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 256, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 1024,
      .linearHeads: 32, .linearHeadDim: 128, .linearKernel: 4, .firstDenseLayers: 1,
    ],
    mixers: .listedAttentionFromOne, attention: .latent(), recurrent: LinearAttention.kimiDelta,
    experts: Experts(.afterDenseLayers, shared: .counted), embeddings: Embeddings(isNeverTied: true),
    additionalParameters: { model throws(ConfigError) in
      try ((4 * model.layers + 2) * model.hidden).when(model.config.int(.residualBlockSize) ?? 0 > 0)
    }, unused: [.linearLayerIndices])
}
