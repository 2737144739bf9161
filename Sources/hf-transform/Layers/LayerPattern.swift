import JSON

/// Which layers use full attention, which use sliding-window attention, and which are recurrent.
///
/// A list or string in the config that has the type of each layer (``LayerTypes``) has precedence over these rules,
/// except over ``rotary`` and over the last layer of ``lastFull(_:)``. In the comments below, "attention" is full
/// attention, and indices are counted from 0.
enum LayerPattern: Sendable {
  /// All use full attention.
  case full
  /// All use sliding-window attention, unless `use_sliding_window` is false.
  case sliding
  /// A function of the layer's index and of the number of layers.
  case layers(@Sendable (_ layer: Int, _ count: Int) -> TokenMixer)
  /// Layers from `max_window_layers` on use sliding-window attention, when `use_sliding_window` is true.
  case slidingFromMaxWindowLayers
  /// Every n-th layer uses full attention, the others a sliding window. n is `sliding_window_pattern`, else the number
  /// here; 0 means that all use a window. If `sliding_window_pattern` is a string of the letters L (a window) and G
  /// (full attention), the string repeats over the layers.
  case everyNthFull(Int)
  /// The first of every n layers uses full attention, the others a sliding window. n is `sliding_window_pattern`, else
  /// the number here.
  case firstOfEveryNFull(Int)
  /// Every n-th layer uses full attention, the others are recurrent; n is `full_attention_interval`, else the number
  /// here.
  case everyNthAttends(Int)
  /// Like ``everyNthAttends(_:)``, but the layers after the last whole group of n use full attention too.
  case everyNthAndRestAttend(Int)
  /// One layer in each period of `attn_layer_period` layers uses attention: that at the index `attn_layer_offset`. The
  /// others are recurrent.
  case periodicAttention
  /// Layers in a list of indices use attention, the others are recurrent; without a list, the other rule applies.
  indirect case listedAttention(otherwise: LayerPattern)
  /// Layers in a list that counts from 1 use attention, the others are recurrent; without a list, the layers at the
  /// indices 4, 8, 12, … use attention.
  case listedAttentionFromOne
  /// Layers in a list of indices (`sliding_window_layers`) use a sliding window, the others full attention.
  case listedWindows
  /// The middle layer of each period uses a sliding window, and the others are recurrent. Layers in a list of indices
  /// use full attention instead. The period is `mamba_step`, else the number here.
  case middleOfPeriodAttends(Int)
  /// Layers with rotary positions (RoPE) use chunked attention, the others full attention. The list `no_rope_layers`
  /// has 1 for layers with RoPE; without it, all but every n-th have RoPE, where n is `no_rope_layer_interval`, else 4.
  case chunkedWithRope
  /// Layers without RoPE use a sliding window, if `use_sliding_window` is true. The list `no_rope_layers` has 0 for
  /// them; without it, they are every n-th, where n is `no_rope_layer_interval`, else 4.
  case slidingWithoutRope
  /// Layers without RoPE count as sliding, because they have the shapes that the family gives its sliding attention. If
  /// the config has no window, their cache is that of full attention. They are found as in ``slidingWithoutRope``.
  case rotary
  /// A list of 0 and 1, where 1 is a sliding window and 0 is full attention.
  case windowLayerPattern
  /// A list of 0 and 1, where 1 is full attention and 0 is linear attention.
  case attentionTypeList
  /// A list of layer types (`block_types`) that repeats over the layers.
  case repeatedBlockTypes
  /// Every layer has a recurrent block and attention.
  case allBoth
  /// Every layer is recurrent; layers that a list or a period names have attention as well.
  case sharedAttention
  /// A fixed pattern of mixers that repeats over the layers.
  case pattern([TokenMixer])
  /// A list of objects that describe each layer (`block_configs`).
  case blockConfigs
  /// Layers in `cross_attention_layers` attend to images, and cache nothing for text tokens.
  case crossAttention
  /// Like another rule, but the last layer uses full attention, even when a list states otherwise.
  indirect case lastFull(LayerPattern)
  /// Like another rule; a list that contains `mlp` names two blocks for each layer, the attention first.
  indirect case inPairs(otherwise: LayerPattern)
  /// The rule that the keys of the config suggest.
  case byKeysOfConfig
  /// All are recurrent.
  case recurrent
  /// All are recurrent. But if a GGUF header states key/value heads, all use attention.
  case recurrentInConfig
  /// A list of layer types in the config, which may have these names of the family; without a list, the other rule
  /// applies.
  indirect case named([(StaticString, TokenMixer, FeedForwardKind)], otherwise: LayerPattern = .full)

