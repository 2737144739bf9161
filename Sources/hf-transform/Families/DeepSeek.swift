extension Family {
  /// DeepSeek and the models with its latent attention and fine-grained experts.
  static let deepSeekLineage = [deepSeekV3]

  static let deepSeekV3 = Family(
    "deepseek_v3", "kimi_k2",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 128, .keyValueHeads: 128, .intermediateSize: 18432, .expertSize: 2048,
      .vocabulary: 129_280, .context: 4096, .experts: 256, .expertsPerToken: 8, .sharedExperts: 1, .keyValueRank: 512,
      .queryRank: 1536, .ropeHeadDim: 64, .noRopeHeadDim: 128, .valueHeadDim: 128, .firstDenseLayers: 3,
      .tiedEmbeddings: 0,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers(3), shared: .counted))
}
