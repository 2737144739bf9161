extension Family {
  /// Falcon, before and after its port to transformers, and Falcon-H1. Falcon Mamba is in MambaJambaZamba.swift.
  static let falcons = [falcon, refinedWeb, falconH1]

  /// With `multi_query` there is one key/value head. With `new_decoder_architecture` the config states the number of
  /// key/value heads, and attention and feed-forward each have a norm. Source: `FalconDecoderLayer` of transformers.
  ///
  /// A config with neither key can be one for Falcon's remote code (``refinedWeb``) whose `model_type` was renamed. If
  /// it states more than one key/value head and fewer than query heads, it is of the new architecture.
  static let falcon = Family(
    "falcon",
    defaults: [
      .hiddenSize: 4544, .layers: 32, .heads: 71, .context: 2048, .vocabulary: 65024, .tiedEmbeddings: 1,
      .parallelAttention: 1,
    ],
    attention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        if try isNewDecoder(layer, heads: layer.heads) { return try KeyValueHeads.grouped(layer) }
        return try layer.flag(.multiQuery) ?? true ? 1 : layer.heads
      }, bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias)), norms: .layerNorm(perLayer: 1),
    additionalParameters: { model throws(ConfigError) in
      let isNew = try isNewDecoder(model.config, heads: model.heads)
      let isParallel = try model.config.flag(.parallelAttention) ?? true
      let inParallel = try model.config.int(.parallelNorms) ?? (isNew ? 2 : 1)
      let hasSecond = isNew ? inParallel == 2 || !isParallel : !isParallel
      return (2 * model.layers * model.hidden).when(hasSecond)
    }, unused: [.keyValueHeads])

  /// Whether the model is of Falcon's new architecture; ``falcon`` says how that is known.
  private static func isNewDecoder(_ config: some FieldReader, heads: Count) throws(ConfigError) -> Bool {
    if let stated = try config.flag(.newDecoderArchitecture) { return stated }
    guard try config.flag(.multiQuery) == nil, let stated = try config.count(.keyValueHeads) else { return false }
    return stated > 1 && stated < heads
  }

  /// Falcon's remote code, from before transformers had a Falcon class. If the config states key/value heads, attention
  /// and feed-forward each have a norm, as in Falcon's new architecture. Source: `modelling_RW.py` in tiiuae/falcon-7b
  /// and tiiuae/falcon-40b, 2023.
  static let refinedWeb = Family(
    "RefinedWeb", "RefinedWebModel",
    defaults: [.context: 2048, .tiedEmbeddings: 1],
    attention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        if let stated = try layer.count(.keyValueHeads) { return stated }
        return try layer.flag(.multiQuery) ?? false ? 1 : layer.heads
      }, bias: .field(.useBias), outputBias: .field(.useBias)),
    feedForward: .plain(bias: .field(.useBias)), norms: .layerNorm(perLayer: 1),
    additionalParameters: { model throws(ConfigError) in
      let isParallel = try model.config.flag(.parallelAttention) ?? true
      return (2 * model.layers * model.hidden).when(model.config.has(.keyValueHeads) || !isParallel)
    })

  /// Attention and Mamba-2 side by side in each layer.
  static let falconH1 = Family(
    "falcon_h1",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 8192, .vocabulary: 128_000, .intermediateSize: 14336,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .stateSize: 256, .convolutionKernel: 4, .mambaExpand: 2,
      .mambaHeads: 128, .mambaHeadDim: 8, .mambaGroups: 1, .mambaInnerSize: 1024, .convolutionBias: 1,
    ],
    mixers: .allBoth, attention: attentionWithOptionalBias,
    recurrent: StateSpace.mamba2(
      hasNorm: .field(.mambaNorm),
      inner: { layer throws(ConfigError) in
        try layer.size(.mambaInnerSize, or: layer.size(.mambaExpand) * layer.hidden)
      }, outputBias: .field(.projectorsBias)),
    unused: [.expansionRatio])
}
