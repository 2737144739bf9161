import ModelSpec

/// One model's entry, before it is written: sizes of 0 have no meaning for the model, and are left out.
struct Entry {
  /// What inference keeps, in elements over all layers.
  struct KVCache {
    /// What a token adds: keys and values of layers that see the whole context, and compressed entries.
    var full: Count = 0
    /// What each of the last ``window`` tokens adds.
    var sliding: Count = 0
    /// In tokens.
    var window: Int?
    /// What a token adds to the keys of indexers.
    var indexer: Count = 0
    /// What a sequence keeps whatever its length.
    var recurrent: Count = 0
  }

  var parameters = ParameterCount(value: 0, source: .config)
  var activeParameters: Count = 0
  var hiddenSize: Count = 0
  var layers: Count = 0
  var heads: Count = 0
  var context: Count = 0
  var isMixture = false
  var keyValueHeads: Count = 0
  var intermediateSize: Count = 0
  var vocabulary: Count = 0
  var experts: Count = 0
  var expertsPerToken: Count = 0
  var headDim: Count = 0
  var sharedExperts: Count = 0
  var expertSize: Count = 0
  var attention = AttentionKind.mha
  var cache = KVCache()
  var quantization: Quantization?
  /// Bytes of the checkpoint's weight files; 0 when they are unknown.
  var weightsBytes: Count = 0
}

extension Entry {
  /// Describes a resolved model; the parameter counts are left to others.
  ///
  /// - Throws: ``ConfigFault``.
  init(_ model: Model) throws(ConfigFault) {
    for field in EntryField.copiedSizes { _ = try model.config.count(field) }
    hiddenSize = model.hidden
    layers = model.layers
    heads = model.heads
    context = model.context
    vocabulary = model.vocabulary
    keyValueHeads = model.keyValueHeads
    headDim = model.family.attention.kind == .latent ? 0 : model.headDim
    try describeFeedForward(of: model)
    try describeCache(of: model)
    attention = Entry.attention(of: model)
  }

  private mutating func describeFeedForward(of model: Model) throws(ConfigFault) {
    let rule = model.family.experts
    isMixture = rule != nil && model.plan.sparse > 0
    intermediateSize = try model.size(.intermediateSize)
    if model.plan.dense > 0 || intermediateSize == 0 {
      intermediateSize = try model.largest(model.family.feedForward.innerWidth)
    }
    guard isMixture, let rule else { return }
    experts = try model.size(.experts)
    expertsPerToken = try model.size(.expertsPerToken)
    sharedExperts = try model.largest(rule.sharedCount)
    expertSize = try model.largest(rule.expertWidth)
  }

  private mutating func describeCache(of model: Model) throws(ConfigFault) {
    let family = model.family
    let plan = model.plan
    let sliding = family.slidingAttention ?? family.attention
    cache.full = try model.sum(over: .fullCaches, family.attention.cachedElements)
    if plan.cachedSliding > 0 {
      let elements = try model.sum(over: .slidingCaches, sliding.cachedElements)
      if plan.window == nil { cache.full += elements } else { cache.sliding = elements }
      cache.window = plan.window
    }
    cache.full += try family.compressors?.elementsPerToken(model) ?? 0
    cache.indexer = try family.indexers?.elementsPerToken(model) ?? 0
    cache.recurrent = try model.recurrentElements()
  }

  private static func attention(of model: Model) -> AttentionKind {
    if model.plan.recurrent > 0 { return .hybrid }
    if model.family.attention.kind == .latent { return .mla }
    if model.keyValueHeads == model.heads { return .mha }
    return model.keyValueHeads == 1 ? .mqa : .gqa
  }
}
