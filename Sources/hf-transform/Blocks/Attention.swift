import JSON

/// Multi-head, grouped-query and multi-query attention.
///
/// Source: the projections `q_proj`, `k_proj`, `v_proj` and `o_proj` of transformers' decoder classes; fused
/// projections have the same number of parameters.
struct Attention: Sendable {
  /// Norms of queries and keys.
  enum QueryKeyNorm: Sendable {
    case none
    /// One weight vector as wide as a head, which all query heads share, and one that all key heads share (Qwen 3).
    case perHead
    /// One weight vector as wide as all query heads, and one as wide as all key heads (OLMo 2).
    case wholeProjection
    /// Like ``perHead`` if the flag is true, else none.
    case perHeadIf(ConfigField)
    /// As many weights as ``wholeProjection`` if the flag is true, else none. In Cohere and StableLM, each head has a
    /// separate weight vector.
    case wholeProjectionIf(ConfigField)
    /// Like ``perHead`` if `qk_norm_type` is absent or `qwen3`, like ``wholeProjection`` if it is `olmo` (Molmo 2).
    case named
  }

  /// A gate on the output of the heads.
  enum OutputGate: Sendable {
    case none
    /// As wide as the queries, made by the query projection (Qwen 3 Next).
    case withQueries
    /// As wide as the output of all heads, with a separate projection that has no bias.
    case wholeProjection
    /// One value per head.
    case perHead
    /// Like ``perHead`` if `gating` is absent, true or `per-head`, else like ``wholeProjection`` (Laguna).
    case named
    /// Like ``perHead`` if the flag is true, else none; `absent` is the flag of a config that does not have the key.
    case perHeadIf(ConfigField, absent: Bool)
  }

  /// The number of key/value heads.
  var keyValueHeads: LayerFormula
  var queryBias: ConfigFlag
  var keyValueBias: ConfigFlag
  var outputBias: ConfigFlag
  var queryKeyNorm: QueryKeyNorm
  var gate: OutputGate
  /// Whether the key projection also makes the values, so that there is no value projection. Keys and values are both
  /// cached.
  var usesKeysAsValues: ConfigFlag
  /// Whether each query head has an attention sink: one learned number.
  var hasSinks: Bool
  var shape: SizeFields

  /// The config fields with the sizes of this attention, for families with more than one kind of attention. If a field
  /// is nil or not in the config, the size is that of ``Layer``.
  struct SizeFields: Sendable {
    var heads: ConfigField?
    var headDim: ConfigField?
    /// The size of a key if the config has neither the field ``headDim`` nor `per_layer_config`; nil for that of
    /// ``Layer``.
    var defaultHeadDim: Count?
    /// The size of a value. If the field is nil, a value has the size of a key, or in a GGUF file the size that the
    /// header states. If the field is not in the config, the size is `v_head_dim`, else the size of a key.
    var valueHeadDim: ConfigField?

    /// No separate fields.
    static let ofModel = SizeFields()
  }

  /// Query heads, key/value heads, and the sizes of a head's key and of its value.
  func sizes(_ layer: Layer) throws(ConfigError) -> (heads: Count, keyValue: Count, key: Count, value: Count) {
    var heads = layer.heads
    if let field = shape.heads { heads = try layer.size(field, or: heads) }
    var headDim = layer.hasLayerSizes ? layer.headDim : shape.defaultHeadDim ?? layer.headDim
    if let field = shape.headDim { headDim = try layer.size(field, or: headDim) }
    var value = headDim
    if let field = shape.valueHeadDim { value = try layer.size(field, or: layer.size(.valueHeadDim, or: headDim)) }
    if layer.sizesFile == .gguf, shape.valueHeadDim == nil {
      // A GGUF header can state the sizes of keys and values, and those of sliding layers, in any family.
      if layer.slides { headDim = try layer.size(.windowHeadDim, or: headDim) }
      value = try layer.size(.valueHeadDim, or: headDim)
      if layer.slides { value = try layer.size(.windowValueHeadDim, or: value) }
    }
    return (heads, try keyValueHeads(layer), headDim, value)
  }

  /// Parameters of one layer's queries and output, with gate, sinks and the norm of queries.
  func queryParameters(_ layer: Layer) throws(ConfigError) -> Count {
    let size = try sizes(layer)
    var query = size.heads * size.key
    if case .withQueries = gate { query = 2 * query }
    let output = size.heads * size.value
    var total = layer.hidden * (query + output) + size.heads.when(hasSinks)
    total += try layer.hidden * gateWidth(layer, size)
    total += try query.when(queryBias.isSet(in: layer)) + layer.hidden.when(outputBias.isSet(in: layer))
    return try total + normParameters(layer, heads: size.heads, headDim: size.key)
  }

  private func gateWidth(
    _ layer: Layer, _ size: (heads: Count, keyValue: Count, key: Count, value: Count)
  ) throws(ConfigError) -> Count {
    switch gate {
    case .none, .withQueries: 0
    case .wholeProjection: size.heads * size.value
    case .perHead: size.heads
    case .named: try isPerHead(layer) ? size.heads : size.heads * size.value
    case .perHeadIf(let field, let absent): try size.heads.when(layer.flag(field) ?? absent)
    }
  }

  private func isPerHead(_ layer: Layer) throws(ConfigError) -> Bool {
    if let name = layer.element(.attentionGate), name.isString { return name.equals("per-head") }
    return try layer.flag(.attentionGate) ?? true
  }

