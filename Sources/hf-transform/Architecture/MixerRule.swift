import JSON

/// Which layers use full attention, which use sliding-window attention, and which are recurrent.
///
/// A list in the config that names each layer's kind (``LayerTypes``) has precedence over all of these.
enum MixerRule: Sendable {
  /// All use full attention.
  case full
  /// All use sliding-window attention, when there is a window and `use_sliding_window` is not false.
  case sliding
  /// A function of the layer's index and of the number of layers.
  case layers(@Sendable (_ layer: Int, _ count: Int) -> Mixer)
  /// Layers from `max_window_layers` on use sliding-window attention, when `use_sliding_window` is true.
  case slidingFromMaxWindowLayers
  /// Every n-th layer uses full attention, the others a sliding window; n is `sliding_window_pattern`, else the number
  /// here.
  case everyNthFull(Int)
  /// The first of every n layers uses full attention, the others a sliding window; n as in ``everyNthFull(_:)``.
  case firstOfEveryNFull(Int)
  /// Every n-th layer uses full attention, the others are recurrent; n is `full_attention_interval`, else the number
  /// here.
  case everyNthAttends(Int)
  /// The layer at `attn_layer_offset` in each `attn_layer_period` uses attention, the others are recurrent.
  case periodicAttention
  /// Layers in a list of indices use attention, the others are recurrent; without a list, the other rule applies.
  indirect case listedAttention(otherwise: MixerRule)
  /// Layers in a 1-based list use attention, the others are recurrent; without a list, every fourth uses attention.
  case listedAttentionFromOne
  /// Chunked attention on the layers with rotary positions: all but every `no_rope_layer_interval`-th.
  case chunkedWithRope
  /// Layers without rotary positions have another shape, and are counted like sliding ones, without a window:
  /// `no_rope_layers` says 0 for them, else they are every fourth.
  case rotary
  /// A 0/1 list, where 1 is a window.
  case windowLayerPattern
  /// A 0/1 list, where 1 is softmax attention and 0 is linear.
  case attentionTypeList
  /// A list of layer kinds that repeats over the layers.
  case repeatedBlockTypes
  /// Every layer has a recurrent block and attention.
  case allBoth
  /// Every layer is recurrent; layers that a list or a period names have attention as well.
  case sharedAttention
  /// A fixed pattern of mixers that repeats over the layers.
  case pattern([Mixer])
  /// A list of objects that describe each layer (`block_configs`).
  case blockConfigs
  /// Layers in `cross_attention_layers` attend to images, and cache nothing for text tokens.
  case crossAttention
  /// Like another rule, but the last layer uses full attention, even when a list states otherwise.
  indirect case lastFull(MixerRule)
  /// Like another rule; a list that contains `mlp` names two blocks for each layer, the attention first.
  indirect case inPairs(otherwise: MixerRule)
  /// Inferred from the keys of the config.
  case asKeysTell
  /// All are recurrent.
  case recurrent
  /// All are recurrent in a config without a list. In a GGUF header, key/value heads mean that all use attention.
  case recurrentInConfig
  /// A list in the config, with the family's names of layer kinds; another rule without a list.
  indirect case named([(StaticString, Mixer, FeedForwardKind)], otherwise: MixerRule = .full)

  /// Writes each layer's mixer into a plan.
  ///
  /// - Throws: ``ConfigFault``.
  func fill(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    if case .inPairs = self, plan.isListedInPairs { return try LayerTypes.fillFromPairs(plan, config) }
    if case .rotary = self {
      try fillByRule(plan, config)
      return config.dismiss(Field.ofLayerRules)
    }
    if case .lastFull(let rule) = self {
      try rule.fill(plan, config)
      return plan.set(plan.count - 1, .full)
    }
    if case .named(let names, let otherwise) = self {
      if try LayerTypes.fill(plan, config, names: names) { return config.dismiss(Field.ofLayerRules) }
      try otherwise.fillByRule(plan, config)
      return
    } else if try LayerTypes.fill(plan, config, names: []) {
      return config.dismiss(Field.ofLayerRules)
    }
    try fillByRule(plan, config)
  }

  /// Whether the config lists each layer as two blocks, attention and feed-forward.
  ///
  /// - Throws: ``ConfigFault``.
  func areListedInPairs(_ config: ModelConfig) throws(ConfigFault) -> Bool {
    guard case .inPairs = self, let list = try config.list(.layerTypes) else { return false }
    return list.elements.contains { $0.equals("mlp") }
  }

