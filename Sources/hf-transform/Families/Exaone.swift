extension Family {
  /// EXAONE.
  static let exaones = [exaone, exaone4, exaoneMoE]

  static let exaone = Family(
    "exaone",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 4096, .vocabulary: 102_400, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8,
    ],
    attention: attentionWithOptionalBias)

  /// Norms after attention and feed-forward instead of before them; a sliding window in three of four layers.
  static let exaone4 = Family(
    "exaone4",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .windowPattern: 4,
    ],
    mixers: .everyNthFull(4), attention: .attention(queryKeyNorm: .perHead))

  static let exaoneMoE = Family(
    "exaone_moe",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 102_400, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .windowPattern: 4, .experts: 64,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 1024, .firstDenseLayers: 1,
    ],
    mixers: .everyNthFull(4), attention: .attention(queryKeyNorm: .perHead),
    experts: Experts(.afterDenseLayers, shared: .counted))
}
