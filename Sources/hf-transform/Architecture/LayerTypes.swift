import JSON
import Platform

/// Layer lists as configs write them: names, letters, flags, or indices.
enum LayerTypes {
  /// What the names of layer kinds mean, in any family.
  private static let names: [(StaticString, Mixer, FeedForwardKind)] = [
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

  /// What the letters of a hybrid pattern mean: Mamba, attention, dense feed-forward, experts.
  private static func meaning(ofLetter letter: UInt8) -> (Mixer, FeedForwardKind)? {
    switch letter {
    case UInt8(ascii: "M"): (.recurrent, .none)
    case UInt8(ascii: "*"): (.full, .none)
    case UInt8(ascii: "-"): (.none, .dense)
    case UInt8(ascii: "E"): (.none, .experts)
    default: nil
    }
  }

  /// Fills a plan from the list or pattern that names each layer's kind; false when the config has none.
  ///
  /// - Throws: ``ConfigFault`` when there are fewer names than layers, or an unknown one.
  static func fill(
    _ plan: LayerPlan, _ config: ModelConfig, names own: [(StaticString, Mixer, FeedForwardKind)]
  ) throws(ConfigFault) -> Bool {
    if let pattern = config.element(.layerPattern) {
      try fill(plan, config, pattern: pattern)
      return true
    }
    guard let list = try config.list(.layerTypes) else { return false }
    let hasBlocks = list.elements.contains { $0.equals("moe") || $0.equals("mlp") }
    var layer = 0
    for element in list.elements where layer < plan.count {
      guard let kind = own.first(where: { element.equals($0.0) }) ?? known(element) ?? likely(element) else {
        throw .invalid(config.key(of: .layerTypes), element, expected: "known kinds of layer")
      }
      plan.set(layer, kind.1)
      plan.set(layer, hasBlocks && kind.1 != .none ? .none : kind.2)
      layer += 1
    }
    try requireAll(plan, layer, list, config.key(of: .layerTypes))
    return true
  }

  /// Fills a plan from a list that names two blocks for each layer, the attention first.
  ///
  /// - Throws: ``ConfigFault`` when an attention has an unknown name.
  static func fillFromPairs(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    guard let list = try config.list(.layerTypes) else { return }
    for (position, element) in list.elements.enumerated() where position % 2 == 0 {
      guard let kind = known(element) ?? likely(element) else {
        throw .invalid(config.key(of: .layerTypes), element, expected: "known kinds of layer")
      }
      plan.set(position / 2, kind.1)
    }
  }

  @inline(__always)
  private static func known(_ element: JSONElement) -> (StaticString, Mixer, FeedForwardKind)? {
    names.first { element.equals($0.0) }
  }

  /// What an unknown name most likely means, by the words in it.
  private static let words: [(StaticString, Mixer)] = [
    ("sliding", .sliding), ("local", .sliding), ("chunk", .sliding), ("window", .sliding), ("linear", .recurrent),
    ("mamba", .recurrent), ("conv", .recurrent), ("recurrent", .recurrent), ("delta", .recurrent), ("ssm", .recurrent),
    ("attention", .full), ("global", .full), ("full", .full),
  ]

  private static func likely(_ element: JSONElement) -> (StaticString, Mixer, FeedForwardKind)? {
    guard element.isString else { return nil }
    return words.first { word in element.withDecodedBytes { contains($0, word.0) } }.map { ($0.0, $0.1, .dense) }
  }

  /// Whether a word is in some text. There is a name for each layer, so none of them is made a string.
  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard let start = text.baseAddress, text.count >= length else { return false }
    return (0...text.count - length).contains {
      start[$0] == word.utf8Start[0] && memcmp(start + $0, word.utf8Start, length) == 0
    }
  }

