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

  /// Marks the layers that have attention and a feed-forward.
  ///
  /// - Throws: ``ConfigFault``.
  static func fill(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    guard let list = try config.layerList(.layerBlocks, layers: plan.count) else { return }
    var layer = 0
    for block in list.elements {
      if groupSize(block) == nil { plan.set(layer, Mixer.none) }
      if multiplier(block) == nil { plan.set(layer, FeedForwardKind.none) }
      layer += 1
    }
  }

  /// Key/value heads of the layers with attention; the most, should they differ.
  static let keyValueHeads: Formula = { model throws(ConfigFault) in
    guard let list = try model.config.list(.layerBlocks) else { return try KeyValueHeads.grouped(model) }
    guard let smallest = list.elements.lazy.compactMap(groupSize).min(), smallest > 0 else { return 0 }
    return model.heads / Count(smallest)
  }

  /// Width of the widest feed-forward.
  static let width: Formula = { model throws(ConfigFault) in
    guard let list = try model.config.list(.layerBlocks) else { return try model.size(.intermediateSize) }
    return list.elements.lazy.compactMap(multiplier).map { width(model, $0) }.max() ?? 0
  }

  /// Parameters of all feed-forwards, of the norms before what is not pruned, and of the linear layers that stand for pruned blocks.
  static let parameters: Formula = { model throws(ConfigFault) in
    guard let list = try model.config.list(.layerBlocks) else { return 0 }
    var total: Count = 0
    for block in list.elements {
      if groupSize(block) != nil { total += model.hidden }
      if let multiplier = multiplier(block) { total += 3 * model.hidden * width(model, multiplier) + model.hidden }
      for part in [attentionKey, feedForwardKey] where block[part]?[linearKey]?.bool == true {
        total += model.hidden * model.hidden
      }
    }
    return total
  }

  private static func isPruned(_ part: JSONElement) -> Bool {
    part[noOpKey]?.bool == true || part[linearKey]?.bool == true
  }

  private static func groupSize(_ block: JSONElement) -> Int? {
    guard let attention = block[attentionKey], !isPruned(attention) else { return nil }
    return attention[groupKey]?.int.flatMap { (1...8192).contains($0) ? $0 : nil }
  }

  private static func multiplier(_ block: JSONElement) -> Double? {
    guard let feedForward = block[feedForwardKey], !isPruned(feedForward) else { return nil }
    return feedForward[multiplierKey]?.double.flatMap { (0..<1024).contains($0) ? $0 : nil }
  }

  /// Two thirds of the multiple of the hidden size, rounded up to a multiple of 256.
  private static func width(_ model: Model, _ multiplier: Double) -> Count {
    Count(Int(2 * multiplier * Double(model.hidden.value) / 3)).roundedUp(toMultipleOf: 256)
  }
}
