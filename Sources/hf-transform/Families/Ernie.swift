extension Family {
  /// ERNIE 4.5, and the language model of PaddleOCR-VL.
  static let ernies = [ernie45, ernie45MoE, ernie45VL]

  static let ernie45 = Family(
    "ernie4_5", "paddleocr_vl_text", "paddleocr_vl",
    defaults: [
      .hiddenSize: 1024, .layers: 18, .heads: 16, .context: 131_072, .vocabulary: 103_424, .intermediateSize: 3072,
      .tiedEmbeddings: 1, .keyValueHeads: 2, .headDim: 128,
    ],
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .gated(bias: .field(.useBias)))

  /// The class defaults of ERNIE 4.5's mixtures, with and without images.
  static let ernie45MoEDefaults: ClassDefaults = [
    .hiddenSize: 2560, .layers: 28, .heads: 20, .context: 131_072, .vocabulary: 103_424, .intermediateSize: 12288,
    .tiedEmbeddings: 1, .keyValueHeads: 4, .experts: 64, .expertsPerToken: 6, .sharedExperts: 2, .expertSize: 1536,
    .expertLayerFrequency: 1, .expertLayerStart: 1,
  ]

  static let ernie45MoE = Family(
    "ernie4_5_moe", defaults: ernie45MoEDefaults,
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .gated(bias: .field(.useBias)),
    experts: Experts(.range, dense: .ifZero, shared: .counted, sharedBias: .field(.useBias), routerBias: .yes),
    embeddings: Embeddings(headBias: .field(.useBias)))

  /// A mixture of experts with separate experts for image tokens.
  static let ernie45VL = Family(
    "ernie4_5_vl_moe_text", "ernie4_5_vl_moe", "ernie4_5_moe_vl", defaults: ernie45MoEDefaults,
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .gated(bias: .field(.useBias)),
    experts: Experts(
      .range, shared: .counted, sharedBias: .field(.useBias), routerBias: .yes, imageExpertWidth: 512))
}
