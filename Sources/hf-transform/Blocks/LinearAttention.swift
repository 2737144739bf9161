/// Linear attention, recurrent and convolution blocks. Source: the modules with these names in transformers. The
/// per-sequence state is that of vLLM's `mamba_utils.py`, with `kernel size - 1` columns of a convolution.
enum LinearAttention {
  /// Gated delta net: queries, keys and values, which pass a convolution, an output gate, two gates per head, a norm,
  /// an output projection.
  static let gatedDeltaNet = gatedDeltaNet { layer throws(ConfigError) in try DeltaNetSize(layer) }

  /// A gated delta net whose sizes a function of the family computes.
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

  /// The sizes of a gated delta net.
  struct DeltaNetSize {
    /// The number of heads of values.
    let valueHeads: Count
    /// The size of a head's key.
    let keyHeadDim: Count
    /// The size of a head's value.
    let valueHeadDim: Count
    /// The width of all keys of a token.
    let keys: Count

    /// The sizes in the config; the defaults are those of Qwen 3 Next.
    ///
    /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
    init(_ layer: Layer) throws(ConfigError) {
      valueHeads = try layer.size(.linearValueHeads, or: 32)
      keyHeadDim = try layer.size(.linearKeyHeadDim, or: 128)
      valueHeadDim = try layer.size(.linearValueHeadDim, or: 128)
      keys = try layer.size(.linearKeyHeads, or: 16) * keyHeadDim
    }

    /// The sizes in the config, with the defaults of OLMo Hybrid: as many heads as attention, the keys of all heads
    /// together as wide as three quarters of the hidden size, values twice as wide as keys.
    ///
    /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
    init(ofOLMoHybrid layer: Layer) throws(ConfigError) {
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
      // With an output gate of full rank (Kimi-K3), there is a decay rate for each channel of a head; otherwise one for
      // each head.
      let isFullRank = try layer.flag(.fullRankGate) ?? false
      let gates = lowRank + (isFullRank ? layer.hidden * width : lowRank) + layer.hidden * heads
      let convolution = try 3 * width * layer.size(.linearKernel, or: 4)
      return 4 * layer.hidden * width + gates + convolution + width + (isFullRank ? headDim : heads) + headDim
    }, state: kimiState)

  /// Like ``kimiDelta``, with forget and output gates of full rank (Ling hybrids).
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

  /// Whether the layers have delta attention: the config states a size of it, or leaves all sizes to the defaults of
  /// its class, which has delta attention.
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

  /// Lightning attention of MiniMax: queries, keys, values, output gate, norm, output projection.
  static let lightning = Block.recurrent(lightningParameters, state: lightningState)

  /// Like ``lightning``, with norms of queries and keys (Ling and Ring).
  static let lightningWithNorms = Block.recurrent(
    { layer throws(ConfigError) in try lightningParameters(layer) + 2 * layer.headDim }, state: lightningState)

  private static let lightningParameters: LayerFormula = { layer throws(ConfigError) in
    let width = layer.heads * layer.headDim
    return 5 * layer.hidden * width + width
  }

  private static let lightningState: LayerFormula = { layer in layer.heads * layer.headDim * layer.headDim }

  /// The block that the keys of an unknown family's config suggest: a gated delta net, Kimi delta attention, Mamba-2,
  /// Mamba or a short convolution; lightning attention if there are no such keys.
  static let byKeysOfConfig = Block.recurrent(
    { layer throws(ConfigError) in try suggested(by: layer).parameters(layer) },
    state: { layer throws(ConfigError) in try suggested(by: layer).state?(layer) ?? 0 })

  private static func suggested(by config: some FieldReader) -> Block {
    if config.has(.linearValueHeads) || config.has(.linearKeyHeads) { return gatedDeltaNet }
    if config.has(.linearHeads) || config.has(.linearHeadDim) { return kimiDelta }
    if config.has(.mambaHeads) { return config.has(.mambaHeadDim) ? wideMamba2 : plainMamba2 }
    if config.has(.stateSize) { return plainMamba }
    return config.has(.convolutionKernel) ? shortConvolution : lightning
  }

  private static let wideMamba2 = StateSpace.mamba2(inner: StateSpace.headsTimesHeadDim)
  private static let plainMamba2 = StateSpace.mamba2()
  private static let plainMamba = StateSpace.mamba(hasNorms: false)

  /// Gated short convolution of LFM2: an input projection to three times the hidden size, a convolution, an output
  /// projection.
  static let shortConvolution = Block.recurrent(
    { layer throws(ConfigError) in
      let kernel = try layer.size(.convolutionKernel, or: 3)
      let biases = try (5 * layer.hidden).when(layer.flag(.convolutionBias) ?? false)
      return 4 * layer.hidden * layer.hidden + layer.hidden * kernel + biases
    },
    state: { layer throws(ConfigError) in try layer.hidden * (layer.size(.convolutionKernel, or: 3) - 1) })

  /// Real-gated linear recurrent unit of RecurrentGemma: two branches, a convolution, two block-diagonal gates, an
  /// output projection.
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
