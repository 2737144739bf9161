import JSON

/// The longer rules of ``LayerPattern``. Indices are counted from 0.
extension LayerPattern {
  /// Layers with cross-attention, which cache no tokens: those in a list of indices, else those at 3, 8, 13, ….
  static func fillCrossAttention(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard let list = try config.list(.crossAttentionLayers) else {
      return layout.fill(TokenMixer.none) { $0 % 5 == 3 }
    }
    for element in list.elements {
      layout.set(try config.integer(element, of: .crossAttentionLayers), TokenMixer.none)
    }
  }

  /// Sliding windows in all layers, unless `use_sliding_window` is false.
  static func fillSliding(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard try config.flag(.useSlidingWindow) ?? true else {
      return config.markAsRead([.slidingWindow, .maxWindowLayers])
    }
    layout.fill(.sliding) { _ in true }
  }

  /// With `use_sliding_window`, sliding windows from the index `max_window_layers` on.
  static func fillSlidingFromMaxWindowLayers(
    _ layout: LayerLayout, _ config: ModelConfig
  ) throws(ConfigError) {
    guard try config.flag(.useSlidingWindow) ?? false else {
      return config.markAsRead([.slidingWindow, .maxWindowLayers])
    }
    let first = try config.int(.maxWindowLayers) ?? layout.count
    if first >= layout.count { config.markAsRead([.slidingWindow]) }
    layout.fill(.sliding) { $0 >= first }
  }

  /// One layer with attention in each period, at an offset; the others are recurrent.
  static func fillPeriodically(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    let period = try config.int(.attentionPeriod) ?? 8
    let offset = try config.int(.attentionOffset) ?? 4
    layout.fill(.recurrent) { $0 % period != offset }
  }

  /// In each group of `full_attention_interval` layers, the last one has full attention, and the others are recurrent.
  /// Layers after the last whole group have full attention.
  static func fillUpToLastGroup(
    _ layout: LayerLayout, _ config: ModelConfig, _ standard: Int
  ) throws(ConfigError) {
    let interval = max(try config.int(.fullAttentionInterval) ?? standard, 1)
    let rest = layout.count / interval * interval
    layout.fill(.recurrent) { $0 < rest && ($0 + 1) % interval != 0 }
  }

  /// Full attention in the layers of a list, which counts from 1; without a list, at the indices 4, 8, 12, …. The
  /// others are recurrent.
  static func fillFromIndicesFromOne(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if try LayerTypes.fillFromIndices(layout, config, firstIndex: 1) { return }
    layout.fill(.recurrent) { $0 == 0 || $0 % 4 != 0 }
  }

  /// Chunked attention in the layers with RoPE: those that a list marks with 1, else all but every n-th.
  static func fillChunkedWithRope(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    // The class in transformers treats an empty list as an absent one, and Llama 4's configs have an empty list.
    let isEmpty = try config.list(.noRopeLayers)?.count == 0
    if !isEmpty, try LayerTypes.fillFromFlags(layout, config, .noRopeLayers, one: .sliding, zero: .full) { return }
    let interval = try config.int(.noRopeInterval) ?? 4
    layout.fill(.sliding) { ($0 + 1) % interval != 0 }
  }

  /// With `use_sliding_window`, sliding windows in the layers without RoPE; else full attention in all layers.
  static func fillSlidingWithoutRope(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard try config.flag(.useSlidingWindow) ?? false else { return config.markAsRead([.slidingWindow]) }
    try fillByRotaryPositions(layout, config)
  }

  /// Sliding windows in the layers without RoPE: those that a list marks with 0, else every n-th.
  static func fillByRotaryPositions(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if try LayerTypes.fillFromFlags(layout, config, .noRopeLayers, one: .full, zero: .sliding) { return }
    let interval = try config.int(.noRopeInterval) ?? 4
    layout.fill(.sliding) { ($0 + 1) % interval == 0 }
  }

  /// Sliding windows where a list has 1; without a list, in all layers but the first, the 6th, the 12th, ….
  static func fillFromWindowFlags(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if try LayerTypes.fillFromFlags(layout, config, .windowLayerPattern, one: .sliding, zero: .full) {
      if !layout.mixers.contains(.sliding) { config.markAsRead(ConfigField.ofSlidingLayers) }
      return
    }
    layout.fill(.sliding) { $0 > 0 && ($0 + 1) % 6 != 0 }
  }

  /// Full attention where a list has 1, linear attention where it has 0; without a list, they alternate, full first.
  static func fillFromAttentionFlags(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if try LayerTypes.fillFromFlags(layout, config, .attentionTypeList, one: .full, zero: .recurrent) { return }
    layout.fill(.recurrent) { $0 % 2 == 1 }
  }

  /// Marks the keys of a window as read where the model does not use it.
  static func markUnusedWindowAsRead(_ config: ModelConfig) {
    if !config.states(.slidingWindow) { config.markAsRead([.maxWindowLayers]) }
    if config.element(.useSlidingWindow)?.bool == false { config.markAsRead([.slidingWindow, .maxWindowLayers]) }
  }

  /// Sliding windows in the layers of a list of indices; full attention in all layers without a list.
  static func fillListedWindows(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard let list = try config.list(.windowLayerIndices) else { return }
    if list.count == 0 { throw .invalid(config.key(of: .windowLayerIndices), list, expected: "indices of layers") }
    for element in list.elements { layout.set(try config.integer(element, of: .windowLayerIndices), .sliding) }
  }

  /// Sets the layers from a string such as `LLLG` (EXAONE 4); false without one.
  static func fillFromLetters(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) -> Bool {
    guard let pattern = config.element(.windowPattern), let letters = pattern.string.map({ Array($0.utf8) }) else {
      return false
    }
    guard !letters.isEmpty, letters.allSatisfy({ $0 == UInt8(ascii: "L") || $0 == UInt8(ascii: "G") }) else {
      throw .invalid(config.key(of: .windowPattern), pattern, expected: "a whole number, or the letters L and G")
    }
    layout.fill(.sliding) { letters[$0 % letters.count] == UInt8(ascii: "L") }
    return true
  }

  /// As the letters of a pattern say; without it, a sliding window in all layers except every n-th, where n is
  /// `sliding_window_pattern`, else `standard`; 0 means that all layers have one.
  static func fillAllButEveryNth(
    _ layout: LayerLayout, _ config: ModelConfig, _ standard: Int
  ) throws(ConfigError) {
    if try fillFromLetters(layout, config) { return }
    let interval = try config.int(.windowPattern) ?? standard
    layout.fill(.sliding) { interval == 0 || ($0 + 1) % interval != 0 }
  }

  /// A sliding window in the middle layer of each period, full attention in the layers of a list of indices. The others
  /// are recurrent.
  static func fillMiddleOfPeriod(
    _ layout: LayerLayout, _ config: ModelConfig, _ standard: Int
  ) throws(ConfigError) {
    let period = max(try config.int(.attentionPeriod) ?? standard, 1)
    layout.fill(.recurrent) { $0 % period != period / 2 }
    layout.fill(.sliding) { $0 % period == period / 2 }
    guard let full = try config.list(.attentionLayerIndices) else { return }
    for element in full.elements { layout.set(try config.integer(element, of: .attentionLayerIndices), .full) }
  }
}
