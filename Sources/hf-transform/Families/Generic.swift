extension Family {
  /// What is assumed of an unknown `model_type`: the sizes tell what there is.
  static let generic = Family(
    mixers: .slidingFromMaxWindowLayers,
    attention: .attention(keyValueHeads: generalKeyValueHeads, bias: .field(.attentionBias)),
    experts: Experts(.afterDenseLayers(0), shared: .counted))

  /// Like ``generic``, with latent attention.
  static let genericLatent = Family(
    attention: .latent(), experts: Experts(.afterDenseLayers(0), shared: .counted))

  private static let generalKeyValueHeads: Formula = { model throws(ConfigFault) in
    if let groups = try model.config.int(.multiQueryGroups) { return Count(groups) }
    if try model.config.flag(.multiQuery) ?? false { return 1 }
    return try KeyValueHeads.grouped(model)
  }
}
