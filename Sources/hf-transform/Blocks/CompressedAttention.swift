import JSON

/// DeepSeek-V4's attention: low-rank queries and outputs, one key/value vector per token for all heads, and on most
/// layers a compressor of older tokens.
///
/// Source: `DeepseekV4Attention` and its compressors in transformers.
enum CompressedAttention {
  /// Parameters of one layer, without its compressor and indexer.
  static let parameters: LayerFormula = { layer throws(ConfigError) in
    let rank = try layer.size(.queryRank)
    let width = layer.heads * layer.headDim
    let groups = try layer.size(.outputGroups, or: 1)
    let inner = try groups * layer.size(.outputRank)
    let query = layer.hidden * rank + rank + rank * width
    return query + layer.hidden * layer.headDim + layer.headDim + inner * width / groups + inner * layer.hidden
      + layer.heads
  }

  /// The layers that compress by the same ratio.
  private struct Compression {
    /// How many tokens become one entry.
    let ratio: Int
    /// The number of layers.
    let layers: Int
    /// Whether an indexer, which caches a key for each entry, selects the entries to attend to.
    let isIndexed: Bool
  }

  /// The compressors of all layers. In layers with an indexer an entry is made of two adjacent groups of tokens, so the
  /// projections are twice as wide.
  static let compressors = CachedModule(
    parameters: { model throws(ConfigError) in
      var total: Count = 0
      for compression in try compressions(model) {
        let (layers, ratio) = (Count(compression.layers), Count(compression.ratio))
        let width = compression.isIndexed ? 2 * model.headDim : model.headDim
        total += layers * (ratio * width + 2 * model.hidden * width + model.headDim)
      }
      return total
    },
    elementsPerToken: { model throws(ConfigError) in
      var kept = try compressions(model)
      if let sources = try sources(.cacheSourceLayers, model) { kept = sources }
      return entries(of: kept, width: model.headDim)
    })

  /// The indexers of all layers, each with a smaller compressor for its keys.
  static let indexers = CachedModule(
    parameters: { model throws(ConfigError) in
      let (headDim, heads) = try (model.size(.indexHeadDim), model.size(.indexHeads))
      let queries = try heads * headDim * model.size(.queryRank) + heads * model.hidden
      var total: Count = 0
      for compression in try compressions(model) where compression.isIndexed {
        let ratio = Count(compression.ratio)
        total += Count(compression.layers) * (queries + (ratio + 2 * model.hidden) * 2 * headDim + headDim)
      }
      return total
    },
    elementsPerToken: { model throws(ConfigError) in
      var kept = try compressions(model).filter(\.isIndexed)
      if let sources = try sources(.indexSourceLayers, model) { kept = sources }
      return try entries(of: kept, width: model.size(.indexHeadDim))
    })

  /// Elements per token of compressed entries that have `width` elements. A token adds a fraction of an entry to each
  /// layer; the sum over the layers is rounded up.
  private static func entries(of compressions: [Compression], width: Count) -> Count {
    let sum = compressions.reduce(0) { $0 + Double($1.layers) * Double(width.value) / Double($1.ratio) }
    // Errors of floating-point arithmetic can make the sum slightly larger than an integer.
    let rounded = (sum - 1e-6).rounded(.up)
    return Count(Int(saturating: max(rounded, 0)))
  }

  /// The layers that cache entries, by a list of their indices; other layers use the entries of these (DeepSeek-V4.1).
  /// It is nil without such a list or without `compress_ratios`.
  private static func sources(_ field: ConfigField, _ model: Model) throws(ConfigError) -> [Compression]? {
    guard let list = try model.config.list(field), let ratios = try ratios(model) else { return nil }
    var sources: [Compression] = []
    for element in list.elements {
      let layer = try model.config.integer(element, of: field)
      if layer < ratios.count, ratios[layer] > 0 {
        sources.append(Compression(ratio: ratios[layer], layers: 1, isIndexed: true))
      }
    }
    return sources
  }

  /// The ratio of each layer by `compress_ratios`, 0 without compression; nil without the key. Items after the last
  /// layer are those of multi-token-prediction layers, and are ignored.
  private static func ratios(_ model: Model) throws(ConfigError) -> [Int]? {
    try model.config.layerNumbers(.compressRatios, layers: model.layout.count, in: 0...1 << 16)
  }

  /// The layers by ratio: from `compress_ratios`, else from `layer_types`, else by the default of the config class.
  private static func compressions(_ model: Model) throws(ConfigError) -> [Compression] {
    let light = try model.config.int(.sparseCompressRatio) ?? 4
    let heavy = try model.config.int(.heavyCompressRatio) ?? 128
    if let ratios = try ratios(model) {
      var compressions: [Compression] = []
      for ratio in ratios where ratio > 0 && !compressions.contains(where: { $0.ratio == ratio }) {
        compressions.append(
          Compression(ratio: ratio, layers: ratios.count { $0 == ratio }, isIndexed: ratio == light))
      }
      return compressions
    }
    // The default of the config class: two layers with the high ratio, then layers with the high and the low ratio by
    // turns.
    var layers = (light: max(model.layout.count - 2, 0) / 2, heavy: 0)
    layers.heavy = model.layout.count - layers.light
    if let types = try model.config.list(.layerTypes)?.elements.prefix(model.layout.count) {
      layers = (
        types.count { $0.equals("compressed_sparse_attention") },
        types.count { $0.equals("heavily_compressed_attention") }
      )
    }
    return [
      Compression(ratio: light, layers: layers.light, isIndexed: true),
      Compression(ratio: heavy, layers: layers.heavy, isIndexed: false),
    ]
  }
}

/// Several residual streams with learned connections between them.
enum HyperConnections {
  /// Parameters of two sets of connections in each layer, which also mix the streams, and one that joins the streams at
  /// the end.
  static let parameters: Formula = { model throws(ConfigError) in try parameters(model, mixesStreams: true) }

  /// Parameters of two sets of connections in each layer, which also mix the streams, without a set at the end.
  static let inLayers: Formula = { model throws(ConfigError) in
    try 2 * model.layers * connection(model, mixesStreams: true)
  }

  /// Parameters of two sets of connections in each layer and one at the end, with weights of low rank (Qwen 4). Each
  /// set has a norm of all streams and two projections, to the rank `hc_lowrank` and back. The sets in the layers also
  /// have a projection that weighs what is added to each stream.
  static let lowRankParameters: Formula = { model throws(ConfigError) in
    let streams = try model.size(.hyperConnections, or: 4)
    let width = streams * model.hidden
    let mixing = try width + 2 * width * model.size(.hyperConnectionRank)
    return 2 * model.layers * (mixing + width * streams) + mixing
  }

  /// Parameters of two sets of connections in each layer, and one that joins the streams at the end.
  ///
  /// - Parameter mixesStreams: whether the connections also mix the streams.
  static func parameters(_ model: Model, mixesStreams: Bool) throws(ConfigError) -> Count {
    let streams = try model.size(.hyperConnections, or: 4)
    let inLayers = try 2 * model.layers * connection(model, mixesStreams: mixesStreams)
    return inLayers + streams * streams * model.hidden + streams + 1
  }

  private static func connection(_ model: Model, mixesStreams: Bool) throws(ConfigError) -> Count {
    let streams = try model.size(.hyperConnections, or: 4)
    let outputs = 2 * streams + (streams * streams).when(mixesStreams)
    return outputs * streams * model.hidden + outputs + (mixesStreams ? 3 : 2)
  }
}
