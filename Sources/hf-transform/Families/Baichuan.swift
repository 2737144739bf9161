extension Family {
  /// Baichuan 1, Baichuan 2 and Baichuan-M1.
  static let baichuans = [baichuan, baichuanM1]

  /// Baichuan 2 normalizes the rows of the output head, so the head is never tied.
  static let baichuan = Family(
    "baichuan",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads), embeddings: Embeddings(isNeverTied: true))

  /// Keys and values are weighted sums of those of a token and the token before it. Layers with a window can have
  /// another number of heads. Source: `baichuan_m1.py` of mlx-lm.
  static let baichuanM1 = Family(
    "baichuan_m1",
    defaults: [.tiedEmbeddings: 0, .convolutionKernel: 2],
    mixers: .listedWindows, attention: sumsOfTokens(heads: { layer in layer.heads }, KeyValueHeads.grouped),
    slidingAttention: sumsOfTokens(
      heads: { layer throws(ConfigError) in try layer.size(.windowHeads, or: layer.heads) },
      KeyValueHeads.field(.windowKeyValueHeads)),
    embeddings: Embeddings(isNeverTied: true))

  /// Attention whose query heads together are as wide as the residual stream. Each key/value head has a weight per
  /// token of the sum, for its keys and for its values.
  private static func sumsOfTokens(
    heads: @escaping LayerFormula, _ keyValueHeads: @escaping LayerFormula
  ) -> Block {
    let cached: LayerFormula = { layer throws(ConfigError) in
      try 2 * keyValueHeads(layer) * (layer.hidden / heads(layer))
    }
    return Block(
      kind: .grouped, keyValueHeads: keyValueHeads,
      parameters: { layer throws(ConfigError) in
        let convolution = try 2 * keyValueHeads(layer) * layer.size(.convolutionKernel)
        return try layer.hidden * (2 * layer.hidden + cached(layer)) + convolution
      }, cachedElements: cached,
      state: { layer throws(ConfigError) in try cached(layer) * (layer.size(.convolutionKernel) - 1) })
  }
}
