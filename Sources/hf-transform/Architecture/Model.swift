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
  /// Whether layers differ in their heads or widths.
  private(set) var variesByLayer = false

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
    config.listsTextAndImages = family.experts?.imageExpertWidth != nil
    hidden = try size(.hiddenSize)
    heads = try size(.heads)
    context = try size(.context)
    vocabulary = try size(.vocabulary)
    isTied = try config.tiesEmbeddings()
    config.dismiss(family.unused)
    try plan.resolve(self)
    variesByLayer = config.variesByLayer || BlockConfigs.vary(plan)
    if plan.recurrent == 0, family.recurrent != nil { config.dismiss(Field.ofRecurrentLayers) }
    layers = Count(plan.count)
    // State-space models can count their own heads under the same key.
    if plan.count > 0, plan.full == 0, plan.sliding == 0 { heads = 0 }
    try resolveHeads()
  }

  private func resolveHeads() throws(ConfigFault) {
    if !family.unused.contains(.headDim), let stated = try config.count(.headDim) {
      headDim = stated
    } else if let rule = family.headDim {
      headDim = try largest(rule)
    } else {
      headDim = hidden / heads
    }
    // Where sliding layers have their own, what the config states is reported.
    keyValueHeads = try largest(
      family.slidingAttention == nil ? family.attention.keyValueHeads : KeyValueHeads.grouped)
  }

  /// A size field; 0 when it is absent.
  ///
  /// - Throws: ``ConfigFault``.
  func size(_ field: Field) throws(ConfigFault) -> Count { try config.size(field) }

  /// A size field, or a number when it is absent.
  ///
  /// - Throws: ``ConfigFault``.
  func size(_ field: Field, or fallback: Count) throws(ConfigFault) -> Count { try config.size(field, or: fallback) }
}

extension Model {
  /// All parameters of the language model, tied embeddings counted once, without multi-token-prediction layers.
  ///
  /// - Throws: ``ConfigFault``.
  func totalParameters() throws(ConfigFault) -> Count {
    var total = try family.embeddings.parameters(self) + family.norms.parameters(self)
    total += try mixerParameters() + feedForwardParameters()
    if let extras = family.extras { total += try extras(self) }
    if let indexers = family.indexers { total += try indexers.parameters(self) }
    if let compressors = family.compressors { total += try compressors.parameters(self) }
    return total
  }

  private func mixerParameters() throws(ConfigFault) -> Count {
    let (attention, sliding) = (family.attention, family.slidingAttention ?? family.attention)
    var total = try sum(over: .fullAttention, attention.parameters) + sum(over: .slidingAttention, sliding.parameters)
    total += try sum(over: .fullCaches, attention.cacheParameters) + sum(over: .slidingCaches, sliding.cacheParameters)
    return try total + sum(over: .recurrentBlock, family.recurrent?.parameters)
  }

  /// Whether the config says all sizes that a count needs.
  ///
  /// - Throws: ``ConfigFault``.
  func canBeCounted() throws(ConfigFault) -> Bool {
    guard vocabulary > 0, hidden > 0 else { return false }
    if let experts = family.experts, plan.sparse > 0, try largest(experts.expertWidth) == 0 { return false }
    // The width is read even where no layer is dense, so that it does not count as unread.
    let width = try largest(family.feedForward.innerWidth)
    return width > 0 || plan.dense == 0 || family.feedForward.isCountedElsewhere
  }

  /// Parameters of the feed-forwards of all layers, experts included.
  ///
  /// - Throws: ``ConfigFault``.
  func feedForwardParameters() throws(ConfigFault) -> Count {
    let dense = try sum(over: .denseFeedForward, family.feedForward.parameters)
    guard let experts = family.experts else { return dense }
    return try dense + sum(over: .experts, experts.parameters)
  }

  /// The parameters of the routed experts that a token does not visit, in all layers.
  ///
  /// - Throws: ``ConfigFault``.
  func idleParameters() throws(ConfigFault) -> Count {
    guard let experts = family.experts else { return 0 }
    return try sum(over: .experts, experts.idleParameters)
  }

  /// Elements that a sequence keeps whatever its length, in all layers: states and convolution columns.
  ///
  /// - Throws: ``ConfigFault``.
  func recurrentElements() throws(ConfigFault) -> Count {
    let sliding = family.slidingAttention ?? family.attention
    return try sum(over: .recurrentBlock, family.recurrent?.state) + sum(over: .fullCaches, family.attention.state)
      + sum(over: .slidingCaches, sliding.state)
  }
}
