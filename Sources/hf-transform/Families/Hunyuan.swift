extension Family {
  /// Hunyuan.
  static let hunyuans = [hunyuanDense, hunyuanMoE, hunyuanLarge, hunyuanV3, hunyuanV4, hunyuanV4VL]

  static let hunyuanDense = Family(
    "hunyuan_v1_dense", "hunyuan_vl_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 290_943, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: queryKeyNormedAttention)

  static let hunyuanMoE = Family(
    "hunyuan_v1_moe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 290_943, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 1, .expertsPerToken: 1,
    ],
    attention: queryKeyNormedAttention,
    experts: Experts(dense: .ifOne, shared: .one(absent: .field(.intermediateSize))),
    additionalParameters: { model throws(ConfigError) in
      // A model with one expert counts as dense: the shared expert is its feed-forward. The one expert and its router
      // are added here.
      guard model.layout.sparse == 0 else { return 0 }
      return try model.layers * (model.largest(model.family.feedForward.parameters) + model.hidden)
    })

  /// With `use_cla`, groups of `cla_share_factor` layers share one KV cache (cross-layer attention).
  static let hunyuanLarge = Family(
    "hunyuan",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHeadIf(.queryKeyNorm),
      canShareCaches: true),
    experts: Experts(dense: .ifOne, shared: .one(absent: .field(.intermediateSize, absent: 0))))

  static let hunyuanV3 = Family(
    "hy_v3",
    defaults: [
      .hiddenSize: 4096, .layers: 80, .heads: 64, .context: 131_072, .vocabulary: 120_832, .intermediateSize: 13312,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 192, .expertsPerToken: 8, .sharedExperts: 1,
      .expertSize: 1536, .firstDenseLayers: 1,
    ],
    attention: queryKeyNormedAttention,
    experts: Experts(.afterDenseLayers, shared: .counted, sharedBias: .field(.feedForwardBias)))

  /// Latent attention with an output gate and attention sinks; some layers have an indexer; several residual streams.
  static let hunyuanV4 = Family(
    "hy_v4",
    defaults: [
      .hiddenSize: 2816, .layers: 34, .heads: 32, .context: 262_144, .vocabulary: 120_832, .intermediateSize: 6912,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 64, .noRopeHeadDim: 192, .indexHeads: 16, .indexHeadDim: 128, .hyperConnections: 4, .experts: 256,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 768, .firstDenseLayers: 1,
    ],
    attention: .latent(additionalParameters: { layer throws(ConfigError) in
      try layer.heads * layer.size(.valueHeadDim) * layer.hidden + layer.heads
    }),
    // By default the first layer has an indexer, and every fourth layer from the second on.
    indexers: Indexers.listed(absent: { model in 1 + (model.layers + 2) / 4 }),
    experts: Experts(.afterDenseLayers, shared: .counted),
    additionalParameters: { model throws(ConfigError) in try HyperConnections.parameters(model, mixesStreams: false) })

  static let hunyuanV4VL = hunyuanV4.variant(
    "hy_v4_vl_text", "hy_v4_vl",
    defaults: [
      .hiddenSize: 6144, .layers: 78, .heads: 64, .context: 262_144, .vocabulary: 120_832, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 2048,
      .ropeHeadDim: 64, .noRopeHeadDim: 192, .indexHeads: 32, .indexHeadDim: 128, .hyperConnections: 4, .experts: 256,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048, .firstDenseLayers: 1,
    ])
}
