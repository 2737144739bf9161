extension Family {
  /// Gemma.
  static let gemmaLineage = [gemma, gemma2, gemma3, vaultGemma, recurrentGemma]

  static let gemma = Family(
    "gemma",
    defaults: [
      .hiddenSize: 3072, .layers: 28, .heads: 16, .context: 8192, .vocabulary: 256_000, .intermediateSize: 24576,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .headDim: 256,
    ],
    attention: attentionWithOptionalBias)

  /// Norms before and after attention and feed-forward; every other layer uses a sliding window.
  static let gemma2 = Family(
    "gemma2",
    defaults: [
      .hiddenSize: 2304, .layers: 26, .heads: 8, .context: 8192, .vocabulary: 256_000, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(2), attention: attentionWithOptionalBias, norms: .rms(perLayer: 4))

  static let gemma3 = Family(
    "gemma3_text", "gemma3",
    defaults: [
      .hiddenSize: 2304, .layers: 26, .heads: 8, .context: 131_072, .vocabulary: 262_208, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(6), attention: queryKeyNormedAttention, norms: .rms(perLayer: 4))

  static let vaultGemma = Family(
    "vaultgemma",
    defaults: [
      .hiddenSize: 2304, .layers: 26, .heads: 8, .context: 8192, .vocabulary: 256_000, .intermediateSize: 9216,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 4096,
    ],
    mixers: .everyNthFull(2), attention: attentionWithOptionalBias)

  /// Two recurrent layers, then one with sliding attention; `intermediate_size` is twice the real width.
  static let recurrentGemma = Family(
    "recurrent_gemma",
    defaults: [
      .hiddenSize: 2560, .layers: 26, .heads: 10, .vocabulary: 256_000, .intermediateSize: 7680, .tiedEmbeddings: 1,
      .slidingWindow: 2048, .convolutionKernel: 4,
    ],
    mixers: .repeatedBlockTypes, attention: .attention(bias: .field(.attentionBias), outputBias: .yes),
    recurrent: LinearAttention.gatedRecurrentUnit,
    feedForward: .gated(bias: .yes, width: { layer throws(ConfigError) in try layer.size(.intermediateSize) / 2 }))
}
