extension Family {
  /// Ling and Ring.
  static let lingLineage = [bailingMoE, bailingLinear, bailingHybrid]

  /// Experts after the first dense layers, some shared.
  static let bailingMoE = Family(
    "bailing_moe", "bailing_moe_v2",
    defaults: [.tiedEmbeddings: 0],
    attention: lingAttention,
    experts: Experts(.afterDenseLayers, shared: .counted))

  /// Lightning attention in all layers but the last of each group.
  static let bailingLinear = Family(
    "bailing_moe_linear",
    defaults: [
      .tiedEmbeddings: 0, .firstDenseLayers: 1,
    ],
    mixers: .everyNthAttends(8), attention: lingAttention,
    recurrent: .recurrent(
      { layer throws(ConfigError) in try LinearAttention.lightningParameters(layer) + 2 * layer.headDim },
      state: LinearAttention.lightningState),
    experts: Experts(.afterDenseLayers, shared: .counted))

  private static let lingAttention = Block.attention(
    bias: .field(.queryKeyValueBias), outputBias: .field(.useBias), queryKeyNorm: .perHeadIf(.queryKeyNorm))

  /// Kimi delta attention with gates of full rank; latent attention with a gate for each head in every sixth layer.
  static let bailingHybrid = Family(
    "bailing_hybrid",
    defaults: [
      .hiddenSize: 2560, .layers: 42, .heads: 32, .context: 262_144, .vocabulary: 157_184, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64, .noRopeHeadDim: 128,
      .experts: 512, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 768, .firstDenseLayers: 2, .linearKernel: 4,
    ],
    mixers: .everyNthAttends(6), attention: .latent(additionalParameters: { layer in layer.hidden * layer.heads }),
    recurrent: LinearAttention.fullRankDelta,
    experts: Experts(.afterDenseLayers, shared: .counted), embeddings: Embeddings(isNeverTied: true))
}
