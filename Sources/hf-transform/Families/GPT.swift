extension Family {
  /// GPT-2 and the decoders that came before Llama's layout.
  static let gptLineage = [
    gpt2, gptBigCode, gptNeo, gptJ, gptNeoX, gptNeoXJapanese, openAIGPT, ctrl, bioGPT, xglm, opt, bloom, mpt, falcon,
    refinedWeb, jais, starCoder2, cpmAnt,
  ]

  static let gpt2 = Family(
    "gpt2", "gpt-sw3",
    defaults: [.hiddenSize: 768, .layers: 12, .heads: 12, .context: 1024, .vocabulary: 50257, .tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions())

  static let gptBigCode = Family(
    "gpt_bigcode",
    defaults: [
      .hiddenSize: 768, .layers: 12, .heads: 12, .context: 1024, .vocabulary: 50257, .tiedEmbeddings: 1,
      .multiQuery: 1,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.multiQuery(absent: true), bias: .yes, outputBias: .yes),
    feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions())

  /// Every other layer has local attention, but transformers caches all tokens, so no window is counted.
  static let gptNeo = Family(
    "gpt_neo",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 50257, .tiedEmbeddings: 1,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads, outputBias: .yes),
    feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions(), unused: [.slidingWindow])

  /// Attention and feed-forward in parallel, after one norm; the output head has a bias.
  static let gptJ = Family(
    "gptj", "codegen",
    defaults: [.hiddenSize: 4096, .layers: 28, .heads: 16, .context: 2048, .vocabulary: 50400, .tiedEmbeddings: 0],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads), feedForward: .plain(), norms: .layerNorm(perLayer: 1),
    embeddings: Embeddings(headBias: .yes))

  static let gptNeoX = Family(
    "gpt_neox",
    defaults: [
      .hiddenSize: 6144, .layers: 44, .heads: 64, .context: 2048, .vocabulary: 50432, .intermediateSize: 24576,
      .tiedEmbeddings: 0, .parallelAttention: 1, .attentionBias: 1,
    ],
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, bias: .field(.attentionBias),
      outputBias: .field(.attentionBias)),
    feedForward: .plain(), norms: .layerNorm())

  /// No biases, except on the attention output of the last layer. Source: `dense_bias` of `GPTNeoXJapaneseAttention`.
  static let gptNeoXJapanese = Family(
    "gpt_neox_japanese",
    defaults: [
      .hiddenSize: 2560, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .tiedEmbeddings: 1,
      .expansionRatio: 4,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads),
    feedForward: .plain(
      bias: .no, width: { layer throws(ConfigError) in try layer.size(.expansionRatio) * layer.hidden }),
    norms: .layerNorm(), additionalParameters: { model throws(ConfigError) in model.hidden })

  /// No final norm.
  static let openAIGPT = Family(
    "openai-gpt",
    defaults: [.hiddenSize: 768, .layers: 12, .heads: 12, .context: 512, .vocabulary: 40478, .tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(outside: 0), embeddings: .learnedPositions())

  static let ctrl = Family(
    "ctrl",
    defaults: [
      .hiddenSize: 1280, .layers: 48, .heads: 16, .context: 256, .vocabulary: 246_534, .intermediateSize: 8192,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(), embeddings: Embeddings(headBias: .yes))

  static let bioGPT = Family(
    "biogpt",
    defaults: [
      .hiddenSize: 1024, .layers: 24, .heads: 16, .context: 1024, .vocabulary: 42384, .intermediateSize: 4096,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions(offset: 2))

  static let xglm = Family(
    "xglm",
    defaults: [
      .hiddenSize: 1024, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 256_008, .intermediateSize: 4096,
      .tiedEmbeddings: 1,
    ],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm())

  /// `word_embed_proj_dim` can be smaller than `hidden_size`: then there are `project_in` and `project_out`. The final
  /// norm is optional. Source: `OPTDecoder` of transformers.
  static let opt = Family(
    "opt",
    defaults: [
      .hiddenSize: 768, .layers: 12, .heads: 12, .context: 2048, .vocabulary: 50272, .intermediateSize: 3072,
      .tiedEmbeddings: 1, .useBias: 1,
    ],
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, bias: .field(.useBias),
      outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias)), norms: .layerNorm(outside: 0),
    embeddings: .factored(offset: 2),
    additionalParameters: { model throws(ConfigError) in
      let isBefore = try model.config.flag(.normBefore) ?? true
      let isRemoved = try model.config.flag(.noFinalNorm) ?? false
      return (2 * model.hidden).when(isBefore && !isRemoved)
    })

  /// A norm after the embeddings as well; ALiBi instead of position embeddings.
  static let bloom = Family(
    "bloom",
    defaults: [.hiddenSize: 64, .layers: 2, .heads: 8, .vocabulary: 250_880, .tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(outside: 2))

  static let mpt = Family(
    "mpt",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 50368, .tiedEmbeddings: 1,
      .learnedPositions: 1, .noBias: 1, .expansionRatio: 4,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads, bias: .unless(.noBias), outputBias: .unless(.noBias)),
    feedForward: .plain(
      bias: .unless(.noBias),
      width: { layer throws(ConfigError) in try layer.size(.expansionRatio) * layer.hidden }),
    // MPT's layer norms have no bias, so they have as many parameters as RMS norms.
    norms: .rms())

  /// `multi_query` gives one key/value head. With `new_decoder_architecture` the config states their number, and
  /// attention and MLP each have a norm. Source: `FalconDecoderLayer` of transformers.
  static let falcon = Family(
    "falcon",
    defaults: [
      .hiddenSize: 4544, .layers: 32, .heads: 71, .context: 2048, .vocabulary: 65024, .tiedEmbeddings: 1,
      .multiQuery: 1, .parallelAttention: 1,
    ],
    attention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        if try layer.flag(.newDecoderArchitecture) ?? false { return try KeyValueHeads.grouped(layer) }
        return try layer.flag(.multiQuery) ?? true ? 1 : layer.heads
      }, bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias)), norms: .layerNorm(perLayer: 1),
    additionalParameters: { model throws(ConfigError) in
      let isNew = try model.config.flag(.newDecoderArchitecture) ?? false
      let isParallel = try model.config.flag(.parallelAttention) ?? true
      let inParallel = try model.config.int(.parallelNorms) ?? (isNew ? 2 : 1)
      let hasSecond = isNew ? inParallel == 2 || !isParallel : !isParallel
      return (2 * model.layers * model.hidden).when(hasSecond)
    }, unused: [.keyValueHeads])

  /// Falcon's remote code, from before it was in transformers. With key/value heads in the config, attention and MLP
  /// each have a norm, as in Falcon's new architecture. Source: `modelling_RW.py` in tiiuae/falcon-7b and
  /// tiiuae/falcon-40b, 2023.
  static let refinedWeb = Family(
    "RefinedWeb", "RefinedWebModel",
    defaults: [.context: 2048, .tiedEmbeddings: 1],
    attention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        if let stated = try layer.count(.keyValueHeads) { return stated }
        return try layer.flag(.multiQuery) ?? false ? 1 : layer.heads
      }, bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias)), norms: .layerNorm(perLayer: 1),
    additionalParameters: { model throws(ConfigError) in
      let isParallel = try model.config.flag(.parallelAttention) ?? true
      return (2 * model.layers * model.hidden).when(model.config.has(.keyValueHeads) || !isParallel)
    })

  /// ALiBi instead of position embeddings; a gated feed-forward with biases.
  static let jais = Family(
    "jais",
    defaults: [.tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .gated(bias: .yes, width: FeedForward.fourfold), norms: .layerNorm())

  static let starCoder2 = Family(
    "starcoder2",
    defaults: [
      .hiddenSize: 3072, .layers: 30, .heads: 24, .context: 4096, .vocabulary: 49152, .intermediateSize: 12288,
      .tiedEmbeddings: 1, .keyValueHeads: 2, .useBias: 1,
    ],
    mixers: .sliding,
    attention: .attention(bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias), width: nil), norms: .layerNorm())

  /// Embeddings of soft prompts and of segments. All layers share the biases of relative positions: one for each pair
  /// of segments and each bucket of distances, in each head. The class never ties the output head. Source:
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

  /// Multi-head attention with biases in all projections.
  static let biasedMultiHead = Block.attention(keyValueHeads: KeyValueHeads.asHeads, bias: .yes, outputBias: .yes)
}
