extension Family {
  /// MiniMax.
  static let miniMaxes = [miniMax, miniMaxM2, miniMaxM3]

  /// Lightning attention in the layers that `attn_type_list` marks with 0.
  static let miniMax = Family(
    "minimax", "minimax_text_01", "minimax_m1",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 131_072, .vocabulary: 32000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .experts: 8, .expertsPerToken: 2,
    ],
    mixers: .attentionTypeList, recurrent: LinearAttention.lightning, experts: Experts())

  static let miniMaxM2 = Family(
    "minimax_m2",
    defaults: [
      .hiddenSize: 3072, .layers: 62, .heads: 48, .context: 196_608, .vocabulary: 200_064, .intermediateSize: 1536,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 256, .expertsPerToken: 8,
    ],
    attention: .attention(queryKeyNorm: .wholeProjection), experts: Experts(),
    unused: [.attentionTypeList, .denseIntermediateSize])

  static let miniMaxM3 = Family(
    "minimax_m3", "minimax_m3_text", "minimax_m3_vl", "minimax_m3_vl_text",
    defaults: [
      .hiddenSize: 6144, .layers: 60, .heads: 64, .context: 524_288, .vocabulary: 200_064, .intermediateSize: 3072,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 128, .indexHeads: 4, .indexHeadDim: 128,
      .denseIntermediateSize: 12288, .experts: 128, .expertsPerToken: 4, .sharedExpertSize: 3072,
    ],
    attention: .attention(queryKeyNorm: .perHead), indexers: Indexers.blockSparse,
    feedForward: .gated(width: FeedForward.width(in: .denseIntermediateSize)),
    experts: Experts(.afterDenseLayers, shared: .one(absent: .field(.intermediateSize))))
}
