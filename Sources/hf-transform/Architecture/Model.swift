/// One language model: its config, its family, and the sizes that all formulas share. A size that neither the config
/// nor the family states is 0.
final class Model {
  let config: ModelConfig
  private(set) var family: Family
  /// The mixer and the feed-forward of each layer.
  let layout = LayerLayout()

  /// Width of the residual stream.
  private(set) var hidden: Count = 0
  /// The number of layers.
  private(set) var layers: Count = 0
  /// Query heads; 0 when the model has no attention.
  private(set) var heads: Count = 0
  /// Key/value heads of a layer, the largest number if layers differ. In a family with a separate attention for sliding
  /// layers it is the config's number.
  private(set) var keyValueHeads: Count = 0
  /// The size of a head's key.
  private(set) var headDim: Count = 0
  /// The size of the vocabulary, in tokens.
  private(set) var vocabulary: Count = 0
  /// The context length, in tokens.
  private(set) var context: Count = 0
  /// Whether the output head uses the token embeddings: as the config says, else by default.
  private(set) var isTied = false
  /// Whether embeddings are tied by the config, or by the default of a known family. It is false for an unknown
  /// `model_type` whose config does not say: a second matrix in the weights is then the output head, and not a copy.
  var isKnownToBeTied: Bool {
    isTied && !(family.isAssumed && config.isDefaulted(.tiedEmbeddings) && !config.states(.sharedEmbeddings))
  }
  /// Whether layers differ in their heads or widths.
  private(set) var variesByLayer = false

  /// Makes a model without sizes; ``resolve(as:)`` computes them.
  init(config: ModelConfig) {
    self.config = config
    family = .generic
  }

  /// Computes the sizes of the model that the config describes, as one of a family.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func resolve(as family: Family) throws(ConfigError) {
    self.family = family
    if config.isNested { config.apply(NestedDefaults.of(config.outerModelType)) }
    config.apply(family.defaults)
    config.listsTextAndImages = family.experts?.imageExpertWidth != nil
    hidden = try size(.hiddenSize)
    heads = try size(.heads)
    context = try size(.context)
    vocabulary = try size(.vocabulary)
    isTied = try config.tiesEmbeddings()
    config.markAsRead(family.unused)
    try layout.resolve(self)
    variesByLayer =
      config.variesByLayer || BlockConfigs.vary(layout) || config.statedLayers?.slidingHeadsDiffer ?? false
    if layout.sliding == 0, family.slidingAttention != nil { config.markAsRead(ConfigField.ofSlidingLayers) }
    if layout.recurrent == 0, family.recurrent != nil { config.markAsRead(ConfigField.ofRecurrentLayers) }
    layers = Count(layout.count)
    // State-space models without attention can use the key of the query heads for the heads of their blocks.
    if layout.count > 0, layout.full == 0, layout.sliding == 0 { heads = 0 }
    try resolveHeads()
  }

  private func resolveHeads() throws(ConfigError) {
    if !family.unused.contains(.headDim), let stated = try config.count(.headDim) {
      headDim = stated
    } else if let rule = family.headDim {
      headDim = try largest(rule)
    } else {
      headDim = hidden / heads
    }
    keyValueHeads = try largest(
      family.slidingAttention == nil ? family.attention.keyValueHeads : KeyValueHeads.grouped)
  }

  /// A size field; 0 when it is absent.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func size(_ field: ConfigField) throws(ConfigError) -> Count { try config.size(field) }

  /// A size field, or a number when it is absent.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func size(_ field: ConfigField, or fallback: Count) throws(ConfigError) -> Count {
    try config.size(field, or: fallback)
  }
}

extension Model {
  /// All parameters of the language model, tied embeddings counted once, without multi-token-prediction layers.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func totalParameters() throws(ConfigError) -> Count {
    var total = try family.embeddings.parameters(self) + family.norms.parameters(self)
    total += try mixerParameters() + feedForwardParameters()
    if let additionalParameters = family.additionalParameters { total += try additionalParameters(self) }
    if let indexers = family.indexers { total += try indexers.parameters(self) }
    if let compressors = family.compressors { total += try compressors.parameters(self) }
    return total
  }

  private func mixerParameters() throws(ConfigError) -> Count {
    let (attention, sliding) = (family.attention, family.slidingAttention ?? family.attention)
    var total = try sum(over: .fullAttention, attention.parameters) + sum(over: .slidingAttention, sliding.parameters)
    total += try sum(over: .fullCaches, attention.cacheParameters) + sum(over: .slidingCaches, sliding.cacheParameters)
    return try total + sum(over: .recurrentBlock, family.recurrent?.parameters)
  }

  /// Whether the config has all sizes that the parameter count needs.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func canBeCounted() throws(ConfigError) -> Bool {
    guard vocabulary > 0, hidden > 0 else { return false }
    if let experts = family.experts, layout.sparse > 0, try largest(experts.expertWidth) == 0 { return false }
    // The feed-forward's width is read even if no layer is dense, so that it is not reported as unread.
    let width = try innerWidth()
    // Without a rule for the width, additional parameters have their own one for absent keys.
    let hasOwnRule = family.feedForward.isCountedElsewhere && family.feedForward.width == nil
    return width > 0 || layout.dense == 0 || hasOwnRule
  }

  /// Parameters of the feed-forwards of all layers, including experts. Feed-forwards that the family counts as
  /// additional parameters are left out.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func feedForwardParameters() throws(ConfigError) -> Count {
    let feedForward = family.feedForward
    let dense = try sum(over: .denseFeedForward) { layer throws(ConfigError) in try feedForward.parameters(layer) }
    guard let experts = family.experts else { return dense }
    return try dense + sum(over: .experts, experts.parameters)
  }

  /// The width of the widest dense feed-forward; 0 if neither the config nor the family states one.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func innerWidth() throws(ConfigError) -> Count {
    let feedForward = family.feedForward
    return try largest { layer throws(ConfigError) in try feedForward.innerWidth(layer) }
  }

  /// The parameters of experts that are not active for a token, in all layers.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func idleParameters() throws(ConfigError) -> Count {
    guard let experts = family.experts else { return 0 }
    return try sum(over: .experts, experts.idleParameters)
  }

  /// Elements of the per-sequence states of all layers: recurrent states and columns of convolutions.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func recurrentElements() throws(ConfigError) -> Count {
    let sliding = family.slidingAttention ?? family.attention
    return try sum(over: .recurrentBlock, family.recurrent?.state) + sum(over: .fullCaches, family.attention.state)
      + sum(over: .slidingCaches, sliding.state)
  }
}
