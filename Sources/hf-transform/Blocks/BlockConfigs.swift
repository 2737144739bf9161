import JSON
import ModelSpec
import Platform

/// Layers that were pruned one by one (Nemotron by neural architecture search, DeciLM): `block_configs` states for each
/// layer whether it has attention, the number of query heads per key/value head, and the width of its feed-forward.
enum BlockConfigs {
  /// The remaining parts of one layer.
  struct Block {
    /// Query heads per key/value head; nil without attention.
    let groupSize: Int?
    /// The feed-forward's width as a multiple of the hidden size; nil without one.
    let multiplier: Double?
    /// How many of the two parts are replaced by a linear layer.
    let linearCount: Int
  }

  /// Reads all blocks, and marks the layers with attention and with a feed-forward.
  ///
  /// - Throws: ``ConfigError``.
  static func fill(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard let list = try config.layerList(.layerBlocks, layers: layout.count) else { return }
    let blocks = list.elements.map(read)
    for (layer, block) in blocks.enumerated() {
      if block.groupSize == nil { layout.set(layer, TokenMixer.none) }
      if block.multiplier == nil { layout.set(layer, FeedForwardKind.none) }
    }
    layout.blocks = blocks
  }

  /// Whether the layers with attention differ in their key/value heads.
  static func vary(_ layout: LayerLayout) -> Bool {
    guard let sizes = layout.blocks?.lazy.compactMap(\.groupSize) else { return false }
    return sizes.min() != sizes.max()
  }

  /// Key/value heads of a layer; for the largest layer, the maximum.
  static let keyValueHeads: LayerFormula = { layer throws(ConfigError) in
    guard let blocks = layer.prunedBlocks else { return try KeyValueHeads.grouped(layer) }
    if let index = layer.index, blocks.indices.contains(index), let size = blocks[index].groupSize, size > 0 {
      return layer.heads / Count(size)
    }
    guard let smallest = blocks.lazy.compactMap(\.groupSize).min(), smallest > 0 else { return 0 }
    return layer.heads / Count(smallest)
  }

  /// Width of the widest feed-forward.
  static let width: LayerFormula = { layer throws(ConfigError) in
    guard let blocks = layer.prunedBlocks else { return try layer.size(.intermediateSize) }
    return blocks.lazy.compactMap(\.multiplier).max().map { width(layer.hidden, $0) } ?? 0
  }

  /// Parameters of all feed-forwards, of the linear layers that replace pruned blocks, and of the norms of all
  /// remaining blocks.
  static let parameters: Formula = { model throws(ConfigError) in
    guard let blocks = model.layout.blocks else {
      return try model.layers * (3 * model.hidden * model.size(.intermediateSize) + 2 * model.hidden)
    }
    var total: Count = 0
    for block in blocks {
      if block.groupSize != nil { total += model.hidden }
      if let multiplier = block.multiplier {
        total += 3 * model.hidden * width(model.hidden, multiplier) + model.hidden
      }
      total += Count(block.linearCount) * (model.hidden * model.hidden + model.hidden)
    }
    return total
  }

  /// One of the two parts of a block: attention or feed-forward.
  private struct Part {
    var isLeftOut = true
    var isLinear = false
    var groupSize: Int?
    var multiplier: Double?

    init() {}

    init(_ object: JSONElement) {
      isLeftOut = false
      for (key, value) in object.members {
        if key.equals("no_op") {
          isLeftOut = value.bool == true
        } else if key.equals("replace_with_linear") {
          isLinear = value.bool == true
        } else if key.equals("n_heads_in_group") {
          groupSize = value.int.flatMap { EntryField.numHeads.range.contains($0) ? $0 : nil }
        } else if key.equals("ffn_mult") {
          multiplier = value.double.flatMap { (0..<1024).contains($0) ? $0 : nil }
        }
      }
    }

    /// Whether the part is not pruned.
    var isKept: Bool { !isLeftOut && !isLinear }
  }

  private static func read(_ block: JSONElement) -> Block {
    var (attention, feedForward) = (Part(), Part())
    for (key, value) in block.members {
      if key.equals("attention") { attention = Part(value) }
      if key.equals("ffn") { feedForward = Part(value) }
    }
    return Block(
      groupSize: attention.isKept ? attention.groupSize : nil,
      multiplier: feedForward.isKept ? feedForward.multiplier : nil,
      linearCount: (attention.isLinear ? 1 : 0) + (feedForward.isLinear ? 1 : 0))
  }

  /// Two thirds of the multiple of the hidden size, rounded up to a multiple of 256.
  private static func width(_ hidden: Count, _ multiplier: Double) -> Count {
    Count(Int(saturating: 2 * multiplier * Double(hidden.value) / 3)).roundedUp(toMultipleOf: 256)
  }
}
