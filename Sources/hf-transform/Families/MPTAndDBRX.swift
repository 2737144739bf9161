import JSON

extension Family {
  /// MosaicML's MPT, and DBRX, whose configs have the same nested objects.
  static let mptAndDBRX = [mpt, dbrx]

  /// MPT, and Replit's first model, which has the same layers, and the key `mlp_ratio` instead of `expansion_ratio`.
  /// The feed-forward `mptglu` has a gate. Source: `ffn.py` of MosaicML's llm-foundry.
  static let mpt = Family(
    "mpt", "replit_lm",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 50368, .tiedEmbeddings: 1,
      .learnedPositions: 1, .noBias: 1,
    ],
    attention: .attention(
      keyValueHeads: KeyValueHeads.ofKind(absent: KeyValueHeads.grouped), bias: .unless(.noBias),
      outputBias: .unless(.noBias)),
    feedForward: .plain(bias: .unless(.noBias), width: innerWidth),
    // MPT's layer norms have no bias, so they have as many parameters as RMS norms.
    norms: .rms(),
    additionalParameters: { model throws(ConfigError) in
      guard let name = model.config.element(.feedForwardClass), !name.equals("mptmlp") else { return 0 }
      guard name.equals("mptglu") else {
        throw .invalid(model.config.key(of: .feedForwardClass), name, expected: "'mptmlp' or 'mptglu'")
      }
      let bias = Count(1).when(try ConfigFlag.unless(.noBias).isSet(in: model.config))
      return try model.layers * (model.hidden + bias) * model.largest(innerWidth)
    })

  /// `ffn_hidden_size`, else a multiple of the hidden size.
  private static let innerWidth: LayerFormula = { layer throws(ConfigError) in
    if let stated = try layer.count(.expertSize) { return stated }
    return try ConfigSize.either(.expansionRatio, .feedForwardRatio, absent: 4).resolved(in: layer) * layer.hidden
  }

  static let dbrx = Family(
    "dbrx",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 2048, .vocabulary: 32000, .tiedEmbeddings: 0,
      .keyValueHeads: 1, .experts: 4, .expertsPerToken: 1, .expertSize: 3584,
    ],
    experts: Experts())
}
