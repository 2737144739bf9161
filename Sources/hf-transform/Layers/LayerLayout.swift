import JSON
import ModelSpec

/// The mixer (attention, a recurrent block, both or neither) and the feed-forward of every layer, and how many layers
/// have each. One object is reused: ``resolve(_:)`` replaces the values of the previous model.
final class LayerLayout {
  /// How many layers there are.
  private(set) var count = 0
  /// Each layer's mixer, in order.
  private(set) var mixers: [TokenMixer] = []
  /// Each layer's feed-forward, in order.
  private(set) var feedForwards: [FeedForwardKind] = []

  /// Whether the config lists each layer as two blocks, attention and feed-forward, and counts these as layers.
  private(set) var isListedInPairs = false
  /// The layers that every token passes several times; nil without any.
  private(set) var loop: LoopedLayers?

  /// For each layer, the parts that were not pruned; nil if layers were not pruned one by one.
  var prunedLayers: [BlockConfigs.PrunedLayer]?

  /// How many layers have full attention.
  private(set) var full: Count = 0
  /// How many caches these layers have: one per pass through a layer, none for a layer that uses another layer's cache.
  private(set) var cachedFull: Count = 0
  /// How many layers have sliding-window attention.
  private(set) var sliding: Count = 0
  /// How many caches these layers have, counted like ``cachedFull``.
  private(set) var cachedSliding: Count = 0
  /// How many layers have a recurrent block.
  private(set) var recurrent: Count = 0
  /// How many layers have a dense feed-forward.
  private(set) var dense: Count = 0
  /// How many layers have a mixture of experts.
  private(set) var sparse: Count = 0
  /// How many layers do not use another layer's cache. They are assumed to be the first layers. With `use_cla` they are
  /// spread out; the number of caches is still right if all layers have the same mixer.
  private(set) var owners = 0
  /// The window of the sliding layers, in tokens; nil if there are no such layers, no window is stated, or the window
  /// covers the whole context.
  private(set) var window: Int?

