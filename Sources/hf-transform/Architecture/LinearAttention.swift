/// Linear attention, recurrent and convolution blocks. Source: the modules of the same names in transformers.
enum LinearAttention {
  /// Gated delta net: queries, keys, values, output gate, two gates a head, a convolution over the first three, a norm.
  static let gatedDeltaNet: Formula = { model throws(ConfigFault) in
    let keyHeads = try model.size(.linearKeyHeads, or: 16)
    let valueHeads = try model.size(.linearValueHeads, or: 32)
    let keys = try keyHeads * model.size(.linearKeyHeadDim, or: 128)
    let valueHeadDim = try model.size(.linearValueHeadDim, or: 128)
    let values = valueHeads * valueHeadDim
    let convolved = 2 * keys + values
    let projections = model.hidden * (convolved + values + 2 * valueHeads) + values * model.hidden
    return try projections + convolved * model.size(.linearKernel, or: 4) + 2 * valueHeads + valueHeadDim
  }

  /// Kimi delta attention: like a gated delta net, with low-rank forget and output gates.
  static let kimiDelta: Formula = { model throws(ConfigFault) in
    let heads = try model.size(.linearHeads, or: model.heads)
    let headDim = try model.size(.linearHeadDim, or: 128)
    let width = heads * headDim
    let gates = 2 * (model.hidden * headDim + headDim * width) + model.hidden * heads
    let convolution = try 3 * width * model.size(.linearKernel, or: 4)
    return 4 * model.hidden * width + gates + convolution + width + heads + headDim
  }

  /// Like ``kimiDelta``, with gates as wide as the heads (Ling hybrids).
  static let fullRankDelta: Formula = { model throws(ConfigFault) in
    let heads = try model.size(.linearHeads, or: model.heads)
    let headDim = try model.size(.linearHeadDim, or: model.size(.headDim, or: 128))
    let width = heads * headDim
    let convolution = try 3 * width * model.size(.linearKernel, or: 4)
    return 6 * model.hidden * width + model.hidden * heads + convolution + width + heads + headDim
  }

  /// Lightning attention of MiniMax: queries, keys, values, output gate, norm.
  static let lightning: Formula = { model throws(ConfigFault) in
    let width = model.heads * model.headDim
    return 5 * model.hidden * width + width
  }

  /// What an unknown family's keys name: a gated delta net, Kimi delta attention, Mamba-2, Mamba or a convolution.
  static let asKeysTell: Formula = { model throws(ConfigFault) in
    let config = model.config
    if config.has(.linearValueHeads) || config.has(.linearKeyHeads) { return try gatedDeltaNet(model) }
    if config.has(.linearHeads) || config.has(.linearHeadDim) { return try kimiDelta(model) }
    if config.has(.mambaHeads) {
      let inner = config.has(.mambaHeadDim) ? StateSpace.headsTimesHeadDim : nil
      return try StateSpace.mamba2(inner: inner)(model)
    }
    if config.has(.stateSize) { return try StateSpace.mamba(hasNorms: false)(model) }
    return config.has(.convolutionKernel) ? try shortConvolution(model) : try lightning(model)
  }

  /// Gated short convolution of LFM2.
  static let shortConvolution: Formula = { model throws(ConfigFault) in
    let kernel = try model.size(.convolutionKernel, or: 3)
    let biases = try (5 * model.hidden).when(model.config.flag(.convolutionBias) ?? false)
    return 4 * model.hidden * model.hidden + model.hidden * kernel + biases
  }

  /// Real-gated linear recurrent unit of RecurrentGemma: two branches, a convolution, block-diagonal gates.
  static let gatedRecurrentUnit: Formula = { model throws(ConfigFault) in
    let width = try model.size(.recurrentWidth, or: model.hidden)
    let kernel = try model.size(.convolutionKernel, or: 4)
    let branches = 2 * (model.hidden * width + width) + width * model.hidden + model.hidden
    let blockWidth = width / model.heads
    let gates = 2 * (model.heads * blockWidth * blockWidth + width)
    return branches + width * kernel + width + gates + width
  }
}
