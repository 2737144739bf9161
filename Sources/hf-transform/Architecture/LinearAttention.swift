/// Linear attention, recurrent and convolution blocks. Source: the modules of the same names in transformers; what a
/// sequence keeps is as in vLLM's `mamba_utils.py`, with one column less of a convolution than its kernel has.
enum LinearAttention {
  /// Gated delta net: queries, keys, values, output gate, two gates a head, a convolution over the first three, a norm.
  static let gatedDeltaNet = gatedDeltaNet { model throws(ConfigFault) in try DeltaNetSize(model) }

  /// A gated delta net whose heads are of the sizes that a family has.
  static func gatedDeltaNet(_ size: @escaping @Sendable (Model) throws(ConfigFault) -> DeltaNetSize) -> Block {
    .recurrent(
      { model throws(ConfigFault) in
        let size = try size(model)
        let projections =
          model.hidden * (size.convolved + size.values + 2 * size.valueHeads) + size.values * model.hidden
        return try projections + size.convolved * model.size(.linearKernel, or: 4) + 2 * size.valueHeads
          + size.valueHeadDim
      },
      state: { model throws(ConfigFault) in
        let size = try size(model)
        return try size.values * size.keyHeadDim + size.convolved * (model.size(.linearKernel, or: 4) - 1)
      })
  }

  /// The heads of a gated delta net.
  struct DeltaNetSize {
    let valueHeads: Count
    let keyHeadDim: Count
    let valueHeadDim: Count
    /// All keys of a token together.
    let keys: Count

    init(_ model: Model) throws(ConfigFault) {
      valueHeads = try model.size(.linearValueHeads, or: 32)
      keyHeadDim = try model.size(.linearKeyHeadDim, or: 128)
      valueHeadDim = try model.size(.linearValueHeadDim, or: 128)
      keys = try model.size(.linearKeyHeads, or: 16) * keyHeadDim
    }

    /// Where the config states nothing: as many heads as attention has, whose keys are three quarters as wide as the
    /// hidden size and whose values are twice as wide (OLMo Hybrid).
    init(threeQuartersOf model: Model) throws(ConfigFault) {
      let keyHeads = try model.size(.linearKeyHeads, or: model.heads)
      valueHeads = try model.size(.linearValueHeads, or: model.heads)
      keyHeadDim = try model.size(.linearKeyHeadDim, or: 3 * model.hidden / (4 * keyHeads))
      valueHeadDim = try model.size(.linearValueHeadDim, or: 2 * keyHeadDim)
      keys = keyHeads * keyHeadDim
    }

    /// All values of a token together.
    var values: Count { valueHeads * valueHeadDim }
    /// Queries, keys and values, which run through the convolution.
    var convolved: Count { 2 * keys + values }
  }

  /// Kimi delta attention: like a gated delta net, with low-rank forget and output gates.
  static let kimiDelta = Block.recurrent(
    { model throws(ConfigFault) in
      let (heads, headDim) = try kimiHeads(model)
      let width = heads * headDim
      let lowRank = model.hidden * headDim + headDim * width
      // With an output gate of full rank (Kimi-K3), checkpoints hold as many decay rates as a head is wide.
      let isFullRank = try model.config.flag(.fullRankGate) ?? false
      let gates = lowRank + (isFullRank ? model.hidden * width : lowRank) + model.hidden * heads
      let convolution = try 3 * width * model.size(.linearKernel, or: 4)
      return 4 * model.hidden * width + gates + convolution + width + (isFullRank ? headDim : heads) + headDim
    }, state: kimiState)

  /// Like ``kimiDelta``, with gates as wide as the heads (Ling hybrids).
  static let fullRankDelta = Block.recurrent(
    { model throws(ConfigFault) in
      let (heads, headDim) = try kimiHeads(model)
      let width = heads * headDim
      let convolution = try 3 * width * model.size(.linearKernel, or: 4)
      return 6 * model.hidden * width + model.hidden * heads + convolution + width + heads + headDim
    }, state: kimiState)

  private static func kimiHeads(_ model: Model) throws(ConfigFault) -> (heads: Count, headDim: Count) {
    (
      try model.size(.linearHeads, or: model.heads),
      try model.size(.linearHeadDim, or: model.size(.headDim, or: 128))
    )
  }

  private static let kimiState: Formula = { model throws(ConfigFault) in
    let (heads, headDim) = try kimiHeads(model)
    return try heads * headDim * (headDim + 3 * (model.size(.linearKernel, or: 4) - 1))
  }

  /// Lightning attention of MiniMax: queries, keys, values, output gate, norm.
  static let lightning = Block.recurrent(lightningParameters, state: lightningState)

  static let lightningParameters: Formula = { model throws(ConfigFault) in
    let width = model.heads * model.headDim
    return 5 * model.hidden * width + width
  }

  static let lightningState: Formula = { model in model.heads * model.headDim * model.headDim }

  /// What an unknown family's keys name: a gated delta net, Kimi delta attention, Mamba-2, Mamba or a convolution.
  static let asKeysTell = Block.recurrent(
    { model throws(ConfigFault) in try named(by: model.config).parameters(model) },
    state: { model throws(ConfigFault) in try named(by: model.config).state?(model) ?? 0 })

  private static func named(by config: ModelConfig) -> Block {
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
    { model throws(ConfigFault) in
      let kernel = try model.size(.convolutionKernel, or: 3)
      let biases = try (5 * model.hidden).when(model.config.flag(.convolutionBias) ?? false)
      return 4 * model.hidden * model.hidden + model.hidden * kernel + biases
    },
    state: { model throws(ConfigFault) in try model.hidden * (model.size(.convolutionKernel, or: 3) - 1) })

  /// Real-gated linear recurrent unit of RecurrentGemma: two branches, a convolution, block-diagonal gates.
  static let gatedRecurrentUnit = Block.recurrent(
    { model throws(ConfigFault) in
      let width = try model.size(.recurrentWidth, or: model.hidden)
      let kernel = try model.size(.convolutionKernel, or: 4)
      let branches = 2 * (model.hidden * width + width) + width * model.hidden + model.hidden
      let blockWidth = width / model.heads
      let gates = 2 * (model.heads * blockWidth * blockWidth + width)
      return branches + width * kernel + width + gates + width
    },
    state: { model throws(ConfigFault) in
      try model.size(.recurrentWidth, or: model.hidden) * model.size(.convolutionKernel, or: 4)
    })
}
