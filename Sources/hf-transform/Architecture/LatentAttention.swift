import JSON

/// Multi-head latent attention (MLA): keys and values are rebuilt from one compressed vector a token.
///
/// Source: DeepSeek-V2's paper, section 2.1, and `DeepseekV3Attention` of transformers: down-projection to
/// `kv_lora_rank + qk_rope_head_dim`, norm, up-projection to all heads' keys and values; the same for queries where
/// `q_lora_rank` is set. Only the compressed vector and the rotary part of the key are cached.
enum LatentAttention {
  static func parameters(_ model: Model, bias: Flag) throws(ConfigFault) -> Count {
    let rank = try model.size(.keyValueRank)
    let rope = try model.size(.ropeHeadDim)
    let plain = try model.size(.noRopeHeadDim)
    let value = try model.size(.valueHeadDim, or: plain)
    let biased = try bias.isSet(in: model)
    let queryWidth = model.heads * (plain + rope)
    var total = model.hidden * (rank + rope) + rank + rank * model.heads * (plain + value)
    total += model.heads * value * model.hidden
    if let queryRank = try model.config.count(.queryRank) {
      total += model.hidden * queryRank + queryRank + queryRank * queryWidth + queryRank.when(biased)
    } else {
      total += model.hidden * queryWidth
    }
    return total + (rank + rope + model.hidden).when(biased)
  }

  /// The lightning indexer of one layer, which picks the tokens to attend to.
  static let indexer: Formula = { model throws(ConfigFault) in
    let heads = try model.size(.indexHeads)
    let headDim = try model.size(.indexHeadDim)
    let queries = try model.size(.queryRank) * heads * headDim
    return queries + model.hidden * (headDim + heads) + 2 * headDim
  }

  /// All indexers: of the layers that `indexer_types` calls full; without it, of every layer.
  static let indexers: Formula = { model throws(ConfigFault) in try indexers(model, absent: model.layers) }

  /// All indexers: of the layers that `indexer_types` calls full; without it, of so many.
  static func indexers(_ model: Model, absent: Count) throws(ConfigFault) -> Count {
    guard let types = try model.config.layerNames(.indexerTypes, layers: model.plan.count) else {
      return try absent * indexer(model)
    }
    return try Count(types.elements.prefix(model.plan.count).count { $0.equals("full") }) * indexer(model)
  }

  /// The indexers of block-sparse attention (MiniMax-M3), in the layers that a 0/1 list or their names mark.
  static let blockIndexers: Formula = { model throws(ConfigFault) in
    let marks = try model.config.layerNumbers(.sparseAttentionLayers, layers: model.plan.count, in: 0...1)
    let types = try model.config.list(.layerTypes)
    let marked = marks?.elements.count { $0.int == 1 } ?? types?.elements.count { $0.equals("minimax_m3_sparse") } ?? 0
    let headDim = try model.size(.indexHeadDim)
    return try Count(marked) * (model.hidden * headDim * (model.size(.indexHeads) + 1) + 2 * headDim)
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
        let own = try LatentAttention.parameters(model, bias: bias)
        return try own + (extras?(model) ?? 0)
      },
      cachedElements: LatentAttention.cachedElements)
  }
}
