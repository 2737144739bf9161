import Shared

/// Layers that were pruned one by one (Nemotron by neural architecture search, DeciLM): `block_configs` says for each
/// whether it has attention, with how many query heads to a key/value head, and how wide its feed-forward is.
enum BlockConfigs {
  private static let attentionKey = JSONKey("attention")
  private static let feedForwardKey = JSONKey("ffn")
  private static let noOpKey = JSONKey("no_op")
  private static let linearKey = JSONKey("replace_with_linear")
  private static let groupKey = JSONKey("n_heads_in_group")
  private static let multiplierKey = JSONKey("ffn_mult")

  /// What one layer kept.
  struct Block {
    /// Query heads to a key/value head; nil without attention.
    let groupSize: Int?
    /// The feed-forward's width as a multiple of the hidden size; nil without one.
    let multiplier: Double?
    /// How many of the two were replaced by a linear layer.
    let linearCount: Int
  }

  /// Reads all blocks into the plan, and marks the layers that have attention and a feed-forward.
  ///
  /// - Throws: ``ConfigFault``.
  static func fill(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    guard let list = try config.layerList(.layerBlocks, layers: plan.count) else { return }
    let blocks = list.elements.map(read)
    for (layer, block) in blocks.enumerated() {
      if block.groupSize == nil { plan.set(layer, Mixer.none) }
      if block.multiplier == nil { plan.set(layer, FeedForwardKind.none) }
    }
    plan.blocks = blocks
  }

  /// Whether the layers with attention differ in their key/value heads.
  static func vary(_ plan: LayerPlan) -> Bool {
    guard let sizes = plan.blocks?.lazy.compactMap(\.groupSize) else { return false }
    return sizes.min() != sizes.max()
  }

  /// Key/value heads of the layer in hand, or of the layer that has the most.
  static let keyValueHeads: Formula = { model throws(ConfigFault) in
    guard let blocks = model.plan.blocks else { return try KeyValueHeads.grouped(model) }
    if let layer = model.config.layer, blocks.indices.contains(layer), let size = blocks[layer].groupSize, size > 0 {
      return model.heads / Count(size)
    }
    guard let smallest = blocks.lazy.compactMap(\.groupSize).min(), smallest > 0 else { return 0 }
    return model.heads / Count(smallest)
  }

  /// Width of the widest feed-forward.
  static let width: Formula = { model throws(ConfigFault) in
    guard let blocks = model.plan.blocks else { return try model.size(.intermediateSize) }
    return blocks.lazy.compactMap(\.multiplier).max().map { width(model, $0) } ?? 0
  }

  /// Parameters of all feed-forwards, of the norms before what is not pruned, and of the linear layers that stand for pruned blocks.
  static let parameters: Formula = { model throws(ConfigFault) in
    guard let blocks = model.plan.blocks else {
      return try model.layers * (3 * model.hidden * model.size(.intermediateSize) + 2 * model.hidden)
    }
    var total: Count = 0
    for block in blocks {
      if block.groupSize != nil { total += model.hidden }
      if let multiplier = block.multiplier { total += 3 * model.hidden * width(model, multiplier) + model.hidden }
      total += Count(block.linearCount) * model.hidden * model.hidden
    }
    return total
  }

  private static func read(_ block: JSONElement) -> Block {
    let (attention, feedForward) = (block[attentionKey], block[feedForwardKey])
    let isLinear = (attention: attention?[linearKey]?.bool == true, feedForward: feedForward?[linearKey]?.bool == true)
    return Block(
      groupSize: isLinear.attention ? nil : groupSize(attention),
      multiplier: isLinear.feedForward ? nil : multiplier(feedForward),
      linearCount: (isLinear.attention ? 1 : 0) + (isLinear.feedForward ? 1 : 0))
  }

  private static func groupSize(_ attention: JSONElement?) -> Int? {
    guard let attention, attention[noOpKey]?.bool != true else { return nil }
    return attention[groupKey]?.int.flatMap { (1...8192).contains($0) ? $0 : nil }
  }

  private static func multiplier(_ feedForward: JSONElement?) -> Double? {
    guard let feedForward, feedForward[noOpKey]?.bool != true else { return nil }
    return feedForward[multiplierKey]?.double.flatMap { (0..<1024).contains($0) ? $0 : nil }
  }

  /// Two thirds of the multiple of the hidden size, rounded up to a multiple of 256.
  private static func width(_ model: Model, _ multiplier: Double) -> Count {
    Count(Int(2 * multiplier * Double(model.hidden.value) / 3)).roundedUp(toMultipleOf: 256)
  }
}
