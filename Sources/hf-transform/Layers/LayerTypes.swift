import JSON
import Platform

/// Reads a config's layer types: lists of names, flags or indices, or a string of letters.
enum LayerTypes {
  /// The meaning of the names of layer types, in all families.
  private static let names: [(StaticString, TokenMixer, FeedForwardKind)] = [
    ("full_attention", .full, .dense), ("sliding_attention", .sliding, .dense),
    ("linear_attention", .recurrent, .dense),
    ("chunked_attention", .sliding, .dense), ("attention", .full, .dense), ("mamba", .recurrent, .dense),
    ("mamba2", .recurrent, .dense), ("conv", .recurrent, .dense), ("short_conv", .recurrent, .dense),
    ("recurrent", .recurrent, .dense), ("global", .full, .dense), ("local", .sliding, .dense),
    ("indexed_attention", .full, .dense), ("hybrid", .both, .dense), ("moe", .none, .experts), ("mlp", .none, .dense),
    ("kda", .recurrent, .dense), ("gated_deltanet", .recurrent, .dense), ("minimax_m3_sparse", .full, .dense),
    ("compressed_sparse_attention", .sliding, .dense), ("heavily_compressed_attention", .sliding, .dense),
    ("full", .full, .dense), ("sliding", .sliding, .dense), ("swa", .sliding, .dense),
    ("sparse_attention", .full, .dense),
  ]

  /// The meaning of a letter in `hybrid_override_pattern`: Mamba, attention, a dense feed-forward or experts.
  private static func meaning(ofLetter letter: UInt8) -> (TokenMixer, FeedForwardKind)? {
    switch letter {
    case UInt8(ascii: "M"): (.recurrent, .none)
    case UInt8(ascii: "*"): (.full, .none)
    case UInt8(ascii: "-"): (.none, .dense)
    case UInt8(ascii: "E"): (.none, .experts)
    default: nil
    }
  }

  /// Sets the layers from a list of names or a string of letters; false when the config has neither.
  ///
  /// - Parameter own: the family's names of layer types, which are looked up first.
  /// - Throws: ``ConfigError`` when there are fewer names or letters than layers, or an unknown one.
  static func fill(
    _ layout: LayerLayout, _ config: ModelConfig, names own: [(StaticString, TokenMixer, FeedForwardKind)]
  ) throws(ConfigError) -> Bool {
    if let pattern = config.element(.layerPattern) {
      try fill(layout, config, pattern: pattern)
      return true
    }
    guard let list = try config.list(.layerTypes) else { return false }
    // With `moe` or `mlp`, each item is one block: attention then has no feed-forward.
    let hasBlocks = list.elements.contains { $0.equals("moe") || $0.equals("mlp") }
    var layer = 0
    for element in list.elements where layer < layout.count {
      guard let kind = own.first(where: { element.equals($0.0) }) ?? known(element) ?? likely(element) else {
        throw .invalid(config.key(of: .layerTypes), element, expected: "a known layer type")
      }
      layout.set(layer, kind.1)
      layout.set(layer, hasBlocks && kind.1 != .none ? .none : kind.2)
      layer += 1
    }
    try requireAll(layout, layer, config.key(of: .layerTypes))
    return true
  }

  /// Sets the layers from a list of two blocks per layer, the attention first.
  ///
  /// - Throws: ``ConfigError`` when the list is too short, or the first block of a layer has an unknown name.
  static func fillFromPairs(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard let list = try config.list(.layerTypes) else { return }
    try requireAll(layout, list.count / 2, config.key(of: .layerTypes))
    for (position, element) in list.elements.enumerated() where position % 2 == 0 {
      guard let kind = known(element) ?? likely(element) else {
        throw .invalid(config.key(of: .layerTypes), element, expected: "a known layer type")
      }
      layout.set(position / 2, kind.1)
    }
  }

  @inline(__always)
  private static func known(_ element: JSONElement) -> (StaticString, TokenMixer, FeedForwardKind)? {
    names.first { element.equals($0.0) }
  }

  /// The likely meaning of an unknown name, by the words in it.
  private static let words: [(StaticString, TokenMixer)] = [
    ("sliding", .sliding), ("local", .sliding), ("chunk", .sliding), ("window", .sliding), ("linear", .recurrent),
    ("mamba", .recurrent), ("conv", .recurrent), ("recurrent", .recurrent), ("delta", .recurrent), ("ssm", .recurrent),
    ("attention", .full), ("global", .full), ("full", .full),
  ]

  private static func likely(_ element: JSONElement) -> (StaticString, TokenMixer, FeedForwardKind)? {
    guard element.isString else { return nil }
    return words.first { word in element.withDecodedBytes { contains($0, word.0) } }.map { ($0.0, $0.1, .dense) }
  }

