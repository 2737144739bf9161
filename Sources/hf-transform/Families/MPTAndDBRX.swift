import JSON

extension Family {
  /// MosaicML's MPT, and DBRX, whose configs have the same nested objects.
  static let mptAndDBRX = [mpt, dbrx]

  /// MPT, and Replit's first model, which has the same layers, and the key `mlp_ratio` instead of `expansion_ratio`.
  static let mpt = Family(
    "mpt", "replit_lm",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 50368, .tiedEmbeddings: 1,
      .learnedPositions: 1, .noBias: 1,
    ],
    attention: .attention(keyValueHeads: keyValueHeadsOfKind, bias: .unless(.noBias), outputBias: .unless(.noBias)),
    feedForward: .plain(
      bias: .unless(.noBias),
      width: { layer throws(ConfigError) in
        try ConfigSize.either(.expansionRatio, .feedForwardRatio, absent: 4).resolved(in: layer) * layer.hidden
      }),
    // MPT's layer norms have no bias, so they have as many parameters as RMS norms.
    norms: .rms())

  /// By `attn_type`, each query head has a key/value head, all query heads share one, or the config states the number.
  /// Without `attn_type`, the config states it. Source: `attention.py` of MosaicML's llm-foundry.
  private static let keyValueHeadsOfKind: LayerFormula = { layer throws(ConfigError) in
    guard let kind = layer.element(.attentionKind) else { return try KeyValueHeads.grouped(layer) }
    if kind.equals("multihead_attention") { return layer.heads }
    if kind.equals("multiquery_attention") { return 1 }
    guard kind.equals("grouped_query_attention") else {
      throw .invalid(
        layer.key(of: .attentionKind), kind,
        expected: "'multihead_attention', 'multiquery_attention' or 'grouped_query_attention'")
    }
    return try KeyValueHeads.grouped(layer)
  }

  static let dbrx = Family(
    "dbrx",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 32000, .tiedEmbeddings: 0,
      .keyValueHeads: 1, .experts: 4, .expertsPerToken: 1, .expertSize: 3584,
    ],
    experts: Experts())
}
