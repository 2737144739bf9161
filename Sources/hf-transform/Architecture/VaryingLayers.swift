/// Models whose layers have other numbers of heads or other widths than their neighbors, as a list for each field says
/// (OpenELM, DeciLM), or as `per_layer_config` says.
extension Model {
  /// Whether layers differ in their sizes.
  var variesByLayer: Bool { config.variesByLayer || BlockConfigs.vary(plan) }

  /// The sum of a formula over all layers, with each layer's own sizes.
  ///
  /// - Throws: ``ConfigFault``.
  func sumOverLayers(_ formula: (Int) throws(ConfigFault) -> Count) throws(ConfigFault) -> Count {
    var total: Count = 0
    for layer in 0..<plan.count {
      try enter(layer: layer)
      total += try formula(layer)
    }
    try enter(layer: nil)
    return total
  }

  /// Parameters of one layer, without its norms.
  ///
  /// - Throws: ``ConfigFault``.
  func layerParameters(_ layer: Int) throws(ConfigFault) -> Count {
    var total: Count = 0
    switch plan.mixers[layer] {
    case .full: total += try parameters(of: family.attention, layer)
    case .sliding: total += try parameters(of: family.slidingAttention ?? family.attention, layer)
    case .both: total += try parameters(of: family.attention, layer) + (family.recurrent?.parameters(self) ?? 0)
    case .recurrent: total += try family.recurrent?.parameters(self) ?? 0
    case .none: break
    }
    switch plan.feedForwards[layer] {
    case .dense: return try total + family.feedForward.parameters(self)
    case .experts: return try total + (family.experts?.parameters(self) ?? 0)
    case .none: return total
    }
  }

  private func parameters(of block: Block, _ layer: Int) throws(ConfigFault) -> Count {
    let own = try layer < plan.owners ? block.cacheParameters?(self) ?? 0 : 0
    return try block.parameters(self) + own
  }

  /// What all layers of a kind with their own cache cache together, for one token.
  ///
  /// - Throws: ``ConfigFault``.
  func cachedElements(_ block: Block, in kind: Mixer) throws(ConfigFault) -> Count {
    try sumOverLayers { layer throws(ConfigFault) in
      let mixer = plan.mixers[layer] == .both ? .full : plan.mixers[layer]
      return try mixer == kind ? plan.caches(of: layer) * block.cachedElements(self) : 0
    }
  }
}
