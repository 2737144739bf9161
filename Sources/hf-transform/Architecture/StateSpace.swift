import JSON

/// State-space blocks. Source: the mixers of the same names in transformers. Engines keep one column less of a
/// convolution than its kernel has: vLLM's `mamba_utils.py`, SGLang's and llama.cpp's `n_embd_r` agree.
enum StateSpace {
  /// Mamba: input projection, convolution, selective scan with input-dependent step sizes, output projection.
  ///
  /// - Parameter hasNorms: whether step size, B and C are normalized before use, as in Jamba.
  static func mamba(hasNorms: Bool) -> Block {
    .recurrent(
      { model throws(ConfigFault) in
        let inner = try expanded(model)
        let state = try model.size(.stateSize, or: 16)
        let kernel = try model.size(.convolutionKernel, or: 4)
        let rank = try timeStepRank(model)
        let convolution = try inner * kernel + inner.when(model.config.flag(.convolutionBias) ?? true)
        let scan = inner * (rank + 2 * state) + rank * inner + inner + inner * state + inner
        let projections = 3 * inner * model.hidden
        let biases = try (2 * inner + model.hidden).when(model.config.flag(.mambaBias) ?? false)
        return projections + biases + convolution + scan + (rank + 2 * state).when(hasNorms)
      },
      state: { model throws(ConfigFault) in
        let columns = try model.size(.convolutionKernel, or: 4) - 1
        return try expanded(model) * (model.size(.stateSize, or: 16) + columns)
      })
  }

  /// Mamba-2: one input projection for gate, values, B, C and step sizes; convolution; a state per head; gated norm.
  ///
  /// - Parameters:
  ///   - hasNorm: whether the gated norm before the output projection is there.
  ///   - inner: width of the block: all heads together.
  static func mamba2(hasNorm: Flag = .yes, inner: @escaping Formula = expanded) -> Block {
    .recurrent(
      { model throws(ConfigFault) in
        let width = try inner(model)
        model.config.dismiss([.mambaExpand, .mambaHeadDim])
        let heads = try model.size(.mambaHeads, or: 128)
        let convolved = try width + sharedStates(model)
        let kernel = try model.size(.convolutionKernel, or: 4)
        var total = model.hidden * (width + convolved + heads) + width * model.hidden + 3 * heads
        total += try convolved * kernel + convolved.when(model.config.flag(.convolutionBias) ?? true)
        total += try (width + convolved + heads + model.hidden).when(model.config.flag(.mambaBias) ?? false)
        return try total + width.when(hasNorm.isSet(in: model))
      },
      state: { model throws(ConfigFault) in
        let width = try inner(model)
        let columns = try model.size(.convolutionKernel, or: 4) - 1
        return try width * model.size(.stateSize, or: 128) + (width + sharedStates(model)) * columns
      })
  }

  /// Width of a Mamba-2 block that states its heads and their size.
  static let headsTimesHeadDim: Formula = { model throws(ConfigFault) in
    try model.size(.mambaHeads) * model.size(.mambaHeadDim)
  }

  /// `mamba_expand` times the hidden size.
  static let expanded: Formula = { model throws(ConfigFault) in try model.size(.mambaExpand, or: 2) * model.hidden }

  /// B and C of Mamba-2, which the heads of a group share.
  private static func sharedStates(_ model: Model) throws(ConfigFault) -> Count {
    try 2 * model.size(.mambaGroups, or: 1) * model.size(.stateSize, or: 128)
  }

  /// The rank of the step sizes' projection: stated, or a sixteenth of the hidden size, rounded up.
  private static func timeStepRank(_ model: Model) throws(ConfigFault) -> Count {
    if let element = model.config.element(.timeStepRank), element.equals("auto") { return (model.hidden + 15) / 16 }
    return try model.size(.timeStepRank, or: (model.hidden + 15) / 16)
  }
}
