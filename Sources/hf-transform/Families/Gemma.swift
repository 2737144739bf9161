extension Family {
  /// Gemma.
  static let gemmas = [gemma, gemma2, gemma3, vaultGemma, recurrentGemma, gemma3n, gemma4, gemma4Unified]

  static let gemma = Family(
    "gemma",
    defaults: [
      .hiddenSize: 3072, .layers: 28, .heads: 16, .context: 8192, .vocabulary: 256_000, .intermediateSize: 24576,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .headDim: 256,
    ],
    attention: attentionWithOptionalBias)

  /// Norms before and after attention and feed-forward; every second layer uses full attention, the others a sliding
  /// window.
  static let gemma2 = Family(
    "gemma2",
    defaults: [
      .hiddenSize: 2304, .layers: 26, .heads: 8, .context: 8192, .vocabulary: 256_000, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(2), attention: attentionWithOptionalBias, norms: .rms(perLayer: 4))

  static let gemma3 = Family(
    "gemma3_text", "gemma3",
    defaults: [
      .hiddenSize: 2304, .layers: 26, .heads: 8, .context: 131_072, .vocabulary: 262_208, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(6), attention: queryKeyNormedAttention, norms: .rms(perLayer: 4))

  static let vaultGemma = Family(
    "vaultgemma",
    defaults: [
      .hiddenSize: 2304, .layers: 26, .heads: 8, .context: 8192, .vocabulary: 256_000, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(2), attention: attentionWithOptionalBias)

  /// Two recurrent layers, then one with a sliding window, by turns. The feed-forward is half as wide as
  /// `intermediate_size` says.
  static let recurrentGemma = Family(
    "recurrent_gemma",
    defaults: [
      .hiddenSize: 2560, .layers: 26, .heads: 10, .vocabulary: 256_000, .intermediateSize: 7680, .tiedEmbeddings: 1,
      .slidingWindow: 2048, .convolutionKernel: 4,
    ],
    mixers: .repeatedBlockTypes, attention: .attention(bias: .field(.attentionBias), outputBias: .yes),
    recurrent: LinearAttention.gatedRecurrentUnit,
    feedForward: .gated(bias: .yes, width: { layer throws(ConfigError) in try layer.size(.intermediateSize) / 2 }))

  /// The last layers use the keys and values of earlier layers, so they have no key and value projections.
  static let gemma3n = Family(
    "gemma3n_text", "gemma3n",
    defaults: [
      .hiddenSize: 2048, .layers: 35, .heads: 8, .context: 32768, .vocabulary: 262_400, .tiedEmbeddings: 1,
      .intermediateSize: 16384,
      .keyValueHeads: 2, .headDim: 256, .sharedCacheLayers: 15, .slidingWindow: 512, .perLayerInputSize: 256,
      .perLayerVocabulary: 262_144, .altUpInputs: 4, .laurelRank: 64,
    ],
    mixers: .everyNthFull(5), attention: cacheSharingAttention, norms: .rms(perLayer: 4),
    additionalParameters: { model throws(ConfigError) in
      let inputs = try model.size(.altUpInputs)
      let rank = try model.size(.laurelRank)
      let router = inputs * model.hidden + inputs * inputs + inputs * inputs * inputs + 2 * model.hidden
      let laurel = 2 * rank * model.hidden + model.hidden
      let outer = 2 * (inputs - 1) * model.hidden * model.hidden
      return try model.layers * (router + laurel) + outer + PerLayerInputs.parameters(model)
    })

  /// Layers with full attention have heads of another size, and can use their key projection for the values too.
  static let gemma4 = Family(
    "gemma4_text", "gemma4",
    defaults: [
      .hiddenSize: 2304, .layers: 30, .heads: 8, .context: 131_072, .vocabulary: 262_144, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .sharedCacheLayers: 0, .slidingWindow: 512,
      .perLayerInputSize: 256, .perLayerVocabulary: 262_144,
    ],
    mixers: .lastFull(.everyNthFull(6)),
    attention: gemma4GlobalAttention, slidingAttention: cacheSharingAttention,
    experts: Experts(dense: .ifOne, additionalParameters: Gemma4Experts.additionalParameters), norms: .rms(perLayer: 4),
    additionalParameters: { model throws(ConfigError) in try wideFeedForwards(model) + PerLayerInputs.parameters(model)
    })

  /// Gemma 4 without per-layer inputs (``PerLayerInputs``) and without experts.
  static let gemma4Unified = Family(
    "gemma4_unified_text", "gemma4_unified", "diffusion_gemma_text",
    defaults: [
      .hiddenSize: 2304, .layers: 30, .heads: 8, .context: 262_144, .vocabulary: 262_144, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .sharedCacheLayers: 0, .slidingWindow: 1024,
    ],
    mixers: .lastFull(.everyNthFull(6)), attention: gemma4GlobalAttention, slidingAttention: cacheSharingAttention,
    norms: .rms(perLayer: 4), additionalParameters: wideFeedForwards)

  /// The additional parameters of feed-forwards that are twice as wide: with `use_double_wide_mlp`, those of the layers
  /// that use another layer's cache.
  private static let wideFeedForwards: Formula = { model throws(ConfigError) in
    guard try model.config.flag(.doubleWide) ?? false else { return 0 }
    return try model.size(.sharedCacheLayers) * 3 * model.hidden * model.size(.intermediateSize)
  }

  private static let gemma4GlobalAttention = Block.attention(
    keyValueHeads: gemma4GlobalKeyValueHeads, bias: .field(.attentionBias),
    outputBias: .field(.attentionBias), queryKeyNorm: .perHead, usesKeysAsValues: .field(.keyEqualsValue),
    canShareCaches: true, shape: Attention.SizeFields(headDim: .globalHeadDim, defaultHeadDim: 512))

  /// In config.json, `num_global_key_value_heads` counts only if the key projection also makes the values. A GGUF
  /// header states the number of heads that the layers with full attention have.
  private static let gemma4GlobalKeyValueHeads: LayerFormula = { layer throws(ConfigError) in
    let keysAreValues = try layer.flag(.keyEqualsValue) ?? false
    let isOwn = keysAreValues || layer.sizesFile == .gguf
    return try isOwn ? KeyValueHeads.field(.globalKeyValueHeads)(layer) : KeyValueHeads.grouped(layer)
  }

  private static let cacheSharingAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, canShareCaches: true)
}

/// Gemma 4's experts run in parallel with a dense feed-forward in the same layer.
enum Gemma4Experts {
  /// Parameters of one layer's dense feed-forward, of three norms, and of the router's scales.
  static let additionalParameters: LayerFormula = { layer throws(ConfigError) in
    let dense = try 3 * layer.hidden * layer.size(.intermediateSize)
    return try dense + 3 * layer.hidden + layer.hidden + layer.size(.experts)
  }
}