  private static func fill(_ plan: LayerPlan, _ config: ModelConfig, pattern: JSONElement) throws(ConfigFault) {
    let key = config.key(of: .layerPattern)
    guard pattern.isString else { throw .invalid(key, pattern, expected: "a string") }
    var layer = 0
    for letter in (pattern.string ?? "").utf8 where layer < plan.count && letter != UInt8(ascii: "|") {
      guard let (mixer, feedForward) = meaning(ofLetter: letter) else {
        throw .invalid(key, pattern, expected: "the letters M, *, - and E")
      }
      plan.set(layer, mixer)
      plan.set(layer, feedForward)
      layer += 1
    }
    try requireAll(plan, layer, pattern, key)
  }

  /// Fills a plan from a list of 0 and 1; false when the config has none.
  ///
  /// - Throws: ``ConfigFault``.
  static func fillFromFlags(
    _ plan: LayerPlan, _ config: ModelConfig, _ field: Field, one: Mixer, zero: Mixer
  ) throws(ConfigFault) -> Bool {
    guard let list = try config.layerList(field, layers: plan.count) else { return false }
    var layer = 0
    for element in list.elements where layer < plan.count {
      guard let flag = element.int, flag == 0 || flag == 1 else {
        throw .invalid(config.key(of: field), element, expected: "a list of 0 and 1")
      }
      plan.set(layer, flag == 1 ? one : zero)
      layer += 1
    }
    try requireAll(plan, layer, list, config.key(of: field))
    return true
  }

  /// Makes every layer recurrent but those whose index a list holds; false when the config has none.
  ///
  /// - Throws: ``ConfigFault``.
  static func fillFromIndices(_ plan: LayerPlan, _ config: ModelConfig, firstIndex: Int) throws(ConfigFault) -> Bool {
    guard let list = try config.list(.attentionLayerIndices) else { return false }
    plan.fill(.recurrent) { _ in true }
    for element in list.elements {
      guard let index = element.int, index >= firstIndex, index - firstIndex < plan.count else {
        throw .invalid(config.key(of: .attentionLayerIndices), element, expected: "indices of layers")
      }
      plan.set(index - firstIndex, .full)
    }
    return true
  }

  /// Makes every layer recurrent, and lets those attend as well whose index a list holds or that a period names.
  ///
  /// - Throws: ``ConfigFault``.
  static func fillShared(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    plan.fill(.recurrent) { _ in true }
    if let list = try config.list(.attentionLayerIndices) {
      for element in list.elements { plan.set(try config.integer(element, of: .attentionLayerIndices), .both) }
      return
    }
    guard config.has(.attentionPeriod) else {
      // The class lists 54 layers: every sixth up to 42, then two more.
      return plan.fill(.both) { $0 > 0 && $0 <= 42 ? $0 % 6 == 0 : $0 == 47 || $0 == 51 }
    }
    let period = try config.int(.attentionPeriod) ?? 6
    let offset = try config.int(.attentionOffset) ?? 4
    // The first three layers are as they are; the period counts from the fourth.
    plan.fill(.both) { $0 == 2 || $0 > 2 && ($0 - 3) % period == offset }
  }

  /// Fills a plan from a list of kinds that repeats until there are enough layers.
  ///
  /// - Throws: ``ConfigFault``.
  static func fillRepeatedly(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    guard let list = try config.list(.blockTypes), list.count > 0 else {
      plan.fill(.sliding) { $0 % 3 == 2 }
      return plan.fill(.recurrent) { $0 % 3 != 2 }
    }
    let length = list.count
    var position = 0
    for element in list.elements {
      let mixer: Mixer = element.equals("attention") ? .sliding : .recurrent
      let remainder = position
      plan.fill(mixer) { $0 % length == remainder }
      position += 1
    }
  }

  private static func requireAll(
    _ plan: LayerPlan, _ found: Int, _ list: JSONElement, _ key: String
  ) throws(ConfigFault) {
    if found < plan.count {
      throw .invalid(key: key, found: "\(found) layers", expected: "one item for each of the \(plan.count) layers")
    }
  }
}
