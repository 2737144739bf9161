extension Family {
  /// Granite with sliding windows, and other models between lineages.
  static let graniteVariants = [graniteSWA, graniteMoESWA, iQuestCoder, modernBERTDecoder]

  private static let attentionWithSinks = Block.attention(
    bias: .field(.attentionBias), outputBias: .field(.attentionBias), hasSinks: true)

  static let graniteSWA = Family(
    "granite_swa",
    defaults: [
      .hiddenSize: 2560, .layers: 24, .heads: 20, .context: 8192, .vocabulary: 100_352, .intermediateSize: 8192,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .slidingWindow: 128,
    ],
    mixers: .pattern([.full, .sliding, .sliding, .sliding]), attention: attentionWithSinks)

  static let graniteMoESWA = Family(
    "granitemoe_swa",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0, .slidingWindow: 128, .experts: 8, .expertsPerToken: 2, .sharedExpertSize: 0,
    ],
    mixers: .pattern([.full, .sliding, .sliding, .sliding]), attention: attentionWithSinks,
    experts: Experts(shared: .one()))

  static let iQuestCoder = Family(
    "iquestcoder",
    defaults: [
      .hiddenSize: 5120, .layers: 80, .heads: 40, .context: 131_072, .vocabulary: 76800, .intermediateSize: 27648,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128,
    ],
    attention: attentionWithOptionalBias)

  /// ModernBERT's layers with a causal mask: a norm after the embeddings and none before the first attention, and a
  /// small network before the output head.
  static let modernBERTDecoder = Family(
    "modernbert-decoder",
    defaults: [
      .hiddenSize: 768, .layers: 22, .heads: 12, .context: 8192, .vocabulary: 50368, .intermediateSize: 1152,
      .tiedEmbeddings: 1, .slidingWindow: 64,
    ],
    mixers: .firstOfEveryNFull(3),
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, bias: .field(.attentionBias), outputBias: .field(.attentionBias)),
    norms: .rms(outside: 2),
    embeddings: Embeddings(headBias: .field(.decoderBias, absent: true)),
    additionalParameters: { model throws(ConfigError) in model.hidden * model.hidden })
}
