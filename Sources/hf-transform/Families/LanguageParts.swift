import JSON

/// Language models that transformers has only inside multimodal ones. Source: their classes in transformers 5.24.
extension Family {
  static let languageParts = [
    kosmos2, kosmos25, voxtralRealtime, cosmos3Edge, ernie45VL, deepSeekOCR2, unlimitedOCR, qwen3OmniMoE, glm5Next,
    mistralLarge4,
  ]

  /// Norms within attention and feed-forward as well.
  static let kosmos2 = Family(
    "kosmos_2_text_model",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .context: 2048, .vocabulary: 65037, .intermediateSize: 8192,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(),
    additionalParameters: { model throws(ConfigError) in
      try model.layers * 2 * (model.hidden + model.size(.intermediateSize))
    })

  /// A norm within the feed-forward, and an embedding of two segments.
  static let kosmos25 = Family(
    "kosmos_2_5_text_model",
    defaults: [
      .hiddenSize: 1536, .layers: 24, .heads: 16, .context: 4096, .vocabulary: 108_481, .intermediateSize: 6144,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(),
    additionalParameters: { model throws(ConfigError) in
      try model.layers * 2 * model.size(.intermediateSize) + 2 * model.hidden
    })

  /// Norms that adapt to the delay, by a network of 32 units.
  static let voxtralRealtime = Family(
    "voxtral_realtime_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 1, .keyValueHeads: 8, .slidingWindow: 4096,
    ],
    mixers: .sliding, additionalParameters: { model in model.layers * 2 * 32 * model.hidden })

  static let cosmos3Edge = Family(
    "cosmos3_edge_text",
    defaults: [
      .hiddenSize: 2048, .layers: 28, .heads: 16, .context: 131_072, .vocabulary: 131_072, .intermediateSize: 9216,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    embeddings: Embeddings(isNeverTied: true))

  /// Tokens of images have their own experts.
  static let ernie45VL = Family(
    "ernie4_5_vl_moe_text", "ernie4_5_vl_moe", "ernie4_5_moe_vl", defaults: ernie45MoEDefaults,
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .gated(bias: .field(.useBias)),
    experts: Experts(
      .range, shared: .counted, sharedBias: .field(.useBias), routerBias: .yes, imageExpertWidth: 512))

  static let deepSeekOCR2 = deepSeek.variant(
    "deepseek_ocr2_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 64, .sharedExperts: 2, .expertSize: 1407, .firstDenseLayers: 0,
    ])

  static let unlimitedOCR = Family(
    "unlimited_ocr_text",
    defaults: [
      .hiddenSize: 1280, .layers: 12, .heads: 10, .context: 32768, .vocabulary: 129_280, .intermediateSize: 6848,
      .tiedEmbeddings: 0, .keyValueHeads: 10, .slidingWindow: 128, .experts: 64, .expertsPerToken: 6,
      .sharedExperts: 2, .expertSize: 896, .firstDenseLayers: 1,
    ],
    mixers: .sliding, attention: attentionWithOptionalBias, experts: Experts(.afterDenseLayers, shared: .counted),
    unused: [.headDim])

  /// Qwen 3's mixture, whose layers slide where a window is stated.
  static let qwen3OmniMoE = qwen3MoE.variant(
    "qwen3_omni_moe_text", "qwen3_omni_moe", "qwen3_omni_moe_thinker",
    defaults: [
      .hiddenSize: 2048, .layers: 28, .heads: 28, .context: 32768, .vocabulary: 3584, .intermediateSize: 18944,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .experts: 128, .expertsPerToken: 8, .expertSize: 768,
      .expertLayerStep: 1,
    ])

  /// Kimi delta attention in three of four layers, latent attention with an indexer in the others, several residual
  /// streams. The indexer keeps a gate, and a mark of padding, beside each key.
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

  /// Latent attention without a low rank for queries; every fourth layer has no rotary positions. Learned scales of
  /// rotary frequencies and of each head's scores.
  static let mistralLarge4 = Family(
    "mistral_large4_text", "mistral_large4",
    defaults: [
      .hiddenSize: 6144, .layers: 72, .heads: 64, .context: 1_048_576, .vocabulary: 204_800, .intermediateSize: 24576,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64,
      .noRopeHeadDim: 64, .indexHeads: 32, .indexHeadDim: 128, .experts: 128, .expertsPerToken: 4, .sharedExperts: 1,
      .expertSize: 6144, .firstDenseLayers: 1,
    ],
    mixers: .rotary, attention: .latent(), slidingAttention: .unrotatedLatent,
    indexers: Indexers.listed(
      absent: Indexers.periodicLayers,
      parameters: { model throws(ConfigError) in
        let (heads, headDim) = try (model.size(.indexHeads), model.size(.indexHeadDim))
        return model.hidden * (heads * headDim + headDim + heads + 2) + 2 * (headDim + heads)
      }),
    experts: Experts(.afterDenseLayers, shared: .counted),
    additionalParameters: { model throws(ConfigError) in
      try requireOwnCaches(model)
      return try model.layers * 2 * model.heads + model.size(.ropeHeadDim) / 2
    })

  /// Each layer of `kv_source_layers` must be its own source.
  private static func requireOwnCaches(_ model: Model) throws(ConfigError) {
    guard let list = try model.config.list(.keyValueSources) else { return }
    for (layer, element) in list.elements.enumerated()
    where try model.config.integer(element, of: .keyValueSources) != layer {
      throw .unsupported(
        message: "'kv_source_layers' lets layer \(layer) use another layer's cache, which is not counted yet",
        hint: "report the model, and state what is needed with --set FIELD=JSON")
    }
  }
}
