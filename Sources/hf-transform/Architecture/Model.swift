/// One language model: its config, its family, and the sizes that all formulas share.
final class Model {
  let config: ModelConfig
  private(set) var family: Family
  /// Which layers do what.
  let plan = LayerPlan()

  /// Width of the residual stream.
  private(set) var hidden: Count = 0
  private(set) var layers: Count = 0
  /// Query heads; 0 when the model has no attention.
  private(set) var heads: Count = 0
  private(set) var keyValueHeads: Count = 0
  private(set) var headDim: Count = 0
  private(set) var vocabulary: Count = 0
  private(set) var context: Count = 0
  private(set) var isTied = false
  /// Whether embeddings are tied by the config, or by the default of a family that is known. Where the `model_type` is
  /// unknown and the config says nothing, a second matrix counts as the output projection.
  var isKnownToBeTied: Bool { isTied && !(family.isAssumed && config.isDefaulted(.tiedEmbeddings)) }

  init(config: ModelConfig) {
    self.config = config
    family = .generic
  }

  /// Resolves the sizes of the config that was read last, as a model of a family.
  ///
  /// - Throws: ``ConfigFault``.
  func resolve(as family: Family) throws(ConfigFault) {
    self.family = family
    config.apply(family.defaults)
    hidden = try size(.hiddenSize)
    heads = try size(.heads)
    context = try size(.context)
    vocabulary = try size(.vocabulary)
    isTied = try config.flag(.tiedEmbeddings) ?? false
    config.dismiss(family.unused)
    try plan.resolve(self)
    if plan.recurrent == 0, family.recurrent != nil { config.dismiss(Field.ofRecurrentLayers) }
    layers = Count(plan.count)
    // State-space models can count their own heads under the same key.
    if plan.count > 0, plan.full == 0, plan.sliding == 0 { heads = 0 }
    try resolveHeads()
  }

  private func resolveHeads() throws(ConfigFault) {
    if let stated = try config.count(.headDim) {
      headDim = stated
    } else {
      headDim = try family.headDim?(self) ?? hidden / heads
    }
    // Where sliding layers have their own, what the config states is reported.
    keyValueHeads = try statedKeyValueHeads()
  }

  private func statedKeyValueHeads() throws(ConfigFault) -> Count {
    try (family.slidingAttention == nil ? family.attention.keyValueHeads : KeyValueHeads.grouped)(self)
  }

  /// Takes a layer's own heads where a list states them; nil for the most.
  func enter(layer: Int?) throws(ConfigFault) {
    config.layer = layer
    heads = try size(.heads)
    if config.statesLayers { headDim = try size(.headDim, or: family.headDim?(self) ?? hidden / heads) }
    keyValueHeads = try layer == nil ? statedKeyValueHeads() : family.attention.keyValueHeads(self)
  }

  /// A size field; 0 when it is absent.
  func size(_ field: Field) throws(ConfigFault) -> Count { try config.count(field) ?? 0 }

  /// A size field, or a number when it is absent.
  func size(_ field: Field, or fallback: Count) throws(ConfigFault) -> Count {
    try config.count(field) ?? fallback
  }
}

extension Model {
  /// All parameters of the language model, tied embeddings counted once, without multi-token-prediction layers.
  ///
  /// - Throws: ``ConfigFault``.
  func totalParameters() throws(ConfigFault) -> Count {
    var total = try family.embeddings.parameters(self) + family.norms.parameters(self)
    total += try variesByLayer ? sumOverLayers(layerParameters) : uniformParameters()
    if let extras = family.extras { total += try extras(self) }
    if let indexers = family.indexers { total += try indexers.parameters(self) }
    if let compressors = family.compressors { total += try compressors.parameters(self) }
    return total
  }

  /// Whether the config says all sizes that a count needs.
  ///
  /// - Throws: ``ConfigFault``.
  func canBeCounted() throws(ConfigFault) -> Bool {
    guard vocabulary > 0, hidden > 0 else { return false }
    if let experts = family.experts, plan.sparse > 0, try experts.expertWidth(self) == 0 { return false }
    if plan.dense == 0 || family.feedForward.isCountedElsewhere { return true }
    return try family.feedForward.innerWidth(self) > 0
  }

  /// Parameters of the feed-forwards of all layers, experts included.
  ///
  /// - Throws: ``ConfigFault``.
  func feedForwardParameters() throws(ConfigFault) -> Count {
    let dense = try plan.dense * family.feedForward.parameters(self)
    guard let experts = family.experts, plan.sparse > 0 else { return dense }
    return try dense + plan.sparse * experts.parameters(self)
  }

  /// The parameters of the routed experts that a token does not visit, in all layers.
  ///
  /// - Throws: ``ConfigFault``.
  func idleParameters() throws(ConfigFault) -> Count {
    guard let experts = family.experts, plan.sparse > 0 else { return 0 }
    if variesByLayer {
      return try sumOverLayers { layer throws(ConfigFault) in
        plan.feedForwards[layer] == .experts ? try experts.idleParameters(self) : 0
      }
    }
    return try plan.sparse * experts.idleParameters(self)
  }

  /// Elements that a sequence keeps whatever its length, in all layers: states and convolution columns.
  ///
  /// - Throws: ``ConfigFault``.
  func recurrentElements() throws(ConfigFault) -> Count {
    var total: Count = 0
    if plan.recurrent > 0, let state = family.recurrent?.state { total += try plan.recurrent * state(self) }
    if plan.full > 0, let state = family.attention.state { total += try plan.cachedFull * state(self) }
    let sliding = family.slidingAttention ?? family.attention
    if plan.sliding > 0, let state = sliding.state { total += try plan.cachedSliding * state(self) }
    return total
  }

  private func uniformParameters() throws(ConfigFault) -> Count {
    var total = try mixerParameters() + plan.dense * family.feedForward.parameters(self)
    if let experts = family.experts, plan.sparse > 0 { total += try plan.sparse * experts.parameters(self) }
    return total
  }

  private func mixerParameters() throws(ConfigFault) -> Count {
    let sliding = family.slidingAttention ?? family.attention
    var total: Count = 0
    if plan.full > 0 { total += try plan.full * family.attention.parameters(self) }
    if plan.sliding > 0 { total += try plan.sliding * sliding.parameters(self) }
    if let own = family.attention.cacheParameters, plan.cachedFull > 0 { total += try plan.cachedFull * own(self) }
    if let own = sliding.cacheParameters, plan.cachedSliding > 0 { total += try plan.cachedSliding * own(self) }
    if plan.recurrent > 0, let recurrent = family.recurrent { total += try plan.recurrent * recurrent.parameters(self) }
    return total
  }
}
