extension Family {
  /// Latent attention with gates, sinks or more norms.
  static let latentVariants = [axK1, axK2, hunyuanV4, mistral4, dots3Note]

  static let mistral4 = Family(
    "mistral4",
    defaults: [
      .hiddenSize: 4096, .layers: 36, .heads: 32, .context: 1_048_576, .vocabulary: 131_072, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .valueHeadDim: 128, .keyValueRank: 256, .queryRank: 1024,
      .ropeHeadDim: 64, .noRopeHeadDim: 64, .experts: 128, .expertsPerToken: 4, .sharedExperts: 1, .expertSize: 2048,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  /// A norm after each mixture of experts.
  static let axK1 = Family(
    "axk1",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 64, .context: 32768, .vocabulary: 163_840, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 64, .noRopeHeadDim: 128, .experts: 192, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048,
      .firstDenseLayers: 1,
    ],
    attention: .latent(),
    experts: Experts(.afterDenseLayers, shared: .counted, additionalParameters: { layer in layer.hidden }))

  /// One projection, from twice the rank, makes queries and an output gate; norms have a low-rank gate where a mixture
  /// of experts follows.
  static let axK2 = Family(
    "axk2",
    defaults: [
      .hiddenSize: 2048, .layers: 48, .heads: 32, .context: 131_072, .vocabulary: 163_840, .intermediateSize: 5120,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .valueHeadDim: 64, .keyValueRank: 128, .queryRank: 384,
      .ropeHeadDim: 32, .noRopeHeadDim: 64, .indexHeads: 16, .indexHeadDim: 128, .normRank: 16, .experts: 128,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 512, .firstDenseLayers: 1,
    ],
    attention: .latent(additionalParameters: { layer throws(ConfigError) in
      let keyHeadDim = try layer.size(.noRopeHeadDim) + layer.size(.ropeHeadDim)
      return try layer.size(.queryRank) * layer.heads * (keyHeadDim + 2 * layer.size(.valueHeadDim))
    }),
    indexers: Indexers.inEveryLayer,
    experts: Experts(.afterDenseLayers, shared: .counted),
    additionalParameters: { model throws(ConfigError) in
      try (model.layers + model.layout.sparse) * 2 * model.size(.normRank) * model.hidden
    })

  /// An output gate and sinks; some layers have an indexer; several residual streams.
  static let hunyuanV4 = Family(
    "hy_v4", "hy_v4_vl_text",
    defaults: [
      .hiddenSize: 2816, .layers: 34, .heads: 32, .context: 262_144, .vocabulary: 120_832, .intermediateSize: 6912,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .valueHeadDim: 256, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 64, .noRopeHeadDim: 192, .indexHeads: 16, .indexHeadDim: 128, .hyperConnections: 4, .experts: 256,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 768, .firstDenseLayers: 1,
    ],
    attention: .latent(additionalParameters: { layer throws(ConfigError) in
      try layer.heads * layer.size(.valueHeadDim) * layer.hidden + layer.heads
    }),
    // The first layer has an indexer, and every fourth from the second on.
    indexers: Indexers.listed(absent: { model in 1 + (model.layers + 2) / 4 }),
    experts: Experts(.afterDenseLayers, shared: .counted),
    additionalParameters: { model throws(ConfigError) in try HyperConnections.parameters(model, mixesStreams: false) })

  /// Sliding layers have fewer heads and a larger rank; a norm of the rotary keys, and a gate for each head.
  static let dots3Note = Family(
    "dots3_note_text", "dots3_note",
    defaults: [
      .hiddenSize: 5120, .layers: 46, .heads: 128, .context: 524_288, .vocabulary: 152_064, .intermediateSize: 13824,
      .tiedEmbeddings: 0, .keyValueHeads: 128, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1024,
      .ropeHeadDim: 64, .noRopeHeadDim: 128, .indexHeads: 64, .indexHeadDim: 128, .slidingWindow: 512,
      .windowHeads: 64, .windowQueryRank: 1024, .windowKeyValueRank: 1024, .windowHeadDim: 256,
      .windowNoRopeHeadDim: 192, .windowValueHeadDim: 128, .experts: 256, .expertsPerToken: 8,
      .sharedExperts: 1, .expertSize: 1536, .sharedExpertSize: 1536, .firstDenseLayers: 1,
    ],
    mixers: .layers { layer, _ in layer < 2 || layer % 4 == 1 ? .full : .sliding },
    attention: .latent(additionalParameters: { layer throws(ConfigError) in
      try layer.size(.ropeHeadDim) + layer.heads * layer.hidden
    }),
    slidingAttention: Block(
      kind: .latent, keyValueHeads: KeyValueHeads.field(.windowHeads),
      parameters: { layer throws(ConfigError) in
        let size = try LatentAttention.Dimensions.ofWindow(layer)
        let own = try LatentAttention.parameters(layer, size, bias: .field(.attentionBias))
        return own + size.rope + size.heads * layer.hidden
      },
      cachedElements: { layer throws(ConfigError) in
        let size = try LatentAttention.Dimensions.ofWindow(layer)
        return size.rank + size.rope
      }),
    indexers: Indexers.inFullLayers,
    experts: Experts(.afterDenseLayers, shared: .countedWithOwnSize))
}
