extension Family {
  /// The families of DeepSeek's models.
  ///
  /// The defaults of `headDim` are those of the config classes. With latent attention, `headDim` has no effect: the key
  /// of a head has `noRopeHeadDim + ropeHeadDim` elements.
  static let deepSeeks = [deepSeek, deepSeekV2, deepSeekV3, deepSeekV32, deepSeekV4, deepSeekOCR2, unlimitedOCR]

  /// Attention with key/value heads; experts after the first layers, which are dense.
  static let deepSeek = Family(
    "deepseek",
    defaults: [.tiedEmbeddings: 0, .firstDenseLayers: 0],
    attention: attentionWithOptionalBias,
    experts: Experts(.afterDenseLayers, dense: .ifNull, width: .number(0), shared: .counted))

  /// Latent attention (MLA); experts after the first layers, which are dense.
  static let deepSeekV2 = Family(
    "deepseek_v2", "deepseek_vl_v2", "DeepseekOCR",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 64, .sharedExperts: 2, .expertSize: 1407, .firstDenseLayers: 0,
    ],
    attention: .latent(),
    experts: Experts(.afterDenseLayers, dense: .ifNull, shared: .counted, sharedBias: .field(.feedForwardBias)))

  /// Like V2, with other defaults, and without biases in the feed-forwards.
  static let deepSeekV3 = Family(
    "deepseek_v3", "kimi_k2", "kimi_k25_text",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 128, .context: 4096, .vocabulary: 129_280, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 128, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512,
      .queryRank: 1536, .ropeHeadDim: 64, .noRopeHeadDim: 128, .experts: 256, .expertsPerToken: 8, .sharedExperts: 1,
      .expertSize: 2048, .firstDenseLayers: 3,
    ],
    attention: .latent(), feedForward: .gated(bias: .no),
    experts: Experts(.afterDenseLayers, dense: .ifNull, shared: .counted))

  /// Like V3, with an indexer in every layer, which selects the tokens to attend to.
  static let deepSeekV32 = Family(
    "deepseek_v32",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 128, .context: 163_840, .vocabulary: 129_280, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 128, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512,
      .queryRank: 1536, .ropeHeadDim: 64, .noRopeHeadDim: 128, .indexHeads: 64, .indexHeadDim: 128, .experts: 256,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048, .firstDenseLayers: 3,
    ],
    attention: .latent(), indexers: Indexers.inEveryLayer, feedForward: .gated(bias: .no),
    experts: Experts(.afterDenseLayers, dense: .ifNull, shared: .counted))

  /// A sliding window, compressed keys and values of older tokens, and several residual streams (hyper-connections).
  static let deepSeekV4 = Family(
    "deepseek_v4", "deepseek_ref", "deepseek_v41", "deepseek_v41_text",
    defaults: [
      .hiddenSize: 4096, .layers: 43, .heads: 64, .context: 1_048_576, .vocabulary: 129_280, .tiedEmbeddings: 0,
      .keyValueHeads: 1, .headDim: 512, .queryRank: 1024, .ropeHeadDim: 64, .outputRank: 1024, .outputGroups: 8,
      .indexHeads: 64, .indexHeadDim: 128, .hyperConnections: 4, .slidingWindow: 128, .experts: 256,
      .expertsPerToken: 6, .sharedExperts: 1,
    ],
    mixers: .sliding,
    attention: Block(
      kind: .grouped, keyValueHeads: { _ in 1 }, parameters: CompressedAttention.parameters,
      cachedElements: { layer in layer.headDim }),
    indexers: CompressedAttention.indexers, compressors: CompressedAttention.compressors,
    feedForward: .gated(width: { layer throws(ConfigError) in try expertWidth.resolved(in: layer) }),
    experts: Experts(width: expertWidth, shared: .one(absent: expertWidth), sharedBias: .field(.feedForwardBias)),
    additionalParameters: HyperConnections.parameters)

  /// The width of a routed expert. The class of DeepSeek-V4 takes `intermediate_size` as another name of
  /// `moe_intermediate_size`.
  private static let expertWidth = ConfigSize.either(.expertSize, .intermediateSize, absent: 2048)

  /// The language model of DeepSeek-OCR 2.
  static let deepSeekOCR2 = deepSeek.variant(
    "deepseek_ocr2_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 64, .sharedExperts: 2, .expertSize: 1407, .firstDenseLayers: 0,
    ])

  /// The language model of Unlimited OCR. Its class ignores `head_dim`; the size of a head is `hidden_size` divided by
  /// the number of heads.
  static let unlimitedOCR = Family(
    "unlimited_ocr_text",
    defaults: [
      .hiddenSize: 1280, .layers: 12, .heads: 10, .context: 32768, .vocabulary: 129_280, .intermediateSize: 6848,
      .tiedEmbeddings: 0, .keyValueHeads: 10, .slidingWindow: 128, .experts: 64, .expertsPerToken: 6,
      .sharedExperts: 2, .expertSize: 896, .firstDenseLayers: 1,
    ],
    mixers: .sliding, attention: attentionWithOptionalBias,
    experts: Experts(.afterDenseLayers, shared: .counted, sharedBias: .field(.feedForwardBias)),
    unused: [.headDim])
}
