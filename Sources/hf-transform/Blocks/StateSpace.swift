import JSON

/// State-space blocks. Source: the mixers with these names in transformers. Inference engines cache `kernel size - 1`
/// columns of a convolution: vLLM in `mamba_utils.py`, llama.cpp in `n_embd_r`, and SGLang.
enum StateSpace {
  /// Mamba: input projection, convolution, selective scan with input-dependent step sizes, output projection.
  ///
  /// - Parameter hasNorms: whether step size, B and C are normalized before use, as in Jamba.
  static func mamba(hasNorms: Bool) -> Block {
    .recurrent(
      { layer throws(ConfigError) in
        let inner = try expanded(layer)
        let state = try layer.size(.stateSize, or: 16)
        let kernel = try layer.size(.convolutionKernel, or: 4)
        let rank = try timeStepRank(layer)
        let convolution = try inner * kernel + inner.when(layer.flag(.convolutionBias) ?? true)
        let scan = inner * (rank + 2 * state) + rank * inner + inner + inner * state + inner
        let projections = 3 * inner * layer.hidden
        let biases = try (2 * inner + layer.hidden).when(layer.flag(.mambaBias) ?? false)
        return projections + biases + convolution + scan + (rank + 2 * state).when(hasNorms)
      },
      state: { layer throws(ConfigError) in
        let columns = try layer.size(.convolutionKernel, or: 4) - 1
        return try expanded(layer) * (layer.size(.stateSize, or: 16) + columns)
      })
  }

  /// Mamba-2: one input projection for gate, values, B, C and step sizes; convolution; a state per head; gated norm.
  ///
  /// - Parameters:
  ///   - hasNorm: whether there is a gated norm before the output projection.
  ///   - inner: the width of all heads together.
  ///   - bias: whether the projections have biases.
  ///   - outputBias: whether the output projection has a bias; nil for `bias`.
  ///   - convolutionBias: whether the convolution has a bias.
  static func mamba2(
    hasNorm: ConfigFlag = .yes, inner: @escaping LayerFormula = expanded, bias: ConfigFlag = .field(.mambaBias),
    outputBias: ConfigFlag? = nil, convolutionBias: ConfigFlag = .field(.convolutionBias, absent: true)
  ) -> Block {
    .recurrent(
      { layer throws(ConfigError) in
        let width = try inner(layer)
        layer.markAsRead([.mambaExpand, .mambaHeadDim])
        let heads = try layer.size(.mambaHeads, or: 128)
        let convolved = try width + sharedStates(layer)
        let kernel = try layer.size(.convolutionKernel, or: 4)
        var total = layer.hidden * (width + convolved + heads) + width * layer.hidden + 3 * heads
        total += try convolved * kernel + convolved.when(convolutionBias.isSet(in: layer))
        total += try (width + convolved + heads).when(bias.isSet(in: layer))
        total += try layer.hidden.when((outputBias ?? bias).isSet(in: layer))
        return try total + width.when(hasNorm.isSet(in: layer))
      },
      state: { layer throws(ConfigError) in
        let width = try inner(layer)
        let columns = try layer.size(.convolutionKernel, or: 4) - 1
        return try width * layer.size(.stateSize, or: 128) + (width + sharedStates(layer)) * columns
      })
  }

  /// Mamba with one step size for each head, and norms of step sizes, B and C (PLaMo 2). A head is as wide as a head of
  /// attention. Source: the class `Mamba` in PLaMo 2's `modeling_plamo.py`.
  static let mambaWithHeads = Block.recurrent(
    { layer throws(ConfigError) in
      let heads = try layer.size(.mambaHeads)
      let inner = heads * layer.headDim
      let state = try layer.size(.stateSize)
      let rank = max(64, layer.hidden / 16)
      let scan = inner * (rank + 2 * state) + rank * heads + 3 * heads
      return try 3 * inner * layer.hidden + inner * layer.size(.convolutionKernel) + scan + rank + 2 * state
    },
    state: { layer throws(ConfigError) in
      let inner = try layer.size(.mambaHeads) * layer.headDim
      return try inner * (layer.size(.stateSize) + layer.size(.convolutionKernel) - 1)
    })

  /// The width of all heads of a Mamba-2 block whose config states the number and size of the heads.
  static let headsTimesHeadDim: LayerFormula = { layer throws(ConfigError) in
    try layer.size(.mambaHeads) * layer.size(.mambaHeadDim)
  }

  /// The width of a block whose config states it as a multiple of the hidden size (`mamba_expand`).
  static let expanded: LayerFormula = { layer throws(ConfigError) in try layer.size(.mambaExpand, or: 2) * layer.hidden
  }

  /// ``expanded`` for a model.
  static func expandedWidth(of model: Model) throws(ConfigError) -> Count {
    try model.size(.mambaExpand, or: 2) * model.hidden
  }

  /// The width of B and C together in Mamba-2; the heads of a group share them.
  private static func sharedStates(_ layer: Layer) throws(ConfigError) -> Count {
    try 2 * layer.size(.mambaGroups, or: 1) * layer.size(.stateSize, or: 128)
  }

  /// The rank of the step sizes' projection: stated, or a sixteenth of the hidden size, rounded up.
  private static func timeStepRank(_ layer: Layer) throws(ConfigError) -> Count {
    if let element = layer.element(.timeStepRank), element.equals("auto") { return (layer.hidden + 15) / 16 }
    return try layer.size(.timeStepRank, or: (layer.hidden + 15) / 16)
  }
}
