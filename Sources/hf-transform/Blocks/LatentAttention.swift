import JSON

/// Multi-head latent attention (MLA): keys and values are computed from one compressed vector per token.
///
/// Source: DeepSeek-V2's paper, section 2.1, and `DeepseekV3Attention` of transformers: down-projection to
/// `kv_lora_rank + qk_rope_head_dim`, norm, up-projection to all heads' keys and values; the same for queries where
/// `q_lora_rank` is set. Only the compressed vector and the rotary part of the key are cached.
enum LatentAttention {
  /// The sizes of one layer's attention.
  struct Dimensions {
    var heads: Count
    /// nil when queries have no low-rank projection.
    var queryRank: Count?
    var rank: Count
    var rope: Count
    var plain: Count
    var value: Count

    init(_ layer: Layer) throws(ConfigError) {
      heads = layer.heads
      queryRank = try layer.count(.queryRank)
      rank = try layer.size(.keyValueRank)
      rope = try layer.size(.ropeHeadDim)
      plain = try layer.size(.noRopeHeadDim)
      value = try layer.size(.valueHeadDim, or: plain)
    }

    /// The sizes that a config states for layers with a window (`swa_...`), unless it states the sizes of each layer.
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

  static func parameters(_ layer: Layer, _ size: Dimensions, bias: ConfigFlag) throws(ConfigError) -> Count {
    let biased = try bias.isSet(in: layer)
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

  static let cachedElements: LayerFormula = { layer throws(ConfigError) in
    try layer.size(.keyValueRank) + layer.size(.ropeHeadDim)
  }
}

extension Block {
  /// Latent attention whose keys have no rotary part, and are wider by as much.
  static let unrotatedLatent = Block(
    kind: .latent, keyValueHeads: KeyValueHeads.grouped,
    parameters: { layer throws(ConfigError) in
      var size = try LatentAttention.Dimensions(layer)
      (size.plain, size.rope) = (size.plain + size.rope, 0)
      return try LatentAttention.parameters(layer, size, bias: .field(.attentionBias))
    },
    cachedElements: { layer throws(ConfigError) in try layer.size(.keyValueRank) })

  /// Multi-head latent attention.
  ///
  /// - Parameter valueHeadDim: the size of a head's values where no key states it; nil for that of the keys without
  ///   rotary positions.
  static func latent(
    bias: ConfigFlag = .field(.attentionBias), valueHeadDim: LayerFormula? = nil,
    additionalParameters: LayerFormula? = nil
  ) -> Block {
    Block(
      kind: .latent, keyValueHeads: KeyValueHeads.grouped,
      parameters: { layer throws(ConfigError) in
        var size = try LatentAttention.Dimensions(layer)
        if let valueHeadDim, !layer.has(.valueHeadDim) { size.value = try valueHeadDim(layer) }
        let own = try LatentAttention.parameters(layer, size, bias: bias)
        return try own + (additionalParameters?(layer) ?? 0)
      },
      cachedElements: LatentAttention.cachedElements)
  }
}