  /// Parameters of one layer's keys and values, with the norm of keys.
  func keyValueParameters(_ layer: Layer) throws(ConfigError) -> Count {
    let size = try sizes(layer)
    let key = size.keyValue * size.key
    let value = try (size.keyValue * size.value).when(!usesKeysAsValues.isSet(in: layer))
    let biases = try (key + value).when(keyValueBias.isSet(in: layer))
    return try layer.hidden * (key + value) + biases + normParameters(layer, heads: size.keyValue, headDim: size.key)
  }

  private func normParameters(_ layer: Layer, heads: Count, headDim: Count) throws(ConfigError) -> Count {
    switch queryKeyNorm {
    case .none: 0
    case .perHead: headDim
    case .wholeProjection: heads * headDim
    case .perHeadIf(let field): try headDim.when(layer.flag(field) ?? false)
    case .wholeProjectionIf(let field): try (heads * headDim).when(layer.flag(field) ?? false)
    case .named: try hasNormPerHead(layer) ? headDim : heads * headDim
    }
  }

  private func hasNormPerHead(_ layer: Layer) throws(ConfigError) -> Bool {
    guard let name = layer.element(.queryKeyNormType), !name.equals("qwen3") else { return true }
    if name.equals("olmo") { return false }
    throw .invalid(layer.key(of: .queryKeyNormType), name, expected: "'qwen3' or 'olmo'")
  }

  /// Elements of the keys and values of one token in one layer.
  func cachedElements(_ layer: Layer) throws(ConfigError) -> Count {
    let size = try sizes(layer)
    return size.keyValue * (size.key + size.value)
  }
}

extension Block {
  /// Attention with key/value heads; the default arguments are those of Llama.
  ///
  /// - Parameters:
  ///   - bias: whether queries, keys and values have biases.
  ///   - outputBias: whether the output projection has a bias.
  ///   - canShareCaches: whether layers that use another layer's cache have no key and value projections.
  ///   - state: the elements that a layer keeps per sequence besides keys and values; nil without any.
  static func attention(
    keyValueHeads: @escaping LayerFormula = KeyValueHeads.grouped, bias: ConfigFlag = .no, outputBias: ConfigFlag = .no,
    queryKeyNorm: Attention.QueryKeyNorm = .none, gate: Attention.OutputGate = .none, hasSinks: Bool = false,
    usesKeysAsValues: ConfigFlag = .no, canShareCaches: Bool = false, shape: Attention.SizeFields = .ofModel,
    state: LayerFormula? = nil
  ) -> Block {
    let attention = Attention(
      keyValueHeads: keyValueHeads, queryBias: bias, keyValueBias: bias, outputBias: outputBias,
      queryKeyNorm: queryKeyNorm, gate: gate, usesKeysAsValues: usesKeysAsValues, hasSinks: hasSinks, shape: shape
    )
    let whole: LayerFormula = { layer throws(ConfigError) in
      try attention.queryParameters(layer) + attention.keyValueParameters(layer)
    }
    return Block(
      kind: .grouped, keyValueHeads: keyValueHeads, parameters: canShareCaches ? attention.queryParameters : whole,
      cacheParameters: canShareCaches ? attention.keyValueParameters : nil, cachedElements: attention.cachedElements,
      state: state)
  }
}

/// The ways in which families define the number of key/value heads.
enum KeyValueHeads {
  /// The stated number, else the number of query heads.
  static let grouped: LayerFormula = { layer throws(ConfigError) in
    try layer.count(.keyValueHeads) ?? layer.heads
  }

  /// The number of query heads; a stated number is ignored.
  static let asHeads: LayerFormula = { layer throws(ConfigError) in layer.heads }

  /// One when `multi_query` is true, else the number of query heads; `absent` is the flag of a config without the key.
  static func multiQuery(absent: Bool) -> LayerFormula {
    { layer throws(ConfigError) in try layer.flag(.multiQuery) ?? absent ? 1 : layer.heads }
  }

  /// One when `multi_query` is true, else the stated number, else the number of query heads.
  static let oneOrGrouped: LayerFormula = { layer throws(ConfigError) in
    try layer.flag(.multiQuery) ?? false ? 1 : grouped(layer)
  }

  /// As the kind of attention says: one for each query head, one for all of them, or the stated number. Sources:
  /// `attention.py` of MosaicML's llm-foundry (`attn_type`), and `modeling_gpt2_mq.py` in bigcode/santacoder
  /// (`attention_head_type`).
  ///
  /// - Parameter absent: the number when the config does not name the kind.
  static func ofKind(absent: @escaping LayerFormula) -> LayerFormula {
    { layer throws(ConfigError) in
      guard let kind = layer.element(.attentionKind) else { return try absent(layer) }
      func isOneOf(_ names: StaticString...) -> Bool { names.contains { kind.equals($0) } }
      if isOneOf("multihead_attention", "multihead", "mha") { return layer.heads }
      if isOneOf("multiquery_attention", "multiquery", "mqa") { return 1 }
      guard isOneOf("grouped_query_attention", "groupedquery", "gqa") else {
        throw .invalid(
          layer.key(of: .attentionKind), kind,
          expected: "'multihead_attention', 'multiquery_attention' or 'grouped_query_attention'")
      }
      return try grouped(layer)
    }
  }

  /// The number in a field, else as ``grouped``.
  static func field(_ field: ConfigField) -> LayerFormula {
    { layer throws(ConfigError) in
      if let count = try layer.count(field) { return count }
      return try grouped(layer)
    }
  }
}
