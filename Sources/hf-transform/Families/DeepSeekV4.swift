extension Family {
  /// DeepSeek-V4: one shared key/value vector a token, compressed for the long range; several residual streams.
  static let deepSeekV4Lineage = [deepSeekV4]

  static let deepSeekV4 = Family(
    "deepseek_v4", "deepseek_ref", "deepseek_v41", "deepseek_v41_text",
    defaults: [
      .hiddenSize: 4096, .layers: 43, .heads: 64, .context: 1_048_576, .vocabulary: 129_280, .tiedEmbeddings: 0,
      .keyValueHeads: 1, .headDim: 512, .queryRank: 1024, .ropeHeadDim: 64, .outputRank: 1024, .outputGroups: 8,
      .indexHeads: 64, .indexHeadDim: 128, .hyperConnections: 4, .slidingWindow: 128, .experts: 256,
      .expertsPerToken: 6, .sharedExperts: 1, .expertSize: 2048,
    ],
    mixers: .sliding,
    attention: Block(
      kind: .grouped, keyValueHeads: { _ in 1 }, parameters: CompressedAttention.parameters,
      cachedElements: { layer in layer.headDim }),
    indexers: CompressedAttention.indexers, compressors: CompressedAttention.compressors,
    feedForward: .gated(width: { layer throws(ConfigError) in try layer.size(.expertSize) }),
    experts: Experts(shared: .one(absent: .field(.expertSize))),
    additionalParameters: HyperConnections.parameters)
}
