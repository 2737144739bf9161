extension Family {
  /// Kimi Linear, Kimi-K3, Ling and Ring. Kimi-K2 has the layers of DeepSeek-V3, and is in DeepSeek.swift.
  static let kimisAndLings = [kimiLinear, bailingMoE, bailingLinear, bailingHybrid]

  /// Kimi delta attention in three of four layers, latent attention in the others. Kimi-K3 also has an output gate,
  /// experts in a latent space, and attention over the outputs of earlier blocks: a norm and a learned query before
  /// each attention, before each feed-forward, and at the end. Source: the tensors of Kimi-K3's checkpoint.
  static let kimiLinear = Family(
    "kimi_linear", "kimi_k3", "kimi_k3_text",
    defaults: [
      .hiddenSize: 2304, .layers: 27, .heads: 32, .context: 1_048_576, .vocabulary: 163_840, .intermediateSize: 9216,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 256, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 1024,
      .linearHeads: 32, .linearHeadDim: 128, .linearKernel: 4, .firstDenseLayers: 1,
    ],
    mixers: .listedAttentionFromOne, attention: .latent(), recurrent: LinearAttention.kimiDelta,
    experts: Experts(.afterDenseLayers, dense: .ifNull, shared: .counted), embeddings: Embeddings(isNeverTied: true),
    additionalParameters: { model throws(ConfigError) in
      try ((4 * model.layers + 2) * model.hidden).when(model.config.int(.residualBlockSize) ?? 0 > 0)
    }, unused: [.linearLayerIndices])

  /// Experts after the first layers, which are dense; some experts are shared.
  static let bailingMoE = Family(
    "bailing_moe", "bailing_moe_v2", "llada2_moe",
    defaults: [.tiedEmbeddings: 0],
    attention: lingAttention,
    experts: Experts(.afterDenseLayers, dense: .ifNull, width: .number(0), shared: .counted))

  /// Full attention in the last layer of each group and in the layers after the last whole group, lightning attention
  /// in the others.
  static let bailingLinear = Family(
    "bailing_moe_linear",
    defaults: [
      .tiedEmbeddings: 0, .firstDenseLayers: 1,
    ],
    mixers: .everyNthAndRestAttend(8), attention: lingAttention, recurrent: LinearAttention.lightningWithNorms,
    experts: Experts(.afterDenseLayers, dense: .ifNull, width: .number(0), shared: .counted))

  private static let lingAttention = Block.attention(
    bias: .field(.queryKeyValueBias), outputBias: .field(.useBias), queryKeyNorm: .perHeadIf(.queryKeyNorm))

  /// Latent attention in every sixth layer. The others have Kimi delta attention with gates of full rank (Ling 3), or
  /// lightning attention if the config has no convolution and no sizes of delta attention (Ling 2.5). In a model with
  /// delta attention, latent attention has a gate for each head. Source for Ling 2.5: `bailing_moe_linear.py` of vLLM.
  static let bailingHybrid = Family(
    "bailing_hybrid",
    defaults: [
      .hiddenSize: 2560, .layers: 42, .heads: 32, .context: 262_144, .vocabulary: 157_184, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64, .noRopeHeadDim: 128,
      .experts: 512, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 768, .firstDenseLayers: 2,
    ],
    mixers: .everyNthAttends(6),
    attention: .latent(
      additionalParameters: { layer in (layer.hidden * layer.heads).when(LinearAttention.hasDelta(layer)) }),
    recurrent: LinearAttention.fullRankDeltaOrLightning,
    experts: Experts(.afterDenseLayers, dense: .ifNull, shared: .counted), embeddings: Embeddings(isNeverTied: true))
}
