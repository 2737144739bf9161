import JSON
import ModelSpec

/// Layers that were pruned one by one (Nemotron by neural architecture search, DeciLM): `block_configs` states for each
/// layer whether it has attention, the number of query heads per key/value head, and the width of its feed-forward.
enum BlockConfigs {
  /// What pruning has left of one layer: attention, feed-forward, both or neither.
  struct PrunedLayer {
    /// Query heads per key/value head; nil without attention.
    let groupSize: Int?
    /// `ffn_mult`, from which ``BlockConfigs/width(_:_:)`` computes the width of the feed-forward; nil without one.
    let multiplier: Double?
    /// How many of the two parts, attention and feed-forward, are replaced by a linear layer: 0 to 2.
    let linearCount: Int
  }

  /// Reads `block_configs`, and sets the mixer or feed-forward of a layer to none where it was pruned.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  static func fill(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard let list = try config.layerList(.layerBlocks, layers: layout.count) else {
      if config.has(.keyValueHeads) || config.has(.intermediateSize) { return }
      throw .invalid(key: config.key(of: .layerBlocks), found: "missing", expected: "a list of the layers' parts")
    }
    var layers: [PrunedLayer] = []
    for element in list.elements.prefix(layout.count) { layers.append(try read(element, config.key(of: .layerBlocks))) }
    for (index, layer) in layers.enumerated() {
      if layer.groupSize == nil { layout.set(index, TokenMixer.none) }
      if layer.multiplier == nil { layout.set(index, FeedForwardKind.none) }
    }
    layout.prunedLayers = layers
  }

  /// Whether the layers with attention differ in their key/value heads.
  static func vary(_ layout: LayerLayout) -> Bool {
    guard let sizes = layout.prunedLayers?.lazy.compactMap(\.groupSize) else { return false }
    return sizes.min() != sizes.max()
  }

  /// Key/value heads of a layer; the largest number of all layers if the layer has no index or no attention.
  static let keyValueHeads: LayerFormula = { layer throws(ConfigError) in
    guard let layers = layer.prunedLayers else { return try KeyValueHeads.grouped(layer) }
    if let index = layer.index, layers.indices.contains(index), let size = layers[index].groupSize, size > 0 {
      return layer.heads / Count(size)
    }
    guard let smallest = layers.lazy.compactMap(\.groupSize).min(), smallest > 0 else { return 0 }
    return layer.heads / Count(smallest)
  }

  /// Width of the widest feed-forward of all layers; 0 if all were pruned.
  static let width: LayerFormula = { layer throws(ConfigError) in
    guard let layers = layer.prunedLayers else { return try layer.size(.intermediateSize) }
    return layers.lazy.compactMap(\.multiplier).max().map { width(layer.hidden, $0) } ?? 0
  }

  /// Parameters of all feed-forwards, of the linear layers that replace a part, and of the norms. Each part that is
  /// kept or replaced has one norm.
  static let parameters: Formula = { model throws(ConfigError) in
    guard let layers = model.layout.prunedLayers else {
      return try model.layers * (3 * model.hidden * model.size(.intermediateSize) + 2 * model.hidden)
    }
    var total: Count = 0
    for layer in layers {
      if layer.groupSize != nil { total += model.hidden }
      if let multiplier = layer.multiplier {
        total += 3 * model.hidden * width(model.hidden, multiplier) + model.hidden
      }
      total += Count(layer.linearCount) * (model.hidden * model.hidden + model.hidden)
    }
    return total
  }

  /// The config of a layer's attention or of its feed-forward.
  private struct Part<Size> {
    var isLeftOut = true
    var isLinear = false
    var size: Size?

    init() {}

    /// Reads a part; null counts as left out.
    ///
    /// - Parameters:
    ///   - sizeKey: the key of the part's size.
    ///   - readSize: reads the size; nil if it is not plausible.
    ///   - key: the key of the list, for messages.
    /// - Throws: ``ConfigError`` when the value is not an object, or a part that is kept does not state its size.
    init(
      _ object: JSONElement, _ sizeKey: StaticString, _ key: String, readSize: (JSONElement) -> Size?
    ) throws(ConfigError) {
      if object.isNull { return }
      guard object.isObject else { throw .invalid(key, object, expected: "an object for each part of a layer") }
      isLeftOut = false
      for (key, value) in object.members {
        if key.equals("no_op") {
          isLeftOut = value.bool == true
        } else if key.equals("replace_with_linear") {
          isLinear = value.bool == true
        } else if key.equals(sizeKey) {
          size = readSize(value)
        }
      }
      if isKept && size == nil {
        throw .invalid(
          key: key, found: object[sizeKey].map { "\(sizeKey) \(ConfigError.describe($0))" } ?? "without '\(sizeKey)'",
          expected: "a plausible number for each attention and feed-forward that is kept")
      }
    }

    /// Whether the part is neither left out nor replaced by a linear layer.
    var isKept: Bool { !isLeftOut && !isLinear }
  }

  private static func read(_ block: JSONElement, _ key: String) throws(ConfigError) -> PrunedLayer {
    guard block.isObject else { throw .invalid(key, block, expected: "an object for each layer") }
    var (attention, feedForward) = (Part<Int>(), Part<Double>())
    for (name, value) in block.members {
      if name.equals("attention") {
        attention = try Part(value, "n_heads_in_group", key) { size in
          size.int.flatMap { EntryField.numHeads.range.contains($0) ? $0 : nil }
        }
      } else if name.equals("ffn") {
        feedForward = try Part(value, "ffn_mult", key) { size in
          size.double.flatMap { (0..<1024).contains($0) ? $0 : nil }
        }
      }
    }
    return PrunedLayer(
      groupSize: attention.isKept ? attention.size : nil, multiplier: feedForward.isKept ? feedForward.size : nil,
      linearCount: (attention.isLinear ? 1 : 0) + (feedForward.isLinear ? 1 : 0))
  }

  /// The width of a feed-forward: two thirds of `multiplier` times the hidden size, rounded up to a multiple of 256.
  private static func width(_ hidden: Count, _ multiplier: Double) -> Count {
    Count(Int(saturating: 2 * multiplier * Double(hidden.value) / 3)).roundedUp(toMultipleOf: 256)
  }
}
