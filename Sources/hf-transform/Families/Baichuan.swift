extension Family {
  /// Baichuan.
  static let baichuans = [baichuan, baichuanM1]

  /// The head is normalized, so it is never tied.
  static let baichuan = Family(
    "baichuan",
    defaults: [.tiedEmbeddings: 0],
    attention: .attention(keyValueHeads: KeyValueHeads.asHeads), embeddings: Embeddings(isNeverTied: true))

  /// Keys and values are means of those of two tokens, weighted by head; layers with a window have other heads. Source:
  /// `baichuan_m1.py` of mlx-lm.
  static let baichuanM1 = Family(
    "baichuan_m1",
    defaults: [.tiedEmbeddings: 0, .convolutionKernel: 2],
    mixers: .listedWindows, attention: meansOfTokens(heads: { layer in layer.heads }, KeyValueHeads.grouped),
    slidingAttention: meansOfTokens(
      heads: { layer throws(ConfigError) in try layer.size(.windowHeads, or: layer.heads) },
      KeyValueHeads.field(.windowKeyValueHeads)),
    embeddings: Embeddings(isNeverTied: true))

  /// Attention whose heads together are as wide as the residual stream, with a window of weights for the keys and one
  /// for the values of each head.
  private static func meansOfTokens(
    heads: @escaping LayerFormula, _ keyValueHeads: @escaping LayerFormula
  ) -> Block {
    let cached: LayerFormula = { layer throws(ConfigError) in
      try 2 * keyValueHeads(layer) * (layer.hidden / heads(layer))
    }
    return Block(
      kind: .grouped, keyValueHeads: keyValueHeads,
      parameters: { layer throws(ConfigError) in
        let windows = try 2 * keyValueHeads(layer) * layer.size(.convolutionKernel)
        return try layer.hidden * (2 * layer.hidden + cached(layer)) + windows
      }, cachedElements: cached,
      state: { layer throws(ConfigError) in try cached(layer) * (layer.size(.convolutionKernel) - 1) })
  }
}
