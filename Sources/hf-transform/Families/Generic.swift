import JSON

extension Family {
  /// The general family for a config of an unknown `model_type`, chosen by its keys.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  static func assumed(of config: ModelConfig) throws(ConfigError) -> Family {
    if try config.int(.keyValueRank) != nil { return .genericLatent }
    return plainActivations.contains { config.element(.activation)?.equals($0) == true } ? .genericPlain : .generic
  }

  /// Grouped-query attention, a gated feed-forward or experts, and the windows and recurrent layers that the keys of
  /// the config show.
  static let generic = Family(
    defaults: savedDefaults, mixers: .byKeysOfConfig, attention: genericAttention,
    recurrent: LinearAttention.byKeysOfConfig,
    experts: genericExperts)

  /// Like ``generic``, with layer norms and with a feed-forward that has no gate, for configs whose activation has
  /// none.
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

  /// transformers 4 leaves `tie_word_embeddings` out of a config that it saves, if it is true: the default of the base
  /// class.
  private static let savedDefaults: ClassDefaults = [.tiedEmbeddings: 1]

  /// Names of activations in configs whose feed-forwards have no gate. Configs with gated ones have names such as
  /// `silu`, `swiglu` and `geglu`.
  private static let plainActivations: [StaticString] = [
    "relu", "relu2", "gelu", "gelu_new", "gelu_fast", "quick_gelu", "xielu",
  ]

  private static let genericExperts = Experts(.byKeysOfConfig, shared: .stated)

  private static let genericAttention = Block.attention(
    keyValueHeads: generalKeyValueHeads, bias: .field(.attentionBias), outputBias: .field(.attentionBias))

  private static let generalKeyValueHeads: LayerFormula = { layer throws(ConfigError) in
    if let groups = try layer.int(.multiQueryGroups) { return Count(groups) }
    return try keyValueHeadsOfKind(layer)
  }

  private static let keyValueHeadsOfKind = KeyValueHeads.ofKind(absent: KeyValueHeads.oneOrGrouped)
}
