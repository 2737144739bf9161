extension Family {
  /// OLMo and Molmo of the Allen Institute for AI.
  static let olmos = [firstOLMo, olmo, olmo2, olmo3, olmoe, flexOLMo, olmoHybrid, molmo, molmo2]

  /// The first OLMo as it was published, with the keys of its training code. `mlp_hidden_size` is the width of the gate
  /// and up projections together. The embeddings have `embedding_size` rows. Source: `olmo/model.py` of OLMo.
  static let firstOLMo = Family(
    "hf_olmo",
    defaults: [
      .hiddenSize: 768, .layers: 12, .heads: 12, .context: 1024, .vocabulary: 50257, .embeddingRows: 50304,
      .feedForwardRatio: 4, .tiedEmbeddings: 1,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.oneOrGrouped),
    feedForward: halfAsWide, norms: .withoutParameters, embeddings: Embeddings(rows: .embeddingRows))

  /// A gated feed-forward where the stated width is that of the gate and up projections together.
  private static let halfAsWide = FeedForward.gated(
    bias: .no,
    width: { layer throws(ConfigError) in
      try layer.size(.intermediateSize, or: layer.size(.feedForwardRatio, or: 4) * layer.hidden) / 2
    })

  /// Layer norms without parameters.
  static let olmo = Family(
    "olmo",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 50304, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, norms: .withoutParameters)

  /// Norms after attention and feed-forward instead of before them, and norms of queries and keys over all heads
  /// together.
  static let olmo2 = Family(
    "olmo2",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 50304, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: wholeNormedAttention)

  private static let wholeNormedAttention = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjection)

  static let olmo3 = Family(
    "olmo3",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 50304, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(4), attention: wholeNormedAttention)

  static let olmoe = Family(
    "olmoe",
    defaults: [
      .hiddenSize: 2048, .layers: 16, .heads: 16, .context: 4096, .vocabulary: 50304, .intermediateSize: 2048,
      .tiedEmbeddings: 0, .experts: 64, .expertsPerToken: 8,
    ],
    attention: wholeNormedAttention, experts: Experts())

  static let flexOLMo = Family(
    "flex_olmo",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 100_352, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 7, .expertsPerToken: 5,
    ],
    attention: wholeNormedAttention, experts: Experts())

  static let olmoHybrid = Family(
    "olmo_hybrid",
    defaults: [
      .hiddenSize: 3840, .layers: 32, .heads: 30, .context: 65536, .vocabulary: 100_352, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(4), attention: wholeNormedAttention,
    recurrent: LinearAttention.gatedDeltaNet { layer throws(ConfigError) in
      try LinearAttention.DeltaNetSize(ofOLMoHybrid: layer)
    })

  /// The language model of the first Molmo, with the keys of OLMo's training code. Source: Molmo's
  /// `modeling_molmo.py`.
  static let molmo = Family(
    "molmo",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .field(.queryKeyValueBias), queryKeyNorm: .wholeProjectionIf(.queryKeyNorm)),
    feedForward: halfAsWide, embeddings: Embeddings(isNeverTied: true, rows: .embeddingRows),
    additionalParameters: addedTokens)

  /// A second, small embedding for the tokens that Molmo adds.
  private static let addedTokens: Formula = { model throws(ConfigError) in
    try model.size(.additionalVocabulary, or: 128) * model.hidden
  }

  /// Qwen 3's layers.
  static let molmo2 = Family(
    "molmo2_text", "molmo2",
    defaults: [
      .hiddenSize: 4096, .layers: 36, .heads: 32, .context: 36864, .vocabulary: 151_936, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    attention: .attention(bias: .either(.queryKeyValueBias, .attentionBias), queryKeyNorm: .named),
    embeddings: Embeddings(isNeverTied: true),
    additionalParameters: addedTokens)
}
