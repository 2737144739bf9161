/// Linear attention, recurrent and convolution blocks. Source: the modules of the same names in transformers; the
/// per-sequence state is that of vLLM's `mamba_utils.py`, with `kernel size - 1` columns of a convolution.
enum LinearAttention {
  /// Gated delta net: queries, keys, values, output gate, two gates per head, a convolution over the first three, a
  /// norm.
  static let gatedDeltaNet = gatedDeltaNet { layer throws(ConfigError) in try DeltaNetSize(layer) }

  /// A gated delta net with head sizes computed by the family.
  static func gatedDeltaNet(_ size: @escaping @Sendable (Layer) throws(ConfigError) -> DeltaNetSize) -> Block {
    .recurrent(
      { layer throws(ConfigError) in
        let size = try size(layer)
        let projections =
          layer.hidden * (size.convolved + size.values + 2 * size.valueHeads) + size.values * layer.hidden
        return try projections + size.convolved * layer.size(.linearKernel, or: 4) + 2 * size.valueHeads
          + size.valueHeadDim
      },
      state: { layer throws(ConfigError) in
        let size = try size(layer)
        return try size.values * size.keyHeadDim + size.convolved * (layer.size(.linearKernel, or: 4) - 1)
      })
  }

  /// The heads of a gated delta net.
  struct DeltaNetSize {
    let valueHeads: Count
    let keyHeadDim: Count
    let valueHeadDim: Count
    /// The width of all keys of a token.
    let keys: Count

    init(_ layer: Layer) throws(ConfigError) {
      valueHeads = try layer.size(.linearValueHeads, or: 32)
      keyHeadDim = try layer.size(.linearKeyHeadDim, or: 128)
      valueHeadDim = try layer.size(.linearValueHeadDim, or: 128)
      keys = try layer.size(.linearKeyHeads, or: 16) * keyHeadDim
    }

    /// The defaults of OLMo Hybrid: as many heads as attention, keys of three quarters of the hidden size in all,
    /// values twice as wide.
    init(threeQuartersOf layer: Layer) throws(ConfigError) {
      let keyHeads = try layer.size(.linearKeyHeads, or: layer.heads)
      valueHeads = try layer.size(.linearValueHeads, or: layer.heads)
      keyHeadDim = try layer.size(.linearKeyHeadDim, or: 3 * layer.hidden / (4 * keyHeads))
      valueHeadDim = try layer.size(.linearValueHeadDim, or: 2 * keyHeadDim)
      keys = keyHeads * keyHeadDim
    }

    /// The width of all values of a token.
    var values: Count { valueHeads * valueHeadDim }
    /// The width of queries, keys and values, which pass the convolution.
    var convolved: Count { 2 * keys + values }
  }

  /// Kimi delta attention: like a gated delta net, with low-rank forget and output gates.
  static let kimiDelta = Block.recurrent(
    { layer throws(ConfigError) in
      let (heads, headDim) = try kimiHeads(layer)
      let width = heads * headDim
      let lowRank = layer.hidden * headDim + headDim * width
      // With an output gate of full rank (Kimi-K3), there is one decay rate per channel of a head.
      let isFullRank = try layer.flag(.fullRankGate) ?? false
      let gates = lowRank + (isFullRank ? layer.hidden * width : lowRank) + layer.hidden * heads
      let convolution = try 3 * width * layer.size(.linearKernel, or: 4)
      return 4 * layer.hidden * width + gates + convolution + width + (isFullRank ? headDim : heads) + headDim
    }, state: kimiState)

  /// Like ``kimiDelta``, with gates as wide as the heads (Ling hybrids).
  static let fullRankDelta = Block.recurrent(
    { layer throws(ConfigError) in
      let (heads, headDim) = try kimiHeads(layer)
      let width = heads * headDim
      let convolution = try 3 * width * layer.size(.linearKernel, or: 4)
      return 6 * layer.hidden * width + layer.hidden * heads + convolution + width + heads + headDim
    }, state: kimiState)

  /// ``fullRankDelta`` where the config has its sizes, else ``lightningWithNorms``.
  static let fullRankDeltaOrLightning = Block.recurrent(
    { layer throws(ConfigError) in try deltaOrLightning(layer).parameters(layer) },
    state: { layer throws(ConfigError) in try deltaOrLightning(layer).state?(layer) ?? 0 })

