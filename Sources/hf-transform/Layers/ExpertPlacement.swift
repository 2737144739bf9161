import JSON

/// Which layers have experts. A list `mlp_layer_types` in the config has precedence over all cases except
/// ``byLayerTypes``.
enum ExpertPlacement: Sendable {
  /// All layers.
  case all
  /// The layers that the config's list or string of layer types marks as experts (``LayerTypes``).
  case byLayerTypes
  /// The layers that the list `moe_layer_freq` marks with 1. If it is a number, or absent and thus 1: the layers with
  /// an index that is a multiple of it and at least `first_k_dense_replace`.
  case afterDenseLayers
  /// Every n-th layer, where n is `decoder_sparse_step`, else the number here; 0 means none. The layers in the list
  /// `mlp_only_layers` are dense; without the list, the first `dense` layers are.
  case everyStep(Int, dense: Int = 0)
  /// The layers in the list `moe_layers`; without it, every n-th layer, where n is `interleave_moe_layer_step`, else 1.
  case interleaved
  /// One layer in each period of `expert_layer_period` layers: that at the index `expert_layer_offset`.
  case periodic
  /// Every `moe_layer_interval`-th layer of the model, if its index is from `moe_layer_start_index` to
  /// `moe_layer_end_index`, where -1 is the last layer.
  case range
  /// The layers whose indices are in `moe_layers_enum`, a string of numbers and commas. Without it, those of
  /// ``afterDenseLayers`` if the config states a number of leading dense layers, else those of ``interleaved``.
  case listed
  /// The case that the keys of the config suggest.
  case byKeysOfConfig

  /// Sets the feed-forward of each layer with experts.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func fill(_ layout: LayerLayout, _ model: Model) throws(ConfigError) {
    let config = model.config
    guard try Experts.exist(in: config) else {
      // Where no key says how many experts there are, the sizes of experts are reported: the model may have some.
      guard config.mentions(.experts) || config.has(.useExperts) else { return }
      config.markAsRead(ConfigField.ofExpertRules)
      return config.markAsRead(ConfigField.ofExperts)
    }
    if case .byLayerTypes = self {
      if !layout.feedForwards.contains(.experts) { config.markAsRead(ConfigField.ofExperts) }
      return
    }
    if try fillFromTypes(layout, config) { return config.markAsRead(ConfigField.ofExpertRules) }
    switch self {
    case .all: layout.fill(.experts) { _ in true }
    case .byLayerTypes: break
    case .afterDenseLayers: try fillAfterDense(layout, config)
    case .everyStep(let standard, let dense): try fillEveryStep(layout, config, standard, dense)
    case .interleaved: try fillInterleaved(layout, config)
    case .periodic:
      let period = try config.int(.expertPeriod) ?? 2
      let offset = try config.int(.expertOffset) ?? 1
      layout.fill(.experts) { $0 % period == offset }
    case .range: try fillRange(layout, config)
    case .listed: try fillListed(layout, config)
    case .byKeysOfConfig: try placement(for: config).fill(layout, model)
    }
  }

  private func placement(for config: ModelConfig) -> ExpertPlacement {
    if config.has(.firstDenseLayers) || config.element(.expertLayerFrequency)?.isArray == true {
      return .afterDenseLayers
    }
    if config.has(.expertPeriod) { return .periodic }
    if config.has(.expertLayers) { return .listed }
    if config.has(.expertLayerStep) || config.has(.denseOnlyLayers) { return .everyStep(1) }
    return config.has(.expertLayerStart) ? .range : .afterDenseLayers
  }

  /// Sets the layers from the list `mlp_layer_types`; false without it.
  private func fillFromTypes(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) -> Bool {
    guard
      let list = try config.layerNames(
        .feedForwardTypes, layers: layout.count, among: ["dense", "sparse", "moe", "hash_moe"])
    else { return false }
    var layer = 0
    for element in list.elements {
      layout.set(layer, element.equals("dense") ? .dense : .experts)
      layer += 1
    }
    return true
  }

  private func fillAfterDense(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if config.element(.expertLayerFrequency)?.isArray == true,
      let marks = try config.layerNumbers(.expertLayerFrequency, layers: layout.count, in: 0...1)
    {
      for (layer, mark) in marks.enumerated() where mark == 1 { layout.set(layer, .experts) }
      return config.markAsRead([.firstDenseLayers])
    }
    let first = try config.int(.firstDenseLayers) ?? 0
    let frequency = max(try config.int(.expertLayerFrequency) ?? 1, 1)
    layout.fill(.experts) { $0 >= first && $0 % frequency == 0 }
  }

  private func fillEveryStep(
    _ layout: LayerLayout, _ config: ModelConfig, _ standard: Int, _ dense: Int
  ) throws(ConfigError) {
    let step = try config.int(.expertLayerStep) ?? standard
    layout.fill(.experts) { step > 0 && ($0 + 1) % step == 0 }
    guard let denseOnly = try config.list(.denseOnlyLayers) else { return layout.fill(.dense) { $0 < dense } }
    for element in denseOnly.elements { layout.set(try config.integer(element, of: .denseOnlyLayers), .dense) }
  }

  private func fillInterleaved(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if let list = try config.list(.expertLayers) {
      for element in list.elements { layout.set(try config.integer(element, of: .expertLayers), .experts) }
      return config.markAsRead([.expertLayerStep])
    }
    let step = max(try config.int(.expertLayerStep) ?? 1, 1)
    layout.fill(.experts) { ($0 + 1) % step == 0 }
  }

  private func fillRange(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    let start = try config.firstInt(.expertLayerStart) ?? 0
    let stated = try config.firstInt(.expertLayerEnd) ?? -1
    let end = stated < 0 ? layout.count - 1 : stated
    let interval = max(try config.int(.expertLayerFrequency) ?? 1, 1)
    layout.fill(.experts) { ($0 + 1) % interval == 0 && $0 >= start && $0 <= end }
  }

  private func fillListed(_ layout: LayerLayout, _ config: ModelConfig) throws(ConfigError) {
    if !config.has(.expertLayers), config.has(.firstDenseLayers) { return try fillAfterDense(layout, config) }
    config.markAsRead([.firstDenseLayers])
    guard let text = config.element(.expertLayers), text.isString else {
      if let list = try config.list(.expertLayers), list.count == 0 {
        throw .invalid(config.key(of: .expertLayers), list, expected: "indices of layers")
      }
      return try fillInterleaved(layout, config)
    }
    for part in (text.string ?? "").split(separator: ",", omittingEmptySubsequences: true) {
      let digits = part.filter { $0 != " " }
      guard let layer = Int(digits), (0..<layout.count).contains(layer) else {
        throw .invalid(config.key(of: .expertLayers), text, expected: "indices of layers and commas")
      }
      layout.set(layer, .experts)
    }
  }
}