  /// The rule that the keys of an unknown family suggest. A window without a list counts as full attention, so that the
  /// cache is not underestimated.
  private static func reported(by config: ModelConfig) -> MixerRule {
    if config.has(.attentionPeriod) { return .periodicAttention }
    if config.has(.attentionLayerIndices) {
      return config.has(.linearLayerIndices) ? .listedAttentionFromOne : .listedAttention(otherwise: .full)
    }
    if config.has(.fullAttentionInterval) { return .everyNthAttends(4) }
    if config.has(.attentionTypeList) { return .attentionTypeList }
    if config.has(.windowLayerPattern) { return .windowLayerPattern }
    if config.has(.noRopeLayers), config.has(.chunkSize) { return .chunkedWithRope }
    if config.has(.windowPattern) { return .everyNthFull(1) }
    if config.has(.maxWindowLayers) { return .slidingFromMaxWindowLayers }
    config.dismiss([.slidingWindow, .chunkSize])
    return .full
  }

  private func fillByRule(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    switch self {
    case .full, .named, .lastFull: break
    case .inPairs(let otherwise): try otherwise.fillByRule(plan, config)
    case .layers(let kind): for layer in 0..<plan.count { plan.set(layer, kind(layer, plan.count)) }
    case .sliding:
      guard try config.flag(.useSlidingWindow) ?? true else {
        return config.dismiss([.slidingWindow, .maxWindowLayers])
      }
      plan.fill(.sliding) { _ in true }
    case .recurrent: plan.fill(.recurrent) { _ in true }
    case .recurrentInConfig:
      if config.source != .gguf || !config.has(.keyValueHeads) { plan.fill(.recurrent) { _ in true } }
    case .allBoth: plan.fill(.both) { _ in true }
    case .asKeysTell: try MixerRule.reported(by: config).fillByRule(plan, config)
    case .sharedAttention: try LayerTypes.fillShared(plan, config)
    case .pattern(let kinds): for layer in 0..<plan.count { plan.set(layer, kinds[layer % kinds.count]) }
    case .crossAttention:
      guard let list = try config.list(.crossAttentionLayers) else { return plan.fill(Mixer.none) { $0 % 5 == 3 } }
      for element in list.elements { plan.set(try config.integer(element, of: .crossAttentionLayers), Mixer.none) }
    case .blockConfigs: try BlockConfigs.fill(plan, config)
    case .slidingFromMaxWindowLayers:
      guard try config.flag(.useSlidingWindow) ?? false else {
        return config.dismiss([.slidingWindow, .maxWindowLayers])
      }
      let first = try config.int(.maxWindowLayers) ?? plan.count
      plan.fill(.sliding) { $0 >= first }
    case .everyNthFull(let usual):
      let interval = try config.int(.windowPattern) ?? usual
      plan.fill(.sliding) { interval == 0 || ($0 + 1) % interval != 0 }
    case .firstOfEveryNFull(let usual):
      let interval = max(try config.int(.windowPattern) ?? usual, 1)
      plan.fill(.sliding) { $0 % interval != 0 }
    case .everyNthAttends(let usual):
      let interval = max(try config.int(.fullAttentionInterval) ?? usual, 1)
      plan.fill(.recurrent) { ($0 + 1) % interval != 0 }
    case .periodicAttention:
      let period = try config.int(.attentionPeriod) ?? 8
      let offset = try config.int(.attentionOffset) ?? 4
      plan.fill(.recurrent) { $0 % period != offset }
    case .listedAttention(let otherwise):
      if try !LayerTypes.fillFromIndices(plan, config, firstIndex: 0) { try otherwise.fillByRule(plan, config) }
    case .listedAttentionFromOne:
      if try !LayerTypes.fillFromIndices(plan, config, firstIndex: 1) { plan.fill(.recurrent) { ($0 + 1) % 4 != 0 } }
    case .chunkedWithRope:
      if try LayerTypes.fillFromFlags(plan, config, .noRopeLayers, one: .sliding, zero: .full) { return }
      let interval = try config.int(.noRopeInterval) ?? 4
      plan.fill(.sliding) { ($0 + 1) % interval != 0 }
    case .rotary:
      if try LayerTypes.fillFromFlags(plan, config, .noRopeLayers, one: .full, zero: .sliding) { return }
      let interval = try config.int(.noRopeInterval) ?? 4
      plan.fill(.sliding) { ($0 + 1) % interval == 0 }
    case .windowLayerPattern:
      if try LayerTypes.fillFromFlags(plan, config, .windowLayerPattern, one: .sliding, zero: .full) { return }
      plan.fill(.sliding) { $0 > 0 && ($0 + 1) % 6 != 0 }
    case .attentionTypeList:
      if try LayerTypes.fillFromFlags(plan, config, .attentionTypeList, one: .full, zero: .recurrent) { return }
      plan.fill(.recurrent) { $0 % 2 == 1 }
    case .repeatedBlockTypes: try LayerTypes.fillRepeatedly(plan, config)
    }
  }
}