  private static func deltaOrLightning(_ config: some FieldReader) -> Block {
    hasDelta(config) ? fullRankDelta : lightningWithNorms
  }

  /// Whether the config states a size of delta attention, or leaves all sizes to its class, which has delta attention.
  static func hasDelta(_ config: some FieldReader) -> Bool {
    config.has(.linearKernel) || config.has(.linearHeads) || config.has(.linearHeadDim)
      || config.element(.hiddenSize) == nil
  }

  private static func kimiHeads(_ layer: Layer) throws(ConfigError) -> (heads: Count, headDim: Count) {
    let heads = try layer.size(.linearHeads, or: layer.heads)
    if let headDim = try layer.count(.linearHeadDim) { return (heads, headDim) }
    return (heads, try layer.size(.headDim, or: 128))
  }

  private static let kimiState: LayerFormula = { layer throws(ConfigError) in
    let (heads, headDim) = try kimiHeads(layer)
    return try heads * headDim * (headDim + 3 * (layer.size(.linearKernel, or: 4) - 1))
  }

  /// Lightning attention of MiniMax: queries, keys, values, output gate, norm.
  static let lightning = Block.recurrent(lightningParameters, state: lightningState)

  /// Like ``lightning``, with norms of queries and keys (Ling and Ring).
  static let lightningWithNorms = Block.recurrent(
    { layer throws(ConfigError) in try lightningParameters(layer) + 2 * layer.headDim }, state: lightningState)

  static let lightningParameters: LayerFormula = { layer throws(ConfigError) in
    let width = layer.heads * layer.headDim
    return 5 * layer.hidden * width + width
  }

  static let lightningState: LayerFormula = { layer in layer.heads * layer.headDim * layer.headDim }

  /// Inferred from the keys of an unknown family: a gated delta net, Kimi delta attention, Mamba-2, Mamba or a
  /// convolution.
  static let byKeysOfConfig = Block.recurrent(
    { layer throws(ConfigError) in try named(by: layer).parameters(layer) },
    state: { layer throws(ConfigError) in try named(by: layer).state?(layer) ?? 0 })

  private static func named(by config: some FieldReader) -> Block {
    if config.has(.linearValueHeads) || config.has(.linearKeyHeads) { return gatedDeltaNet }
    if config.has(.linearHeads) || config.has(.linearHeadDim) { return kimiDelta }
    if config.has(.mambaHeads) { return config.has(.mambaHeadDim) ? wideMamba2 : plainMamba2 }
    if config.has(.stateSize) { return plainMamba }
    return config.has(.convolutionKernel) ? shortConvolution : lightning
  }

  private static let wideMamba2 = StateSpace.mamba2(inner: StateSpace.headsTimesHeadDim)
  private static let plainMamba2 = StateSpace.mamba2()
  private static let plainMamba = StateSpace.mamba(hasNorms: false)

  /// Gated short convolution of LFM2.
  static let shortConvolution = Block.recurrent(
    { layer throws(ConfigError) in
      let kernel = try layer.size(.convolutionKernel, or: 3)
      let biases = try (5 * layer.hidden).when(layer.flag(.convolutionBias) ?? false)
      return 4 * layer.hidden * layer.hidden + layer.hidden * kernel + biases
    },
    state: { layer throws(ConfigError) in try layer.hidden * (layer.size(.convolutionKernel, or: 3) - 1) })

  /// Real-gated linear recurrent unit of RecurrentGemma: two branches, a convolution, block-diagonal gates.
  static let gatedRecurrentUnit = Block.recurrent(
    { layer throws(ConfigError) in
      let width = try layer.size(.recurrentWidth, or: layer.hidden)
      let kernel = try layer.size(.convolutionKernel, or: 4)
      let branches = 2 * (layer.hidden * width + width) + width * layer.hidden + layer.hidden
      let blockWidth = width / layer.heads
      let gates = 2 * (layer.heads * blockWidth * blockWidth + width)
      return branches + width * kernel + width + gates + width
    },
    state: { layer throws(ConfigError) in
      try layer.size(.recurrentWidth, or: layer.hidden) * layer.size(.convolutionKernel, or: 4)
    })
}
