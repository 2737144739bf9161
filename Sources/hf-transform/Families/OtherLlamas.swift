extension Family {
  /// Models of other makers with Llama's layers, except for norms, biases and activations.
  static let otherLlamas = [
    smolLM3, helium, seedOSS, arcee, xverse, teleChat, internLM, internLM3, miniCPM, hyperCLOVAX, iQuestCoder, stableLM,
    orion, bitNet, diffLlama, doge, nanoChat, apertus, apertus1p5, openELM, llada, modernBERTDecoder,
  ]

  static let smolLM3 = Family(
    "smollm3",
    defaults: [
      .hiddenSize: 2048, .layers: 36, .heads: 16, .context: 32768, .vocabulary: 128_256, .intermediateSize: 11008,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .noRopeInterval: 4,
    ],
    mixers: .slidingWithoutRope, attention: attentionWithOptionalBias)

  static let helium = Family(
    "helium",
    defaults: [
      .hiddenSize: 2560, .layers: 24, .heads: 20, .context: 4096, .vocabulary: 48000, .intermediateSize: 7040,
      .tiedEmbeddings: 0, .keyValueHeads: 20, .headDim: 128,
    ],
    attention: .attention(bias: .field(.attentionBias)))

  static let seedOSS = Family(
    "seed_oss",
    defaults: [
      .hiddenSize: 4096, .layers: 64, .heads: 80, .context: 524_288, .vocabulary: 155_136, .intermediateSize: 27648,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .attentionBias: 1,
    ],
    attention: .attention(bias: .field(.attentionBias), outputBias: .field(.outputBias)))

  /// The feed-forward has a squared ReLU and no gate.
  static let arcee = Family(
    "arcee",
    defaults: [
      .hiddenSize: 2560, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 32000, .intermediateSize: 18432,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil))

  /// Dense models and mixtures of experts have this `model_type`.
  static let xverse = Family(
    "xverse",
    defaults: [.tiedEmbeddings: 0],
    experts: Experts(dense: .ifOne, shared: .counted))

  /// Biases of attention's output projection and of the down projection. Source: `modeling_telechat.py`, and
  /// `telechat2.py` of vLLM.
  static let teleChat = Family(
    "telechat", "telechat2",
    defaults: [.tiedEmbeddings: 1],
    attention: .attention(outputBias: .yes), feedForward: .gated(bias: .no),
    additionalParameters: { model in model.layers * model.hidden })

  static let internLM = Family(
    "internlm", "internlm2",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)))

  static let internLM3 = Family(
    "internlm3",
    defaults: [
      .hiddenSize: 4096, .layers: 48, .heads: 32, .context: 32768, .vocabulary: 128_512, .intermediateSize: 10240,
      .tiedEmbeddings: 0, .keyValueHeads: 2, .headDim: 128,
    ],
    attention: .attention(
      bias: .either(.queryKeyValueBias, .attentionBias), outputBias: .either(.useBias, .feedForwardBias)),
    feedForward: .gated(bias: .either(.useBias, .feedForwardBias)))

  /// Dense models and mixtures of experts have this `model_type`.
  static let miniCPM = Family(
    "minicpm",
    defaults: [.tiedEmbeddings: 1],
    experts: Experts(dense: .ifOne))

  /// Norms before attention and feed-forward, and after them unless `use_post_norm` is false.
  static let hyperCLOVAX = Family(
    "hyperclovax",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias, norms: .rms().sandwiched(.field(.sandwichNorm, absent: true)))

  static let iQuestCoder = Family(
    "iquestcoder",
    defaults: [
      .hiddenSize: 5120, .layers: 80, .heads: 40, .context: 131_072, .vocabulary: 76800, .intermediateSize: 27648,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    attention: attentionWithOptionalBias)

  static let stableLM = Family(
    "stablelm", "stablelm_epoch",
    defaults: [
      .hiddenSize: 2560, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 50304, .intermediateSize: 6912,
      .tiedEmbeddings: 0, .keyValueHeads: 32,
    ],
    attention: .attention(bias: .field(.queryKeyValueBias), queryKeyNorm: .wholeProjectionIf(.queryKeyNorm)),
    norms: .layerNorm().sharedInParallel(.field(.parallelAttention)))

  /// A mixture of experts has the same name.
  static let orion = Family(
    "orion",
    defaults: [.tiedEmbeddings: 0],
    experts: Experts(dense: .ifOne), norms: .layerNorm())

  /// A further norm before the output projection of attention, and one before the down projection.
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

  /// Differential attention: four vectors in each layer determine the weight of the second softmax.
  static let diffLlama = Family(
    "diffllama",
    defaults: [
      .hiddenSize: 2048, .layers: 16, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 8192,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias,
    additionalParameters: { model throws(ConfigError) in 4 * model.layers * model.headDim })

  /// Learned scales of residuals, and an attention mask that is computed from the values. Each expert is a pair of
  /// vectors; the router finds it by two keys.
  static let doge = Family(
    "doge",
    defaults: [
      .hiddenSize: 1024, .layers: 32, .heads: 8, .context: 2048, .vocabulary: 32768, .intermediateSize: 2048,
      .tiedEmbeddings: 0, .experts: 16384, .expertsPerToken: 64,
    ],
    mixers: .sliding,
    attention: queryKeyNormedAttention,
    additionalParameters: { model throws(ConfigError) in
      let heads = model.keyValueHeads
      let mask = try heads + heads * heads * model.headDim + heads.when(model.config.flag(.attentionBias) ?? false)
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

  /// Norms of queries and keys. The activation (xIELU) has two learned numbers in each layer.
  static let apertus = Family(
    "apertus",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 65536, .vocabulary: 131_072, .intermediateSize: 14336,
      .tiedEmbeddings: 0,
    ],
    attention: queryKeyNormedAttention,
    feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    additionalParameters: { model throws(ConfigError) in 2 * model.layers })

  static let apertus1p5 = apertus.variant(
    "apertus1p5_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 65536, .vocabulary: 266_752, .intermediateSize: 14336,
      .tiedEmbeddings: 0,
    ])

  /// Heads and widths grow from layer to layer; queries and keys have norms.
  static let openELM = Family(
    "openelm",
    defaults: [.context: 2048, .tiedEmbeddings: 1, .headDim: 64],
    attention: .attention(queryKeyNorm: .perHead), feedForward: .gated(width: FeedForward.multiplied),
    unused: [.projectionMultipliers, .queryGroupSize])

  /// Diffusion language models with Llama's layers, dense or with experts. In a mixture of experts,
  /// `dense_intermediate_size` is the width of the dense layers.
  static let llada = Family(
    "llada", "llada_moe",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(bias: .field(.queryKeyValueBias), queryKeyNorm: .perHeadIf(.queryKeyNorm)),
    feedForward: .gated(width: FeedForward.width(in: .denseIntermediateSize)),
    experts: Experts(.afterDenseLayers, dense: .ifOne), unused: [.feedForwardRatio, .embeddingRows])

  /// ModernBERT's layers with a causal mask. There is a norm after the embeddings, none before the first attention, and
  /// a projection with a norm before the output head.
  static let modernBERTDecoder = Family(
    "modernbert-decoder",
    defaults: [
      .hiddenSize: 768, .layers: 22, .heads: 12, .context: 8192, .vocabulary: 50368, .intermediateSize: 1152,
      .tiedEmbeddings: 1, .twoSidedWindow: 128,
    ],
    mixers: .firstOfEveryNFull(3),
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, bias: .field(.attentionBias), outputBias: .field(.attentionBias)),
    norms: .rms(outside: 2),
    embeddings: Embeddings(headBias: .field(.decoderBias, absent: true)),
    additionalParameters: { model throws(ConfigError) in model.hidden * model.hidden })
}
