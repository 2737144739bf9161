extension Family {
  /// Models of Llama's plan with other layers or norms.
  static let llamaVariants = [
    stableLM, olmo, olmo2, olmo3, orion, bitNet, diffLlama, doge, nanoChat, apertus, apertus1p5, nemotron, persimmon,
    jais2,
  ]

  static let stableLM = Family(
    "stablelm", "stablelm_epoch",
    defaults: [
      .hiddenSize: 2560, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 50304, .intermediateSize: 6912,
      .tiedEmbeddings: 0, .keyValueHeads: 32,
    ],
    attention: .attention(bias: .field(.queryKeyValueBias), queryKeyNorm: .ofEachHeadIf(.queryKeyNorm)),
    norms: .layerNorm().sharedInParallel(.field(.parallelAttention)))

  /// Layer norms without parameters.
  static let olmo = Family(
    "olmo",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 50304, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, norms: .withoutParameters)

  /// Norms after attention and feed-forward, and over whole queries and keys.
  static let olmo2 = Family(
    "olmo2",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 50304, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjection))

  static let olmo3 = Family(
    "olmo3",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 50304, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(4),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .wholeProjection))

  static let orion = Family(
    "orion",
    defaults: [.tiedEmbeddings: 0],
    norms: .layerNorm())

  /// A norm before each output projection as well.
  static let bitNet = Family(
    "bitnet",
    defaults: [
      .hiddenSize: 2560, .layers: 30, .heads: 20, .context: 2048, .vocabulary: 128_256, .intermediateSize: 6912,
      .tiedEmbeddings: 0, .keyValueHeads: 5,
    ],
    attention: attentionWithOptionalBias,
    additionalParameters: { model throws(ConfigError) in
      try model.layers * (model.hidden + model.size(.intermediateSize))
    })

  /// Four vectors a layer weigh the two softmaxes.
  static let diffLlama = Family(
    "diffllama",
    defaults: [
      .hiddenSize: 2048, .layers: 16, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 8192,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias,
    additionalParameters: { model throws(ConfigError) in 4 * model.layers * model.headDim })

  /// Learned residual scales, and a dynamic mask made of the values. Experts are pairs of vectors, which are retrieved
  /// by two keys each.
  static let doge = Family(
    "doge",
    defaults: [
      .hiddenSize: 1024, .layers: 32, .heads: 8, .context: 2048, .vocabulary: 32768, .intermediateSize: 2048,
      .tiedEmbeddings: 0, .experts: 16384, .expertsPerToken: 64,
    ],
    mixers: .sliding,
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead),
    additionalParameters: { model throws(ConfigError) in
      let mask = model.keyValueHeads + model.keyValueHeads * model.keyValueHeads * model.headDim
      var own = 2 * model.hidden + mask
      if try model.config.flag(.useExperts) ?? false {
        let experts = try model.size(.experts)
        own += 2 * model.hidden * (experts + experts.squareRoot)
      }
      return model.layers * own
    }, unused: [.experts, .expertsPerToken])

  static let nanoChat = Family(
    "nanochat",
    defaults: [
      .hiddenSize: 768, .layers: 12, .heads: 6, .context: 2048, .vocabulary: 50304, .intermediateSize: 8192,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .no, width: nil), norms: .withoutParameters)

  /// Its activation (xIELU) learns two numbers a layer.
  static let apertus = Family(
    "apertus",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 65536, .vocabulary: 131_072, .intermediateSize: 14336,
      .tiedEmbeddings: 0,
    ],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead),
    feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    additionalParameters: { model throws(ConfigError) in 2 * model.layers })

  static let apertus1p5 = apertus.variant(
    "apertus1p5_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 65536, .vocabulary: 266_752, .intermediateSize: 14336,
      .tiedEmbeddings: 0,
    ])

  /// Squared ReLU without a gate, and layer norms.
  static let nemotron = Family(
    "nemotron",
    defaults: [
      .hiddenSize: 6144, .layers: 32, .heads: 48, .context: 4096, .vocabulary: 256_000, .intermediateSize: 24576,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    norms: .layerNorm())

  static let persimmon = Family(
    "persimmon",
    defaults: [
      .hiddenSize: 4096, .layers: 36, .heads: 64, .context: 16384, .vocabulary: 262_144, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .queryKeyNorm: 1,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads, bias: .yes, outputBias: .yes),
    feedForward: .plain(width: nil), norms: .layerNorm(),
    additionalParameters: { model throws(ConfigError) in
      (4 * model.layers * model.headDim).when(try model.config.flag(.queryKeyNorm) ?? true)
    })

  static let jais2 = Family(
    "jais2",
    defaults: [
      .hiddenSize: 3328, .layers: 32, .heads: 26, .context: 8192, .vocabulary: 150_272, .intermediateSize: 26624,
      .tiedEmbeddings: 0, .attentionBias: 1, .feedForwardBias: 1,
    ],
    attention: .attention(bias: .field(.attentionBias), outputBias: .field(.attentionBias)),
    feedForward: .plain(bias: .field(.feedForwardBias), width: nil), norms: .layerNorm())
}
