import JSON

extension Family {
  /// What is assumed of an unknown `model_type`, by the keys of its config.
  ///
  /// - Throws: ``ConfigError``.
  static func assumed(of config: ModelConfig) throws(ConfigError) -> Family {
    if try config.int(.keyValueRank) != nil { return .genericLatent }
    return plainActivations.contains { config.element(.activation)?.equals($0) == true } ? .genericPlain : .generic
  }

  /// Grouped-query attention, a gated feed-forward or experts, and what the config names beside them.
  static let generic = Family(
    defaults: savedDefaults, mixers: .byKeysOfConfig, attention: genericAttention,
    recurrent: LinearAttention.byKeysOfConfig,
    experts: genericExperts)

  /// Like ``generic``, with a feed-forward without a gate and layer norms, as its activation lets expect.
  static let genericPlain = Family(
    defaults: savedDefaults, mixers: .byKeysOfConfig, attention: genericAttention,
    recurrent: LinearAttention.byKeysOfConfig,
    feedForward: .plain(bias: .field(.feedForwardBias)),
    experts: Experts(.byKeysOfConfig, shared: .stated, isGated: false), norms: .layerNorm())

  /// Like ``generic``, with latent attention.
  static let genericLatent = Family(
    defaults: [.tiedEmbeddings: 0], mixers: .byKeysOfConfig, attention: .latent(),
    recurrent: LinearAttention.byKeysOfConfig,
    experts: genericExperts)

  /// A saved config leaves out `tie_word_embeddings` where it is true, as the base class of all configs has it.
  private static let savedDefaults: ClassDefaults = [.tiedEmbeddings: 1]

  /// Activations of feed-forwards that have no gate; gated ones name theirs `silu`, `swiglu`, `geglu` and the like.
  private static let plainActivations: [StaticString] = [
    "relu", "relu2", "gelu", "gelu_new", "gelu_fast", "quick_gelu", "xielu",
  ]

  private static let genericExperts = Experts(.byKeysOfConfig, shared: .stated)

  private static let genericAttention = Block.attention(
    keyValueHeads: generalKeyValueHeads, bias: .field(.attentionBias), outputBias: .field(.attentionBias))

  private static let generalKeyValueHeads: LayerFormula = { layer throws(ConfigError) in
    if let groups = try layer.int(.multiQueryGroups) { return Count(groups) }
    return try KeyValueHeads.oneOrGrouped(layer)
  }
}
