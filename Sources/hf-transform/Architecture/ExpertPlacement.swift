import JSON

/// Which layers hold a mixture of experts. A `mlp_layer_types` list comes before any of these.
enum ExpertPlacement: Sendable {
  /// All of them.
  case all
  /// Those that the mixer rule already reported (hybrid patterns with letters or names for expert layers).
  case byMixer
  /// All after the first `first_k_dense_replace`, of those every `moe_layer_freq`-th, or as its list says.
  case afterDenseLayers
  /// Every `decoder_sparse_step`-th layer except `mlp_only_layers`; without these keys all layers after the first dense
  /// ones.
  case everyStep(Int, dense: Int = 0)
  /// Every `interleave_moe_layer_step`-th, or as the `moe_layers` list says.
  case interleaved
  /// Those at `expert_layer_offset` in each `expert_layer_period`.
  case periodic
  /// From `moe_layer_start_index` to `moe_layer_end_index`, every `moe_layer_interval`-th.
  case range
  /// Those whose index `moe_layers_enum`, a string of numbers and commas, holds.
  case listed
  /// As the keys that are there tell, in the order of the cases above.
  case asKeysTell

  /// Writes each layer's feed-forward into a plan.
  ///
  /// - Throws: ``ConfigFault``.
  func fill(_ plan: LayerPlan, _ model: Model) throws(ConfigFault) {
    let config = model.config
    guard try Experts.exist(in: config) else {
      config.dismiss(Field.ofExpertRules)
      return config.dismiss([.expertsPerToken, .expertSize, .sharedExperts, .sharedExpertSize, .expertLatentSize])
    }
    if case .byMixer = self { return }
    if try fillFromTypes(plan, config) { return config.dismiss(Field.ofExpertRules) }
    switch self {
    case .all: plan.fill(.experts) { _ in true }
    case .byMixer: break
    case .afterDenseLayers: try fillAfterDense(plan, config)
    case .everyStep(let usual, let dense): try fillEveryStep(plan, config, usual, dense)
    case .interleaved: try fillInterleaved(plan, config)
    case .periodic:
      let period = try config.int(.expertPeriod) ?? 2
      let offset = try config.int(.expertOffset) ?? 1
      plan.fill(.experts) { $0 % period == offset }
    case .range: try fillRange(plan, config)
    case .listed: try fillListed(plan, config)
    case .asKeysTell: try placement(toldBy: config).fill(plan, model)
    }
  }

  private func placement(toldBy config: ModelConfig) -> ExpertPlacement {
    if config.has(.firstDenseLayers) || config.element(.expertLayerFrequency)?.isArray == true {
      return .afterDenseLayers
    }
    if config.has(.expertPeriod) { return .periodic }
    if config.has(.expertLayers) { return .listed }
    if config.has(.expertLayerStep) || config.has(.denseOnlyLayers) { return .everyStep(1) }
    return config.has(.expertLayerStart) ? .range : .afterDenseLayers
  }

  private func fillFromTypes(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) -> Bool {
    guard let list = try config.layerNames(.feedForwardTypes, layers: plan.count) else { return false }
    var layer = 0
    for element in list.elements {
      plan.set(layer, element.equals("dense") ? .dense : .experts)
      layer += 1
    }
    return true
  }

  private func fillAfterDense(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    if config.element(.expertLayerFrequency)?.isArray == true,
      let marks = try config.layerNumbers(.expertLayerFrequency, layers: plan.count, in: 0...1)
    {
      for (layer, mark) in marks.enumerated() where mark == 1 { plan.set(layer, .experts) }
      return config.dismiss([.firstDenseLayers])
    }
    let first = try config.int(.firstDenseLayers) ?? 0
    let frequency = max(try config.int(.expertLayerFrequency) ?? 1, 1)
    plan.fill(.experts) { $0 >= first && $0 % frequency == 0 }
  }

  private func fillEveryStep(
    _ plan: LayerPlan, _ config: ModelConfig, _ usual: Int, _ dense: Int
  ) throws(ConfigFault) {
    let step = try config.int(.expertLayerStep) ?? usual
    plan.fill(.experts) { step > 0 && ($0 + 1) % step == 0 }
    guard let denseOnly = try config.list(.denseOnlyLayers) else { return plan.fill(.dense) { $0 < dense } }
    for element in denseOnly.elements { plan.set(try config.integer(element, of: .denseOnlyLayers), .dense) }
  }

  private func fillInterleaved(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    if let list = try config.list(.expertLayers) {
      for element in list.elements { plan.set(try config.integer(element, of: .expertLayers), .experts) }
      return config.dismiss([.expertLayerStep])
    }
    let step = max(try config.int(.expertLayerStep) ?? 1, 1)
    plan.fill(.experts) { ($0 + 1) % step == 0 }
  }

  private func fillRange(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    let start = try config.firstInt(.expertLayerStart) ?? 0
    let stated = try config.firstInt(.expertLayerEnd) ?? -1
    let end = stated < 0 ? plan.count - 1 : stated
    let interval = max(try config.int(.expertLayerFrequency) ?? 1, 1)
    plan.fill(.experts) { ($0 + 1) % interval == 0 && $0 >= start && $0 <= end }
  }

  private func fillListed(_ plan: LayerPlan, _ config: ModelConfig) throws(ConfigFault) {
    if !config.has(.expertLayers), config.has(.firstDenseLayers) { return try fillAfterDense(plan, config) }
    config.dismiss([.firstDenseLayers])
    guard let text = config.element(.expertLayers), text.isString else {
      if let list = try config.list(.expertLayers), list.count == 0 {
        throw .invalid(config.key(of: .expertLayers), list, expected: "numbers and commas")
      }
      return try fillInterleaved(plan, config)
    }
    for part in (text.string ?? "").split(separator: ",", omittingEmptySubsequences: true) {
      let digits = part.filter { $0 != " " }
      guard let layer = Int(digits), (0..<plan.count).contains(layer) else {
        throw .invalid(config.key(of: .expertLayers), text, expected: "indices of layers and commas")
      }
      plan.set(layer, .experts)
    }
  }
}
