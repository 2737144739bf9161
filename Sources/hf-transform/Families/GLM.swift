extension Family {
  /// ChatGLM and GLM.
  static let glms = [chatGLM, glm, glm4, glm4V, glmOCR, glm4MoE, glm4VMoE, glm4MoELite, glmMoeDSA, glm5Next]

  /// The ChatGLM models after the first.
  static let chatGLM = Family(
    "chatglm",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        guard try layer.flag(.multiQuery) ?? false else { return layer.heads }
        return try layer.size(.multiQueryGroups, or: 2)
      }, bias: .field(.queryKeyValueBias), outputBias: .field(.addBiasLinear)),
    feedForward: .gated(bias: .field(.addBiasLinear)))

  /// The first ChatGLM: GPT-2's layers with rotary positions. It has the `model_type` of the later ones, so it is not
  /// in the list; ``FamilyRegistry`` recognizes it by `inner_hidden_size`. Source: `modeling_chatglm.py` of ChatGLM-6B.
  static let firstChatGLM: Family = .init(
    "chatglm",
    defaults: [
      .hiddenSize: 4096, .layers: 28, .heads: 32, .context: 2048, .vocabulary: 130_528, .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead,
    feedForward: .plain(width: { layer throws(ConfigError) in
      try layer.size(.plainIntermediateSize, or: 4 * layer.hidden)
    }),
    norms: .layerNorm())

  static let glm = Family(
    "glm",
    defaults: [
      .hiddenSize: 4096, .layers: 40, .heads: 32, .context: 131_072, .vocabulary: 151_552, .intermediateSize: 13696,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 128, .attentionBias: 1,
    ],
    attention: .attention(bias: .field(.attentionBias)))

  /// Like ``glm``, with norms after attention and feed-forward as well.
  static let glm4 = Family(
    "glm4",
    defaults: [
      .hiddenSize: 4096, .layers: 40, .heads: 32, .context: 131_072, .vocabulary: 151_552, .intermediateSize: 13696,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 128, .attentionBias: 1,
    ],
    attention: .attention(bias: .field(.attentionBias)), norms: .rms(perLayer: 4))

  static let glm4V = glm4.variant(
    "glm4v_text", "glm4v",
    defaults: [
      .hiddenSize: 4096, .layers: 40, .heads: 32, .context: 32768, .vocabulary: 151_552, .intermediateSize: 13696,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .attentionBias: 1,
    ])

  static let glmOCR = Family(
    "glm_ocr_text", "glm_ocr",
    defaults: [
      .hiddenSize: 1024, .layers: 16, .heads: 16, .context: 131_072, .vocabulary: 59392, .intermediateSize: 4096,
      .tiedEmbeddings: 0, .keyValueHeads: 8,
    ],
    norms: .rms(perLayer: 4))

  static let glm4MoE = Family(
    "glm4_moe",
    defaults: [
      .hiddenSize: 4096, .layers: 46, .heads: 96, .context: 131_072, .vocabulary: 151_552, .intermediateSize: 10944,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 128, .expertsPerToken: 8, .sharedExperts: 1,
      .expertSize: 1408, .firstDenseLayers: 1,
    ],
    attention: .attention(bias: .field(.attentionBias), queryKeyNorm: .perHeadIf(.queryKeyNorm)),
    experts: Experts(.afterDenseLayers, shared: .counted))

  static let glm4VMoE = glm4MoE.variant(
    "glm4v_moe_text", "glm4v_moe",
    defaults: [
      .hiddenSize: 4096, .layers: 46, .heads: 96, .context: 65536, .vocabulary: 151_424, .intermediateSize: 10944,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .attentionBias: 1, .experts: 128, .expertsPerToken: 8, .sharedExperts: 1,
      .expertSize: 1408, .firstDenseLayers: 1,
    ])

  static let glm4MoELite = Family(
    "glm4_moe_lite",
    defaults: [
      .hiddenSize: 2048, .layers: 47, .heads: 20, .context: 202_752, .vocabulary: 154_880, .intermediateSize: 10240,
      .tiedEmbeddings: 0, .keyValueHeads: 20, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 768,
      .ropeHeadDim: 64, .noRopeHeadDim: 192, .experts: 64, .expertsPerToken: 4, .sharedExperts: 1, .expertSize: 1536,
      .firstDenseLayers: 1,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  static let glmMoeDSA = Family(
    "glm_moe_dsa",
    defaults: [
      .hiddenSize: 6144, .layers: 78, .heads: 64, .context: 202_752, .vocabulary: 154_880, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .headDim: 64, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 2048,
      .ropeHeadDim: 64, .noRopeHeadDim: 192, .indexHeads: 32, .indexHeadDim: 128, .experts: 256, .expertsPerToken: 8,
      .sharedExperts: 1, .expertSize: 2048, .firstDenseLayers: 3,
    ],
    attention: .latent(), indexers: Indexers.listed(absent: Indexers.periodicLayers), feedForward: .gated(bias: .no),
    experts: Experts(.afterDenseLayers, shared: .counted))

  /// Kimi delta attention in three of four layers, latent attention with an indexer in the others, several residual
  /// streams. For each token the indexer caches a key, a gate as wide as the key, and whether the token is padding.
  static let glm5Next = Family(
    "glm5_next_text", "glm5_next",
    defaults: [
      .hiddenSize: 4096, .layers: 45, .heads: 64, .context: 1_048_576, .vocabulary: 154_880, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 0, .noRopeHeadDim: 256, .indexHeads: 32, .indexHeadDim: 128, .indexPool: 16, .experts: 288,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048, .firstDenseLayers: 3, .linearHeads: 64,
      .linearHeadDim: 128, .linearKernel: 4, .hyperConnections: 4,
    ],
    mixers: .everyNthAttends(4), attention: .latent(), recurrent: LinearAttention.kimiDelta,
    indexers: CachedModule(
      parameters: { model throws(ConfigError) in
        let headDim = try model.size(.indexHeadDim)
        let pooling = try headDim * (model.size(.indexPool) + model.hidden)
        return try Indexers.listedFullLayers(model) * (Indexers.lightning(model) + pooling)
      },
      elementsPerToken: { model throws(ConfigError) in
        try Indexers.listedFullLayers(model) * (2 * model.size(.indexHeadDim) + 1)
      }),
    experts: Experts(.afterDenseLayers, shared: .counted), additionalParameters: HyperConnections.inLayers,
    unused: [.headDim])
}