  /// Whether a word is in a text. Each layer has a name, so bytes are compared without making a string.
  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard let start = text.baseAddress, text.count >= length else { return false }
    return (0...text.count - length).contains {
      start[$0] == word.utf8Start[0] && memcmp(start + $0, word.utf8Start, length) == 0
    }
  }

  /// The letters of `hybrid_override_pattern`, one for each layer: the string without `|`, which only separates groups.
  static func letters(of pattern: JSONElement) -> [UInt8] {
    (pattern.string ?? "").utf8.filter { $0 != UInt8(ascii: "|") }
  }

  /// Sets the layers from a string of letters.
  private static func fill(_ layout: LayerLayout, _ config: ModelConfig, pattern: JSONElement) throws(ConfigError) {
    let key = config.key(of: .layerPattern)
    guard pattern.isString else { throw .invalid(key, pattern, expected: "a string") }
    var layer = 0
    for letter in letters(of: pattern).prefix(layout.count) {
      guard let (mixer, feedForward) = meaning(ofLetter: letter) else {
        throw .invalid(key, pattern, expected: "the letters M, *, - and E")
      }
      layout.set(layer, mixer)
      layout.set(layer, feedForward)
      layer += 1
    }
    try requireAll(layout, layer, key)
  }

  /// Sets the layers from a list of 0 and 1; false without one.
  ///
  /// - Throws: ``ConfigError`` when the value is not a list, is too short, or has another item.
  static func fillFromFlags(
    _ layout: LayerLayout, _ config: ModelConfig, _ field: ConfigField, one: TokenMixer, zero: TokenMixer
  ) throws(ConfigError) -> Bool {
    guard let list = try config.layerList(field, layers: layout.count) else { return false }
    var layer = 0
    for element in list.elements where layer < layout.count {
      guard let flag = element.int, flag == 0 || flag == 1 else {
        throw .invalid(config.key(of: field), element, expected: "a list of 0 and 1")
      }
      layout.set(layer, flag == 1 ? one : zero)
      layer += 1
    }
    try requireAll(layout, layer, config.key(of: field))
    return true
  }

  /// Makes every layer recurrent except those in a list of indices; false without a list.
  ///
  /// - Parameter firstIndex: the number that the list has for the first layer, 0 or 1.
  /// - Throws: ``ConfigError`` when the value is not a list, or an item is not the index of a layer.
  static func fillFromIndices(_ layout: LayerLayout, _ config: ModelConfig, firstIndex: Int) throws(ConfigError) -> Bool
  {
    guard let list = try config.list(.attentionLayerIndices) else { return false }
    layout.fill(.recurrent) { _ in true }
    for element in list.elements {
      guard let index = element.int, index >= firstIndex, index - firstIndex < layout.count else {
        throw .invalid(config.key(of: .attentionLayerIndices), element, expected: "indices of layers")
      }
      layout.set(index - firstIndex, .full)
    }
    return true
  }

  /// Makes every layer recurrent, and adds attention to the layers that a list of indices or a period names (Zamba).
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  static func fillShared(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    layout.fill(.recurrent) { _ in true }
    if let list = try config.list(.attentionLayerIndices) {
      for element in list.elements { layout.set(try config.integer(element, of: .attentionLayerIndices), .both) }
      return
    }
    guard config.has(.attentionPeriod) else {
      // The default list of the class in transformers, for 54 layers: the multiples of 6 up to 42, then 47 and 51.
      return layout.fill(.both) { $0 > 0 && $0 <= 42 ? $0 % 6 == 0 : $0 == 47 || $0 == 51 }
    }
    let period = try config.int(.attentionPeriod) ?? 6
    let offset = try config.int(.attentionOffset) ?? 4
    // The first three layers are fixed; the period starts at the fourth.
    layout.fill(.both) { $0 == 2 || $0 > 2 && ($0 - 3) % period == offset }
  }

  /// Sets the layers from a list of layer types that repeats over the layers. Without a list, every third layer has a
  /// sliding window, and the others are recurrent (RecurrentGemma).
  ///
  /// - Throws: ``ConfigError`` when the value is not a list, or a type has an unknown name.
  static func fillRepeatedly(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    guard let list = try config.list(.blockTypes), list.count > 0 else {
      layout.fill(.sliding) { $0 % 3 == 2 }
      return layout.fill(.recurrent) { $0 % 3 != 2 }
    }
    let length = list.count
    for (position, element) in list.elements.enumerated() {
      guard element.equals("attention") || element.equals("recurrent") else {
        throw .invalid(config.key(of: .blockTypes), element, expected: "'attention' and 'recurrent'")
      }
      for layer in stride(from: position, to: layout.count, by: length) {
        layout.set(layer, element.equals("attention") ? .sliding : .recurrent)
      }
    }
  }

  /// Throws an error unless a type was found for every layer.
  private static func requireAll(_ layout: LayerLayout, _ found: Int, _ key: String) throws(ConfigError) {
    if found < layout.count {
      throw .invalid(key: key, found: "\(found) layers", expected: "one item for each of the \(layout.count) layers")
    }
  }
}
