import JSON

/// Indexers of sparse attention: small heads that select the tokens to attend to, with a cached key for each token.
enum Indexers {
  /// Parameters of the lightning indexer of one layer. Source: `DeepseekV32Indexer` of transformers.
  static let lightning: Formula = { model throws(ConfigError) in
    let heads = try model.size(.indexHeads)
    let headDim = try model.size(.indexHeadDim)
    let queries = try model.size(.queryRank) * heads * headDim
    return queries + model.hidden * (headDim + heads) + 2 * headDim
  }

  /// A lightning indexer in each layer.
  static let inEveryLayer = CachedModule.indexers(in: { model in model.layers })

  /// A lightning indexer in each layer with full attention.
  static let inFullLayers = CachedModule.indexers(in: { model in model.layout.full })

  /// An indexer in each layer that is `full` in `indexer_types`; the others use the tokens that the last indexer before
  /// them selected.
  ///
  /// - Parameters:
  ///   - absent: the number of layers with an indexer if the config does not have the list.
  ///   - parameters: the parameters of one indexer.
  static func listed(absent: @escaping Formula, parameters: @escaping Formula = lightning) -> CachedModule {
    let layers: Formula = { model throws(ConfigError) in
      if let stated = model.config.statedLayers?.indexerCount { return Count(stated) }
      guard let types = try types(model) else {
        return try absent(model)
      }
      model.config.markAsRead([.indexerPattern, .indexerPeriod, .indexerOffset])
      return Count(types.elements.prefix(model.layout.count).count { $0.equals("full") })
    }
    return .indexers(in: layers, parameters: parameters)
  }

  private static func types(_ model: Model) throws(ConfigError) -> JSONElement? {
    try model.config.layerNames(.indexerTypes, layers: model.layout.count, among: ["full", "shared"])
  }

  /// The number of layers with full attention that are `full` in `indexer_types`; without the list, of all layers with
  /// full attention.
  static let listedFullLayers: Formula = { model throws(ConfigError) in
    guard let types = try types(model) else {
      return model.layout.full
    }
    return Count(zip(model.layout.mixers, types.elements).count { $0 == .full && $1.equals("full") })
  }

  private static let letterF = UInt8(ascii: "F")

  /// The number of layers with an indexer in GLM-5: those with an F in `index_topk_pattern`, which has a letter F or S
  /// for each layer, else those that `index_topk_freq` and `index_skip_topk_offset` give. Source: `GlmMoeDsaConfig` of
  /// transformers.
  static let periodicLayers: Formula = { model throws(ConfigError) in
    if let pattern = try model.config.text(.indexerPattern) {
      let letters = pattern.content.prefix(model.layout.count)
      guard letters.count == model.layout.count, letters.allSatisfy({ $0 == letterF || $0 == UInt8(ascii: "S") }) else {
        throw .invalid(
          model.config.key(of: .indexerPattern), pattern,
          expected: "F or S for each of the \(model.layout.count) layers")
      }
      return Count(letters.count { $0 == letterF })
    }
    let period = try max(model.config.int(.indexerPeriod) ?? 1, 1)
    let offset = try model.config.int(.indexerOffset) ?? 2
    return Count((0..<model.layout.count).count { max($0 - offset + 1, 0) % period == 0 })
  }

  /// The indexers of block-sparse attention (MiniMax-M3), in the layers with a 1 in `sparse_attention_freq`, else those
  /// named `minimax_m3_sparse` in `layer_types`. All heads of an indexer share one key for each token. Layers with a 0
  /// in `sparse_disable_index_value` also cache a value.
  static let blockSparse = CachedModule(
    parameters: { model throws(ConfigError) in
      let headDim = try model.size(.indexHeadDim)
      return try sparseLayers(model) * (model.hidden * headDim * (model.size(.indexHeads) + 1) + 2 * headDim)
    },
    elementsPerToken: { model throws(ConfigError) in
      try (sparseLayers(model) + layersWithValues(model)) * model.size(.indexHeadDim)
    })

  private static func sparseLayers(_ model: Model) throws(ConfigError) -> Count {
    if let stated = model.config.statedLayers?.indexerCount { return Count(stated) }
    if let marks = try model.config.layerNumbers(.sparseAttentionLayers, layers: model.layout.count, in: 0...1) {
      return Count(marks.count { $0 == 1 })
    }
    let types = try model.config.list(.layerTypes)
    return Count(types?.elements.prefix(model.layout.count).count { $0.equals("minimax_m3_sparse") } ?? 0)
  }

  private static func layersWithValues(_ model: Model) throws(ConfigError) -> Count {
    let count = model.layout.count
    guard let marks = try model.config.layerNumbers(.sparseAttentionLayers, layers: count, in: 0...1),
      let disabled = try model.config.layerNumbers(.disabledIndexValues, layers: count, in: 0...1)
    else { return 0 }
    return Count(zip(marks, disabled).count { $0 == 1 && $1 == 0 })
  }
}
