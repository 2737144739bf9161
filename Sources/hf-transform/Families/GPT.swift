extension Family {
  /// The families that are named GPT: OpenAI's from GPT-1 to gpt-oss, GPT-Neo, GPT-J, GPT-NeoX, GPTBigCode.
  static let gpts = [openAIGPT, gpt2, gptBigCode, gptNeo, gptJ, gptNeoX, gptNeoXJapanese, gptOSS]

  /// GPT-1, which has no norm after the last layer.
  static let openAIGPT = Family(
    "openai-gpt",
    defaults: [.hiddenSize: 768, .layers: 12, .heads: 12, .context: 512, .vocabulary: 40478, .tiedEmbeddings: 1],
    attention: biasedMultiHead, feedForward: .plain(), norms: .layerNorm(outside: 0), embeddings: .learnedPositions())

  /// The first models of BigCode have the same name, and multi-query attention.
  static let gpt2 = Family(
    "gpt2", "gpt-sw3",
    defaults: [.hiddenSize: 768, .layers: 12, .heads: 12, .context: 1024, .vocabulary: 50257, .tiedEmbeddings: 1],
    attention: .attention(
      keyValueHeads: KeyValueHeads.ofKind(absent: KeyValueHeads.asHeads), bias: .yes, outputBias: .yes),
    feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions())

  static let gptBigCode = Family(
    "gpt_bigcode",
    defaults: [
      .hiddenSize: 768, .layers: 12, .heads: 12, .context: 1024, .vocabulary: 50257, .tiedEmbeddings: 1,
      .multiQuery: 1,
    ],
    attention: .attention(keyValueHeads: KeyValueHeads.multiQuery(absent: true), bias: .yes, outputBias: .yes),
    feedForward: .plain(), norms: .layerNorm(), embeddings: .learnedPositions(),
    // The class ignores a stated number of key/value heads: `multi_query` decides.
    unused: [.keyValueHeads])

  /// Every second layer has local attention, but transformers caches all tokens, so these layers count as full
  /// attention.
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

  /// Learned attention sinks, and biases in attention, experts and router.
  static let gptOSS = Family(
    "gpt_oss",
    defaults: [
      .hiddenSize: 2880, .layers: 36, .heads: 64, .context: 131_072, .vocabulary: 201_088, .intermediateSize: 2880,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 64, .attentionBias: 1, .slidingWindow: 128, .experts: 128,
      .expertsPerToken: 4,
    ],
    mixers: .everyNthFull(2), attention: attentionWithSinks, experts: Experts(hasBias: true, routerBias: .yes))
}
