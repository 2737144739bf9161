import JSON

/// Multi-head latent attention (MLA): keys and values are rebuilt from one compressed vector a token.
///
/// Source: DeepSeek-V2's paper, section 2.1, and `DeepseekV3Attention` of transformers: down-projection to
/// `kv_lora_rank + qk_rope_head_dim`, norm, up-projection to all heads' keys and values; the same for queries where
/// `q_lora_rank` is set. Only the compressed vector and the rotary part of the key are cached.
enum LatentAttention {
  /// The sizes of one layer's attention.
  struct Sizes {
    var heads: Count
    /// nil where queries are made without a detour through a low rank.
    var queryRank: Count?
    var rank: Count
    var rope: Count
    var plain: Count
    var value: Count

    init(_ model: Model) throws(ConfigFault) {
      heads = model.heads
      queryRank = try model.config.count(.queryRank)
      rank = try model.size(.keyValueRank)
      rope = try model.size(.ropeHeadDim)
      plain = try model.size(.noRopeHeadDim)
      value = try model.size(.valueHeadDim, or: plain)
    }

    /// Those that a config states for layers with a window (`swa_...`), unless it states each layer's own.
    static func ofWindow(_ model: Model) throws(ConfigFault) -> Sizes {
      var sizes = try Sizes(model)
      if model.config.statesLayers { return sizes }
      sizes.heads = try model.size(.windowHeads, or: sizes.heads)
      sizes.queryRank = try model.config.count(.windowQueryRank) ?? sizes.queryRank
      sizes.rank = try model.size(.windowKeyValueRank, or: sizes.rank)
      sizes.plain = try model.size(.windowNoRopeHeadDim, or: sizes.plain)
      sizes.value = try model.size(.windowValueHeadDim, or: sizes.value)
      let headDim = try model.size(.windowHeadDim, or: sizes.plain + sizes.rope)
      sizes.rope = try model.size(.windowRopeHeadDim, or: headDim - sizes.plain)
      return sizes
    }
  }

  static func parameters(_ model: Model, _ size: Sizes, bias: Flag) throws(ConfigFault) -> Count {
    let biased = try bias.isSet(in: model)
    let queryWidth = size.heads * (size.plain + size.rope)
    var total = model.hidden * (size.rank + size.rope) + size.rank
    total += size.rank * size.heads * (size.plain + size.value) + size.heads * size.value * model.hidden
    if let queryRank = size.queryRank {
      total += model.hidden * queryRank + queryRank + queryRank * queryWidth + queryRank.when(biased)
    } else {
      total += model.hidden * queryWidth
    }
    let gate = try (size.heads * size.value * model.hidden).when(model.config.flag(.latentGate) ?? false)
    return total + gate + (size.rank + size.rope + model.hidden).when(biased)
  }

  static let cachedElements: Formula = { model throws(ConfigFault) in
    try model.size(.keyValueRank) + model.size(.ropeHeadDim)
  }
}

extension Block {
  /// Multi-head latent attention.
  static func latent(bias: Flag = .field(.attentionBias), extras: Formula? = nil) -> Block {
    Block(
      kind: .latent, keyValueHeads: KeyValueHeads.grouped,
      parameters: { model throws(ConfigFault) in
        let own = try LatentAttention.parameters(model, LatentAttention.Sizes(model), bias: bias)
        return try own + (extras?(model) ?? 0)
      },
      cachedElements: LatentAttention.cachedElements)
  }
}