  /// Computes the layers of a model from its config.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func resolve(_ model: Model) throws(ConfigError) {
    let config = model.config
    count = try layerCount(config)
    isListedInPairs = try model.family.mixers.areListedInPairs(config)
    if isListedInPairs { count /= 2 }
    if let key = model.family.keyOfPairs, !config.isOverridden(.layers), config.key(of: .layers) == key.description {
      count /= 2
    }
    if let factor = model.family.layerFactor {
      count = try min(count * factor(model).value, EntryField.numLayers.range.upperBound)
    }
    prunedLayers = nil
    // The storage of the previous model is reused. With new arrays, hf-transform executes 1 % more instructions and has
    // 3 % more misses of the instruction cache.
    mixers.removeAll(keepingCapacity: true)
    mixers.append(contentsOf: repeatElement(.full, count: max(0, count)))
    feedForwards.removeAll(keepingCapacity: true)
    feedForwards.append(contentsOf: repeatElement(.dense, count: max(0, count)))
    try model.family.mixers.fill(self, config)
    try fillFromWindows(config)
    if let experts = model.family.experts { try experts.placement.fill(self, model) }
    config.statedLayers?.fill(self)
    loop = try model.family.loop?(model)
    summarize(sharing: try layersThatShare(config))
    try resolveWindow(model)
  }

  /// How many layers use another layer's cache.
  private func layersThatShare(_ config: ModelConfig) throws(ConfigError) -> Int {
    if let stated = try config.int(.sharedCacheLayers) { return stated }
    guard try config.flag(.sharesCache) ?? false else {
      config.markAsRead([.cacheShareFactor])
      return 0
    }
    let factor = max(try config.int(.cacheShareFactor) ?? 2, 1)
    return count - (count + factor - 1) / factor
  }

  /// The number of layers: as stated, else the length of the list or string of layer types; 0 when there is neither.
  private func layerCount(_ config: ModelConfig) throws(ConfigError) -> Int {
    if let stated = try config.int(.layers) { return stated }
    for field in [ConfigField.layerTypes, .layerBlocks] {
      if let list = try config.list(field) { return min(list.count, EntryField.numLayers.range.upperBound) }
    }
    if let pattern = config.element(.layerPattern), pattern.isString {
      return min(LayerTypes.letters(of: pattern).count, EntryField.numLayers.range.upperBound)
    }
    return 0
  }

  /// Sets the mixer of the layer at an index. An index that no layer has is ignored.
  func set(_ layer: Int, _ mixer: TokenMixer) {
    if mixers.indices.contains(layer) { mixers[layer] = mixer }
  }

  /// Sets the feed-forward of the layer at an index. An index that no layer has is ignored.
  func set(_ layer: Int, _ kind: FeedForwardKind) {
    if feedForwards.indices.contains(layer) { feedForwards[layer] = kind }
  }

  /// Gives a mixer to the layers that a condition holds for.
  func fill(_ mixer: TokenMixer, where condition: (Int) -> Bool) {
    mixers.withUnsafeMutableBufferPointer { layers in
      for layer in layers.indices where condition(layer) { layers[layer] = mixer }
    }
  }

  /// Gives a feed-forward to the layers that a condition holds for.
  func fill(_ kind: FeedForwardKind, where condition: (Int) -> Bool) {
    feedForwards.withUnsafeMutableBufferPointer { layers in
      for layer in layers.indices where condition(layer) { layers[layer] = kind }
    }
  }

  /// Sets ``window``. A window that is at least as long as the context has no effect, so it is left out: its layers
  /// cache as many tokens as those with full attention.
  private func resolveWindow(_ model: Model) throws(ConfigError) {
    window = nil
    guard sliding > 0 else { return }
    var stated = try statedWindow(model.config)
    if stated == nil, model.family.hasTwoSidedWindow, let width = try model.config.int(.twoSidedWindow) {
      stated = width / 2
    }
    if stated == nil { stated = try model.config.int(.chunkSize) }
    guard let stated, stated > 0, model.context.value == 0 || stated < model.context.value else { return }
    window = stated
  }

  /// Reads which layers have a window from a list with a window for each layer, in which null and 0 mean full
  /// attention. The list is used only if the family's rule gives some layer a window.
  private func fillFromWindows(_ config: ModelConfig) throws(ConfigError) {
    guard config.states(.slidingWindow), mixers.contains(.sliding), config.isList(.slidingWindow),
      let list = try config.layerList(.slidingWindow, layers: count)
    else { return }
    for (layer, element) in list.elements.enumerated() where layer < count {
      guard mixers[layer] == .full || mixers[layer] == .sliding else { continue }
      mixers[layer] = element.isNull || element.int == 0 ? .full : .sliding
    }
  }

  /// The stated window, in tokens, or the largest of a list with one for each layer; nil without a window.
  private func statedWindow(_ config: ModelConfig) throws(ConfigError) -> Int? {
    guard config.isList(.slidingWindow), let list = try config.layerList(.slidingWindow, layers: count) else {
      return try config.int(.slidingWindow)
    }
    var largest: Int?
    for element in list.elements where !element.isNull {
      largest = max(largest ?? 0, try config.integer(element, of: .slidingWindow))
    }
    return largest
  }

  /// Counts the layers and caches.
  ///
  /// - Parameter sharing: how many layers use another layer's cache.
  private func summarize(sharing: Int) {
    owners = count - min(sharing, count)
    let (cached, rest) = mixers.withUnsafeBufferPointer { mixers in
      (
        MixerCounts(UnsafeBufferPointer(rebasing: mixers[..<owners])),
        MixerCounts(UnsafeBufferPointer(rebasing: mixers[owners...]))
      )
    }
    (full, cachedFull) = (Count(cached.full + rest.full), Count(cached.full))
    (sliding, cachedSliding) = (Count(cached.sliding + rest.sliding), Count(cached.sliding))
    recurrent = Count(cached.recurrent + rest.recurrent)
    if let loop { addPasses(loop) }
    var (denseLayers, sparseLayers) = (0, 0)
    for kind in feedForwards {
      if kind == .dense { denseLayers &+= 1 }
      if kind == .experts { sparseLayers &+= 1 }
    }
    (dense, sparse) = (Count(denseLayers), Count(sparseLayers))
  }

  /// Adds the caches of looped layers: each pass after the first one has a separate cache.
  private func addPasses(_ loop: LoopedLayers) {
    let layers = loop.layers.clamped(to: 0..<owners)
    let tally = mixers.withUnsafeBufferPointer { MixerCounts(UnsafeBufferPointer(rebasing: $0[layers])) }
    cachedFull += Count(tally.full) * Count(loop.passes - 1)
    cachedSliding += Count(tally.sliding) * Count(loop.passes - 1)
  }

  /// How many caches the layer at an index has, if its mixer has a cache: one per pass, none if it uses another layer's
  /// cache.
  func caches(of layer: Int) -> Count {
    guard layer < owners else { return 0 }
    return loop.map { $0.layers.contains(layer) ? Count($0.passes) : 1 } ?? 1
  }

  /// How many layers have each mixer; layers with ``TokenMixer/both`` count twice.
  private struct MixerCounts {
    var full = 0
    var sliding = 0
    var recurrent = 0

    init(_ mixers: UnsafeBufferPointer<TokenMixer>) {
      for mixer in mixers {
        switch mixer {
        case .full: full += 1
        case .sliding: sliding += 1
        case .recurrent: recurrent += 1
        case .both:
          full += 1
          recurrent += 1
        case .none: break
        }
      }
    }
  }
}