  /// Sets each layer's mixer, and its feed-forward if a list of layer types shows it.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func fill(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if case .inPairs = self, layout.isListedInPairs { return try LayerTypes.fillFromPairs(layout, config) }
    if case .rotary = self {
      try fillByRule(layout, config)
      return config.markAsRead(ConfigField.ofLayerRules)
    }
    if case .lastFull(let rule) = self {
      try rule.fill(layout, config)
      return layout.set(layout.count - 1, .full)
    }
    if case .named(let names, let otherwise) = self {
      if try LayerTypes.fill(layout, config, names: names) { return config.markAsRead(ConfigField.ofLayerRules) }
      try otherwise.fillByRule(layout, config)
      return
    } else if try LayerTypes.fill(layout, config, names: []) {
      return config.markAsRead(ConfigField.ofLayerRules)
    }
    try fillByRule(layout, config)
  }

  /// Whether the config lists each layer as two blocks, attention and feed-forward.
  ///
  /// - Throws: ``ConfigError`` when the value of `layer_types` is not a list.
  func areListedInPairs(_ config: ModelConfig) throws(ConfigError) -> Bool {
    guard case .inPairs = self, let list = try config.list(.layerTypes) else { return false }
    return list.elements.contains { $0.equals("mlp") }
  }

  /// The rule that the keys of an unknown family's config suggest. If no key says which layers use the window, all
  /// count as full attention, so that the cache is not underestimated.
  private static func suggested(by config: ModelConfig) -> LayerPattern {
    if config.has(.attentionPeriod) { return .periodicAttention }
    if config.has(.attentionLayerIndices) {
      return config.has(.linearLayerIndices) ? .listedAttentionFromOne : .listedAttention(otherwise: .full)
    }
    if config.has(.windowLayerIndices), config.has(.slidingWindow) { return .listedWindows }
    if config.has(.fullAttentionInterval) { return .everyNthAttends(4) }
    if config.has(.attentionTypeList) { return .attentionTypeList }
    if config.has(.windowLayerPattern) { return .windowLayerPattern }
    if config.has(.noRopeLayers), config.has(.chunkSize) { return .chunkedWithRope }
    if config.has(.windowPattern) { return .everyNthFull(1) }
    if config.has(.maxWindowLayers) { return .slidingFromMaxWindowLayers }
    config.markAsRead([.slidingWindow, .chunkSize])
    return .full
  }

  private func fillByRule(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    switch self {
    case .full: LayerPattern.markUnusedWindowAsRead(config)
    case .named, .lastFull: break
    case .listedWindows: try LayerPattern.fillListedWindows(layout, config)
    case .middleOfPeriodAttends(let standard): try LayerPattern.fillMiddleOfPeriod(layout, config, standard)
    case .inPairs(let otherwise): try otherwise.fillByRule(layout, config)
    case .layers(let kind): for layer in 0..<layout.count { layout.set(layer, kind(layer, layout.count)) }
    case .pattern(let kinds): for layer in 0..<layout.count { layout.set(layer, kinds[layer % kinds.count]) }
    case .recurrent: layout.fill(.recurrent) { _ in true }
    case .recurrentInConfig:
      if config.sizesFile != .gguf || !config.has(.keyValueHeads) { layout.fill(.recurrent) { _ in true } }
    case .allBoth: layout.fill(.both) { _ in true }
    case .byKeysOfConfig: try LayerPattern.suggested(by: config).fillByRule(layout, config)
    case .sharedAttention: try LayerTypes.fillShared(layout, config)
    case .blockConfigs: try BlockConfigs.fill(layout, config)
    case .repeatedBlockTypes: try LayerTypes.fillRepeatedly(layout, config)
    case .crossAttention: try LayerPattern.fillCrossAttention(layout, config)
    case .sliding: try LayerPattern.fillSliding(layout, config)
    case .slidingFromMaxWindowLayers: try LayerPattern.fillSlidingFromMaxWindowLayers(layout, config)
    case .everyNthFull(let standard): try LayerPattern.fillAllButEveryNth(layout, config, standard)
    case .firstOfEveryNFull(let standard):
      let interval = max(try config.int(.windowPattern) ?? standard, 1)
      layout.fill(.sliding) { $0 % interval != 0 }
    case .everyNthAttends(let standard):
      let interval = max(try config.int(.fullAttentionInterval) ?? standard, 1)
      layout.fill(.recurrent) { ($0 + 1) % interval != 0 }
    case .everyNthAndRestAttend(let standard):
      try LayerPattern.fillUpToLastGroup(layout, config, standard)
    case .periodicAttention: try LayerPattern.fillPeriodically(layout, config)
    case .listedAttention(let otherwise):
      if try !LayerTypes.fillFromIndices(layout, config, firstIndex: 0) { try otherwise.fillByRule(layout, config) }
    case .listedAttentionFromOne: try LayerPattern.fillFromIndicesFromOne(layout, config)
    case .chunkedWithRope: try LayerPattern.fillChunkedWithRope(layout, config)
    case .slidingWithoutRope: try LayerPattern.fillSlidingWithoutRope(layout, config)
    case .rotary: try LayerPattern.fillByRotaryPositions(layout, config)
    case .windowLayerPattern: try LayerPattern.fillFromWindowFlags(layout, config)
    case .attentionTypeList: try LayerPattern.fillFromAttentionFlags(layout, config)
    }
  }
}
