import ModelSpec

/// One model's entry, before it is written. It is large, so it cannot be copied.
///
/// A size of 0 does not apply to the model, and is left out. ``EntryField`` has the meaning and unit of each.
struct DerivedEntry: ~Copyable {
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

extension DerivedEntry {
  /// Describes a model after ``Model/resolve(as:)``. The parameter counts, the quantization and ``weightsBytes`` are
  /// set later.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  init(_ model: Model) throws(ConfigError) {
    // Only checked here: ``EntryValues`` reads these sizes again.
    for field in EntryField.copiedSizes { _ = try model.config.count(field) }
    hiddenSize = model.hidden
    layers = model.layers
    heads = model.heads
    context = model.context
    vocabulary = model.vocabulary
    keyValueHeads = model.keyValueHeads
    headDim = model.family.attention.kind == .latent ? 0 : model.headDim
    try describeFeedForward(of: model)
    cache = try KVCache(of: model)
    attention = DerivedEntry.attention(of: model)
  }

  private mutating func describeFeedForward(of model: Model) throws(ConfigError) {
    let rule = model.family.experts
    isMixture = rule != nil && model.layout.sparse > 0
    intermediateSize = try model.size(.intermediateSize)
    if model.layout.dense > 0 || intermediateSize == 0 {
      intermediateSize = try model.innerWidth()
    }
    guard isMixture, let rule else { return }
    experts = try model.size(.experts)
    expertsPerToken = try model.size(.expertsPerToken)
    sharedExperts = try model.largest(rule.sharedCount)
    expertSize = try model.largest(rule.expertWidth)
  }

  private static func attention(of model: Model) -> AttentionKind {
    if model.layout.recurrent > 0 { return .hybrid }
    if model.family.attention.kind == .latent { return .mla }
    if model.keyValueHeads == model.heads { return .mha }
    return model.keyValueHeads == 1 ? .mqa : .gqa
  }
}
