/// Multi-head, grouped-query and multi-query attention.
///
/// Source: the projections `q_proj`, `k_proj`, `v_proj` and `o_proj` of transformers' decoder classes; fused ones hold the
/// same numbers.
struct Attention: Sendable {
  /// Norms of queries and keys.
  enum QueryKeyNorm: Sendable {
    case none
    /// One weight vector for all heads, each for queries and keys (Qwen 3).
    case perHead
    /// Over the whole projection (OLMo 2).
    case wholeProjection
    /// One per head, where the config asks for it.
    case perHeadIf(Field)
  }

  /// How many key/value heads there are.
  var keyValueHeads: Formula
  var queryBias: Flag
  var keyBias: Flag
  var valueBias: Flag
  var outputBias: Flag
  var queryKeyNorm: QueryKeyNorm
  /// Whether the query projection also makes a gate of the same width.
  var isGated: Bool
  /// Whether each head has a learned sink.
  var hasSinks: Bool
  var shape: Shape

  /// Where the sizes stand, for families with more than one kind of attention.
  struct Shape: Sendable {
    var heads: Size?
    var headDim: Size?
    var valueHeadDim: Size?

    /// As the model says.
    static let usual = Shape()
  }

  /// Query heads, key/value heads, and the sizes of a key and of a value.
  func sizes(_ model: Model) throws(ConfigFault) -> (heads: Count, keyValue: Count, key: Count, value: Count) {
    let headDim = try shape.headDim?.resolved(in: model) ?? model.headDim
    return (
      try shape.heads?.resolved(in: model) ?? model.heads, try keyValueHeads(model), headDim,
      try shape.valueHeadDim?.resolved(in: model) ?? headDim
    )
  }

  /// Parameters of one layer.
  func parameters(_ model: Model) throws(ConfigFault) -> Count {
    let size = try sizes(model)
    let query = size.heads * size.key * (isGated ? 2 : 1)
    let key = size.keyValue * size.key
    let value = size.keyValue * size.value
    let output = size.heads * size.value
    var total = model.hidden * (query + key + value + output)
    total += try query.when(queryBias.isSet(in: model)) + key.when(keyBias.isSet(in: model))
    total += try value.when(valueBias.isSet(in: model)) + model.hidden.when(outputBias.isSet(in: model))
    total += size.heads.when(hasSinks)
    switch queryKeyNorm {
    case .none: break
    case .perHead: total += 2 * size.key
    case .wholeProjection: total += size.heads * size.key + key
    case .perHeadIf(let field): total += try (2 * size.key).when(model.config.flag(field) ?? false)
    }
    return total
  }

  /// Keys and values of one token in one layer.
  func cachedElements(_ model: Model) throws(ConfigFault) -> Count {
    let size = try sizes(model)
    return size.keyValue * (size.key + size.value)
  }
}

extension Block {
  /// Attention with key/value heads; what is left out is as in Llama.
  static func attention(
    keyValueHeads: @escaping Formula = KeyValueHeads.grouped, bias: Flag = .no, keyBias: Flag? = nil,
    outputBias: Flag = .no, queryKeyNorm: Attention.QueryKeyNorm = .none, isGated: Bool = false, hasSinks: Bool = false,
    shape: Attention.Shape = .usual
  ) -> Block {
    let attention = Attention(
      keyValueHeads: keyValueHeads, queryBias: bias, keyBias: keyBias ?? bias, valueBias: bias, outputBias: outputBias,
      queryKeyNorm: queryKeyNorm, isGated: isGated, hasSinks: hasSinks, shape: shape)
    return Block(
      kind: .grouped, keyValueHeads: keyValueHeads, parameters: attention.parameters,
      cachedElements: attention.cachedElements)
  }
}

/// How families say how many key/value heads they have.
enum KeyValueHeads {
  /// As many as stated, else as there are query heads.
  static let grouped: Formula = { model throws(ConfigFault) in
    try model.config.count(.keyValueHeads) ?? model.heads
  }

  /// As many as there are query heads, whatever is stated.
  static let asHeads: Formula = { model throws(ConfigFault) in model.heads }

  /// One when `multi_query` is set (or absent, if that is the default), else as many as there are query heads.
  static func multiQuery(absent: Bool) -> Formula {
    { model throws(ConfigFault) in try model.config.flag(.multiQuery) ?? absent ? 1 : model.heads }
  }

  /// As many as a field says, else as in other layers.
  static func field(_ field: Field) -> Formula {
    { model throws(ConfigFault) in
      if let count = try model.config.count(field) { return count }
      return try grouped(model)
    }
  }
}
