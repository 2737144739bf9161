extension Family {
  /// Decoders of other makers with GPT-2's layers: layer norms, biases, feed-forwards without a gate.
  static let otherGPTs = [
    opt, bloom, xglm, bioGPT, ctrl, jais, jais2, persimmon, starCoder2, codeShell, cpmAnt, git, kosmos2, kosmos25,
  ]

  /// If `word_embed_proj_dim` is smaller than `hidden_size`, there are two projections, `project_in` and `project_out`.
  /// Some models have no final norm. The norms of Galactica have no parameters. Source: `OPTDecoder` of transformers.
  static let opt = Family(
    "opt",
    defaults: [
      .hiddenSize: 768, .layers: 12, .heads: 12, .context: 2048, .vocabulary: 50272, .intermediateSize: 3072,
      .tiedEmbeddings: 1, .useBias: 1,
    ],
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, bias: .field(.useBias),
      outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias)), norms: .withoutParameters,
    embeddings: .factored(offset: 2),
    additionalParameters: { model throws(ConfigError) in
      guard try model.config.flag(.affineNorms) ?? true else { return 0 }
      let isBefore = try model.config.flag(.normBefore) ?? true
      let isRemoved = try model.config.flag(.noFinalNorm) ?? false
      let final: Count = isBefore && !isRemoved ? 1 : 0
      return 2 * model.hidden * (2 * model.layers + final)
    })

  /// A norm after the embeddings; ALiBi instead of position embeddings.
  static let bloom = Family(
    "bloom",
    defaults: [.hiddenSize: 64, .layers: 2, .heads: 8, .vocabulary: 250_880, .tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(outside: 2))

  static let xglm = Family(
    "xglm",
    defaults: [
      .hiddenSize: 1024, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 256_008, .intermediateSize: 4096,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm())

  static let bioGPT = Family(
    "biogpt",
    defaults: [
      .hiddenSize: 1024, .layers: 24, .heads: 16, .context: 1024, .vocabulary: 42384, .intermediateSize: 4096,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions(offset: 2))

  static let ctrl = Family(
    "ctrl",
    defaults: [
      .hiddenSize: 1280, .layers: 48, .heads: 16, .context: 256, .vocabulary: 246_534, .intermediateSize: 8192,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(), embeddings: Embeddings(headBias: .yes))

  /// ALiBi instead of position embeddings; a gated feed-forward with biases. BTLM has the same layers.
  static let jais = Family(
    "jais", "btlm",
    defaults: [.tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .gated(bias: .yes, width: FeedForward.fourfold), norms: .layerNorm())

  static let jais2 = Family(
    "jais2",
    defaults: [
      .hiddenSize: 3328, .layers: 32, .heads: 26, .context: 8192, .vocabulary: 150_272, .intermediateSize: 26624,
      .tiedEmbeddings: 0, .attentionBias: 1, .feedForwardBias: 1,
    ],
    attention: attentionWithOptionalBias, feedForward: .plain(bias: .field(.feedForwardBias), width: nil),
    norms: .layerNorm())

  static let persimmon = Family(
    "persimmon",
    defaults: [
      .hiddenSize: 4096, .layers: 36, .heads: 64, .context: 16384, .vocabulary: 262_144, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .queryKeyNorm: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(width: nil), norms: .layerNorm(),
    additionalParameters: { model throws(ConfigError) in
      (4 * model.layers * model.headDim).when(try model.config.flag(.queryKeyNorm) ?? true)
    })

  static let starCoder2 = Family(
    "starcoder2",
    defaults: [
      .hiddenSize: 3072, .layers: 30, .heads: 24, .context: 4096, .vocabulary: 49152, .intermediateSize: 12288,
      .tiedEmbeddings: 1, .keyValueHeads: 2, .useBias: 1,
    ],
    mixers: .sliding,
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias), width: nil), norms: .layerNorm())

  static let codeShell = Family(
    "codeshell",
    defaults: [.tiedEmbeddings: 1],
    attention: .attention(bias: .yes, outputBias: .yes), feedForward: .plain(), norms: .layerNorm())

  /// Embeddings of soft prompts and of segments. All layers share the biases of relative positions: each head has one
  /// for each pair of segments and one for each bucket of distances. The output head is never tied. Source:
  /// `CpmAntModel` and `CpmAntSegmentPositionEmbedding` of transformers 5.24.
  static let cpmAnt = Family(
    "cpmant",
    defaults: [
      .hiddenSize: 4096, .layers: 48, .heads: 32, .context: 2048, .vocabulary: 30720, .intermediateSize: 10240,
      .headDim: 128, .promptTypes: 32, .promptLength: 32, .segmentTypes: 32, .positionBuckets: 512,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads), feedForward: .gated(bias: .no),
    embeddings: Embeddings(isNeverTied: true),
    additionalParameters: { model throws(ConfigError) in
      let segments = try model.size(.segmentTypes)
      let prompts = try model.size(.promptTypes) * model.size(.promptLength)
      let biases = try segments * segments + model.size(.positionBuckets)
      return (prompts + segments) * model.hidden + biases * model.heads
    })

  /// The text decoder of GIT: BERT's layers with a causal mask, a norm after the embeddings and none at the end.
  /// Source: `GitForCausalLM` of transformers 5.24.
  static let git = Family(
    "git",
    defaults: [
      .hiddenSize: 768, .layers: 6, .heads: 12, .context: 1024, .vocabulary: 30522, .intermediateSize: 3072,
      .tiedEmbeddings: 0,
    ],
    attention: biasedMultiHead, feedForward: .plain(width: nil), norms: .layerNorm(),
    embeddings: .learnedPositions(headBias: .yes))

  /// Further norms within attention and within the feed-forward.
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

  /// A further norm within the feed-forward, and an embedding of two segments.
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

  /// Multi-head attention with biases in all projections.
  static let biasedMultiHead = Block.attention(keyValueHeads: KeyValueHeads.asHeads, bias: .yes, outputBias: .yes)
}
