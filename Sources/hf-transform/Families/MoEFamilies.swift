extension Family {
  /// Mixtures of experts, and the dense models of the same series.
  static let mixtures = [
    mixtral, olmoe, flexOLMo, graniteMoE, graniteMoEShared, gptOSS, ernie45, ernie45MoE, hunyuanDense, hunyuanMoE,
    hunyuanLarge,
    hunyuanV3, miniMax, miniMaxM2,
    miniMaxM3, dbrx, arctic, grok, llama4, afMoE, exaoneMoE, solarOpen, mellum, ariaText,
  ]

  static let mixtral = Family(
    "mixtral",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 8, .expertsPerToken: 2,
    ],
    mixers: .sliding, experts: Experts())

  static let olmoe = Family(
    "olmoe",
    defaults: [
      .hiddenSize: 2048, .layers: 16, .heads: 16, .context: 4096, .vocabulary: 50304, .intermediateSize: 2048,
      .tiedEmbeddings: 0, .experts: 64, .expertsPerToken: 8,
    ],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjection),
    experts: Experts())

  static let flexOLMo = Family(
    "flex_olmo",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 100_352, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 7, .expertsPerToken: 5,
    ],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjection),
    experts: Experts())

  static let graniteMoE = Family(
    "granitemoe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2,
    ],
    attention: attentionWithOptionalBias, experts: Experts())

  static let graniteMoEShared = Family(
    "granitemoeshared",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2, .sharedExpertSize: 0,
    ],
    attention: attentionWithOptionalBias, experts: Experts(shared: .one()))

  /// Learned attention sinks, and biases in attention, experts and router.
  static let gptOSS = Family(
    "gpt_oss",
    defaults: [
      .hiddenSize: 2880, .layers: 36, .heads: 64, .context: 131_072, .vocabulary: 201_088, .intermediateSize: 2880,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 64, .attentionBias: 1, .slidingWindow: 128, .experts: 128,
      .expertsPerToken: 4,
    ],
    mixers: .everyNthFull(2),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), hasSinks: true),
    experts: Experts(hasBias: true, routerBias: .yes))

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
    experts: Experts(.range, shared: .counted, sharedBias: .field(.useBias), routerBias: .yes),
    embeddings: Embeddings(headBias: .field(.useBias)))

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
    attention: queryKeyNormedAttention, experts: Experts(shared: .one(absent: .field(.intermediateSize))),
    additionalParameters: { model throws(ConfigError) in
      // A single expert, which is no mixture, is there beside the shared one all the same, and so is its router.
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
    experts: Experts(shared: .one(absent: .field(.intermediateSize, absent: 0))))

  static let hunyuanV3 = Family(
    "hy_v3",
    defaults: [
      .hiddenSize: 4096, .layers: 80, .heads: 64, .context: 131_072, .vocabulary: 120_832, .intermediateSize: 13312,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 192, .expertsPerToken: 8, .sharedExperts: 1,
      .expertSize: 1536, .firstDenseLayers: 1,
    ],
    attention: queryKeyNormedAttention, experts: Experts(.afterDenseLayers, shared: .counted))

  /// Lightning attention in the layers that `attn_type_list` marks with 0.
  static let miniMax = Family(
    "minimax", "minimax_text_01", "minimax_m1",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 8, .expertsPerToken: 2,
    ],
    mixers: .attentionTypeList, recurrent: LinearAttention.lightning, experts: Experts())

  static let miniMaxM2 = Family(
    "minimax_m2",
    defaults: [
      .hiddenSize: 3072, .layers: 62, .heads: 48, .context: 196_608, .vocabulary: 200_064, .intermediateSize: 1536,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 256, .expertsPerToken: 8,
    ],
    attention: .attention(queryKeyNorm: .wholeProjection), experts: Experts(), unused: [.attentionTypeList])

  static let miniMaxM3 = Family(
    "minimax_m3", "minimax_m3_text", "minimax_m3_vl", "minimax_m3_vl_text",
    defaults: [
      .hiddenSize: 6144, .layers: 60, .heads: 64, .context: 524_288, .vocabulary: 200_064, .intermediateSize: 3072,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 128, .indexHeads: 4, .indexHeadDim: 128,
      .denseIntermediateSize: 12288, .experts: 128, .expertsPerToken: 4, .sharedExpertSize: 3072,
    ],
    attention: .attention(queryKeyNorm: .perHead), indexers: Indexers.blockSparse,
    feedForward: .gated(width: { layer throws(ConfigError) in
      try layer.size(.denseIntermediateSize, or: layer.size(.intermediateSize))
    }),
    experts: Experts(.afterDenseLayers, shared: .one(absent: .field(.intermediateSize))))

  static let dbrx = Family(
    "dbrx",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 32000, .tiedEmbeddings: 0,
      .keyValueHeads: 1, .experts: 4, .expertsPerToken: 1, .expertSize: 3584,
    ],
    experts: Experts())

  /// A dense feed-forward as wide as the residual stream, and its norm, run in parallel with the experts. Source:
  /// `ArcticDecoderLayer` (`residual_layernorm`, `residual_mlp`) in Snowflake's modeling_arctic.py.
  static let arctic = Family(
    "arctic",
    defaults: [.tiedEmbeddings: 0],
    experts: Experts(
      .everyStep(2),
      additionalParameters: { layer throws(ConfigError) in 3 * layer.hidden * layer.hidden + layer.hidden }))

  static let grok = Family(
    "grok-1", "grok",
    defaults: [.tiedEmbeddings: 1],
    experts: Experts(), norms: .rms(perLayer: 4))

  /// Chunked attention on layers with RoPE; a shared expert as wide as a routed one.
  static let llama4 = Family(
    "llama4", "llama4_text",
    defaults: [
      .hiddenSize: 5120, .layers: 48, .heads: 40, .context: 131_072, .vocabulary: 202_048, .intermediateSize: 8192,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .queryKeyNorm: 1, .chunkSize: 8192, .noRopeInterval: 4,
      .denseIntermediateSize: 16384, .experts: 16, .expertsPerToken: 1, .expertLayerStep: 1,
    ],
    mixers: .chunkedWithRope, attention: attentionWithOptionalBias,
    feedForward: .gated(width: { layer throws(ConfigError) in
      try layer.size(.denseIntermediateSize, or: layer.size(.intermediateSize))
    }),
    experts: Experts(.interleaved, shared: .one(absent: .field(.intermediateSize))))

  /// An output gate in attention, norms before and after each block, and a trained router bias.
  static let afMoE = Family(
    "afmoe",
    defaults: [
      .hiddenSize: 2048, .layers: 32, .heads: 16, .context: 16384, .vocabulary: 200_192, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .headDim: 128, .slidingWindow: 1024, .windowPattern: 4, .experts: 64, .expertsPerToken: 6,
      .sharedExperts: 2, .expertSize: 1408, .firstDenseLayers: 1,
    ],
    mixers: .everyNthFull(4),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .wholeProjection),
    experts: Experts(.afterDenseLayers, shared: .counted, routerBias: .yes), norms: .rms(perLayer: 4))

  static let exaoneMoE = Family(
    "exaone_moe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .windowPattern: 4, .experts: 64,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 1024, .firstDenseLayers: 1,
    ],
    mixers: .everyNthFull(4), attention: .attention(queryKeyNorm: .perHead),
    experts: Experts(.afterDenseLayers, shared: .counted))

  static let solarOpen = Family(
    "solar_open",
    defaults: [
      .hiddenSize: 4096, .layers: 48, .heads: 64, .context: 131_072, .vocabulary: 196_608, .tiedEmbeddings: 0,
      .keyValueHeads: 8, .headDim: 128, .experts: 128, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 1280,
    ],
    attention: .attention(bias: .field(.attentionBias)), feedForward: .gated(bias: .no),
    experts: Experts(.afterDenseLayers, shared: .counted))

  static let mellum = Family(
    "mellum",
    defaults: [
      .hiddenSize: 2304, .layers: 28, .heads: 32, .context: 131_072, .vocabulary: 98304, .intermediateSize: 7168,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 128, .slidingWindow: 1024, .experts: 64, .expertsPerToken: 8,
      .expertSize: 896,
    ],
    attention: queryKeyNormedAttention, experts: Experts())

  static let ariaText = Family(
    "aria_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 4096,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2, .sharedExperts: 2,
    ],
    attention: attentionWithOptionalBias,
    experts: Experts(shared: .counted, sharedBias: .field(.feedForwardBias)))
}
