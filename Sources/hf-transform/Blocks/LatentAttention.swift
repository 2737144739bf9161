/// Multi-head latent attention (MLA): keys and values are computed from one compressed vector per token.
///
/// Source: DeepSeek-V2's paper, section 2.1, and `DeepseekV3Attention` of transformers: down-projection to
/// `kv_lora_rank + qk_rope_head_dim`, norm, up-projection to all heads' keys and values; the same for queries where
/// `q_lora_rank` is set. Only the compressed vector and the rotary part of the key are cached.
enum LatentAttention {
  /// The sizes of one layer's attention.
  struct Dimensions {
    /// Query heads.
    var heads: Count
    /// The rank of the query projection; nil if it is not of low rank.
    var queryRank: Count?
    /// The width of the compressed vector of keys and values.
    var rank: Count
    /// The size of a key's rotary part, which all heads share.
    var rope: Count
    /// The size of the other part of a head's key.
    var plain: Count
    /// The size of a head's value.
    var value: Count

    /// Reads the sizes of a layer.
    ///
    /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
    init(_ layer: Layer) throws(ConfigError) {
      heads = layer.heads
      queryRank = try layer.count(.queryRank)
      rank = try layer.size(.keyValueRank)
      rope = try layer.size(.ropeHeadDim)
      plain = try layer.size(.noRopeHeadDim)
      value = try layer.size(.valueHeadDim, or: plain)
    }

    /// The sizes of a layer with a window, for which a config has separate keys (`swa_...`). With `per_layer_config`
    /// these keys are ignored.
    static func ofWindow(_ layer: Layer) throws(ConfigError) -> Dimensions {
      var sizes = try Dimensions(layer)
      if layer.hasLayerSizes { return sizes }
      sizes.heads = try layer.size(.windowHeads, or: sizes.heads)
      sizes.queryRank = try layer.count(.windowQueryRank) ?? sizes.queryRank
      sizes.rank = try layer.size(.windowKeyValueRank, or: sizes.rank)
      sizes.plain = try layer.size(.windowNoRopeHeadDim, or: sizes.plain)
      sizes.value = try layer.size(.windowValueHeadDim, or: sizes.value)
      let headDim = try layer.size(.windowHeadDim, or: sizes.plain + sizes.rope)
      sizes.rope = try layer.size(.windowRopeHeadDim, or: headDim - sizes.plain)
      return sizes
    }
  }

  /// Parameters of one layer with these sizes. The down projections and the output projection have biases if the config
  /// says so (`attention_bias`).
  static func parameters(_ layer: Layer, _ size: Dimensions) throws(ConfigError) -> Count {
    let biased = try layer.flag(.attentionBias) ?? false
    let queryWidth = size.heads * (size.plain + size.rope)
    var total = layer.hidden * (size.rank + size.rope) + size.rank
    total += size.rank * size.heads * (size.plain + size.value) + size.heads * size.value * layer.hidden
    if let queryRank = size.queryRank {
      total += layer.hidden * queryRank + queryRank + queryRank * queryWidth + queryRank.when(biased)
    } else {
      total += layer.hidden * queryWidth
    }
    let gate = try (size.heads * size.value * layer.hidden).when(layer.flag(.latentGate) ?? false)
    return total + gate + (size.rank + size.rope + layer.hidden).when(biased)
  }

  /// Elements that one layer caches for a token: the compressed vector and the rotary part of the key.
  static let cachedElements: LayerFormula = { layer throws(ConfigError) in
    try layer.size(.keyValueRank) + layer.size(.ropeHeadDim)
  }
}

extension Block {
  /// Latent attention without rotary positions: the other part of a key is wider by the size of the rotary part.
  static let unrotatedLatent = Block(
    kind: .latent, keyValueHeads: KeyValueHeads.grouped,
    parameters: { layer throws(ConfigError) in
      var size = try LatentAttention.Dimensions(layer)
      (size.plain, size.rope) = (size.plain + size.rope, 0)
      return try LatentAttention.parameters(layer, size)
    },
    cachedElements: { layer throws(ConfigError) in try layer.size(.keyValueRank) })

  /// Multi-head latent attention.
  ///
  /// - Parameters:
  ///   - valueHeadDim: the size of a head's value if the config does not state it; nil for the size of the part of its
  ///     key that is not rotary.
  ///   - additionalParameters: parameters of a layer besides the projections and their norms; nil without any.
  static func latent(valueHeadDim: LayerFormula? = nil, additionalParameters: LayerFormula? = nil) -> Block {
    Block(
      kind: .latent, keyValueHeads: KeyValueHeads.grouped,
      parameters: { layer throws(ConfigError) in
        var size = try LatentAttention.Dimensions(layer)
        if let valueHeadDim, !layer.has(.valueHeadDim) { size.value = try valueHeadDim(layer) }
        let own = try LatentAttention.parameters(layer, size)
        return try own + (additionalParameters?(layer) ?? 0)
      },
      cachedElements: LatentAttention.cachedElements)
  }
}
