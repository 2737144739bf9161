import JSON

extension Family {
  /// Mistral, Ministral, Mixtral and Voxtral.
  static let mistrals = [mistral, ministral3, mistral4, mistralLarge4, mixtral, voxtralRealtime]

  static let mistral = Family(
    "mistral", "ministral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .slidingWindow: 4096,
    ],
    mixers: .sliding)

  static let ministral3 = Family(
    "ministral3",
    defaults: [
      .hiddenSize: 4096, .layers: 34, .heads: 32, .context: 262_144, .vocabulary: 131_072, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    mixers: .sliding)

  static let mistral4 = Family(
    "mistral4",
    defaults: [
      .hiddenSize: 4096, .layers: 36, .heads: 32, .context: 1_048_576, .vocabulary: 131_072, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .valueHeadDim: 128, .keyValueRank: 256, .queryRank: 1024,
      .ropeHeadDim: 64, .noRopeHeadDim: 64, .experts: 128, .expertsPerToken: 4, .sharedExperts: 1, .expertSize: 2048,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  /// Latent attention whose query projection is not of low rank; every fourth layer has no rotary positions. There are
  /// learned scales of rotary frequencies and of each head's attention scores.
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

  /// Checks that in `kv_source_layers` each layer is its own source: the formulas do not cover shared caches.
  ///
  /// - Throws: ``ConfigError`` when a layer uses another layer's cache.
  private static func requireOwnCaches(_ model: Model) throws(ConfigError) {
    guard let list = try model.config.list(.keyValueSources) else { return }
    for (layer, element) in list.elements.enumerated()
    where try model.config.integer(element, of: .keyValueSources) != layer {
      throw .unsupported(
        message: "layer \(layer) uses another layer's cache ('kv_source_layers'), which is not supported",
        hint: "write the entry by hand")
    }
  }

  static let mixtral = Family(
    "mixtral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 8, .expertsPerToken: 2,
    ],
    mixers: .sliding, experts: Experts())

  /// In each layer, a network of 32 units adapts a norm to the delay of the transcription.
  static let voxtralRealtime = Family(
    "voxtral_realtime_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 1, .keyValueHeads: 8, .slidingWindow: 4096,
    ],
    mixers: .sliding, additionalParameters: { model in model.layers * 2 * 32 * model.hidden })
}
