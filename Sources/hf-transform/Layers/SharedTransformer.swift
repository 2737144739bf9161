/// Zamba's attention and feed-forward, whose weights several layers share.
enum SharedTransformer {
  /// The parameters of the shared blocks. Each has attention, which reads hidden states and embeddings side by side, a
  /// gated feed-forward and two norms.
  static let parameters: Formula = { model throws(ConfigError) in
    let width = model.heads * model.headDim
    let keysAndValues = 2 * model.keyValueHeads * model.headDim
    let attention = 2 * model.hidden * (width + keysAndValues) + width * model.hidden
    let inner = try model.size(.intermediateSize, or: 4 * model.hidden)
    let biases = try (2 * inner + model.hidden).when(model.config.flag(.addBiasLinear) ?? false)
    let feedForward = 3 * model.hidden * inner + biases
    // If embeddings are tied, the class in transformers shares blocks among layers. Else each layer has its own block.
    let blocks = try model.isTied ? model.size(.memoryBlocks, or: 1) : model.layout.full
    return blocks * (attention + feedForward + 3 * model.hidden)
  }

  /// The size of a head. Hidden states and embeddings side by side are twice as wide as hidden states.
  static let headDim: LayerFormula = { layer in 2 * layer.hidden / layer.heads }

  /// The number of sets of adapters in a checkpoint. If embeddings are tied, several layers use one block, and the
  /// block has one set for each of these uses. Otherwise each layer has a separate block, but this still has as many
  /// sets as the shared block would have.
  private static func adapterSets(_ model: Model) throws(ConfigError) -> Count {
    if model.isTied { return model.layout.full }
    let (uses, blocks) = try (model.layout.full.value, max(model.size(.memoryBlocks, or: 1).value, 1))
    let (whole, rest) = (Count(uses / blocks), Count(uses % blocks))
    return rest * (whole + 1) * (whole + 1) + (Count(blocks) - rest) * whole * whole
  }

  /// The parameters of all adapters in Zamba 2: low-rank additions to the projections of a shared block.
  static let adapters: Formula = { model throws(ConfigError) in
    let rank = try model.size(.adapterRank, or: 128)
    let width = model.heads * model.headDim
    let feedForward = try rank * (model.hidden + 2 * model.size(.intermediateSize, or: 4 * model.hidden))
    let attention = try (3 * rank * (2 * model.hidden + width)).when(model.config.flag(.attentionAdapter) ?? false)
    return try adapterSets(model) * (feedForward + attention)
  }
}

extension Block {
  /// A layer's use of a shared block: a projection and a cache. ``SharedTransformer`` counts the parameters of the
  /// block itself.
  static let sharedAttention = grouped { layer in layer.hidden * layer.hidden }
}
