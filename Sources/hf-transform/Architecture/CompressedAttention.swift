import JSON

/// DeepSeek-V4's attention: low-rank queries and outputs, one key/value vector a token for all heads, and on most
/// layers a compressor that keeps the long range.
///
/// Source: `DeepseekV4Attention` and its compressors in transformers.
enum CompressedAttention {
  /// One layer, without its compressor.
  static let parameters: LayerFormula = { layer throws(ConfigFault) in
    let rank = try layer.size(.queryRank)
    let width = layer.heads * layer.headDim
    let groups = try layer.size(.outputGroups, or: 1)
    let inner = try groups * layer.size(.outputRank)
    let query = layer.hidden * rank + rank + rank * width
    return query + layer.hidden * layer.headDim + layer.headDim + inner * width / groups + inner * layer.hidden
      + layer.heads
  }

  /// Layers that keep one entry for this many tokens.
  private struct Compression {
    let ratio: Int
    let layers: Int
    /// Whether an indexer picks among the entries, and keeps a key for each.
    let isIndexed: Bool
  }

  /// The compressors of all layers. The light ones, with an indexer, overlap: their projections are twice as wide.
  static let compressors = AuxiliaryCache(
    parameters: { model throws(ConfigFault) in
      var total: Count = 0
      for compression in try compressions(model) {
        let (layers, ratio) = (Count(compression.layers), Count(compression.ratio))
        let width = compression.isIndexed ? 2 * model.headDim : model.headDim
        total += layers * (ratio * width + 2 * model.hidden * width + model.headDim)
      }
      return total
    },
    elementsPerToken: { model throws(ConfigFault) in
      var kept = try compressions(model)
      if let sources = try sources(.cacheSourceLayers, model) { kept = sources }
      return entries(of: kept, width: model.headDim)
    })

  /// The indexers over compressed entries.
  static let indexers = AuxiliaryCache(
    parameters: { model throws(ConfigFault) in
      let (headDim, heads) = try (model.size(.indexHeadDim), model.size(.indexHeads))
      let queries = try heads * headDim * model.size(.queryRank) + heads * model.hidden
      var total: Count = 0
      for compression in try compressions(model) where compression.isIndexed {
        let ratio = Count(compression.ratio)
        total += Count(compression.layers) * (queries + (ratio + 2 * model.hidden) * 2 * headDim + headDim)
      }
      return total
    },
    elementsPerToken: { model throws(ConfigFault) in
      var kept = try compressions(model).filter(\.isIndexed)
      if let sources = try sources(.indexSourceLayers, model) { kept = sources }
      return try entries(of: kept, width: model.size(.indexHeadDim))
    })

  /// Elements that a token adds to entries of a width: a part of one for each layer, rounded up once over the sum.
  private static func entries(of compressions: [Compression], width: Count) -> Count {
    let sum = compressions.reduce(0) { $0 + Double($1.layers) * Double(width.value) / Double($1.ratio) }
    // The sum of fractions may miss a whole number by the last bits of a Double.
    let rounded = (sum - 1e-6).rounded(.up)
    return Count(Int(saturating: max(rounded, 0)))
  }

  /// The layers of a list of indices that keep entries for others as well (DeepSeek-V4.1), with their ratios; nil
  /// without such a list.
  private static func sources(_ field: Field, _ model: Model) throws(ConfigFault) -> [Compression]? {
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

  /// Each layer's ratio as `compress_ratios` states it; entries after the last layer are of multi-token-prediction
  /// layers.
  private static func ratios(_ model: Model) throws(ConfigFault) -> [Int]? {
    try model.config.layerNumbers(.compressRatios, layers: model.plan.count, in: 0...1 << 16)
  }

  private static func compressions(_ model: Model) throws(ConfigFault) -> [Compression] {
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
    // As the config class fills the list: two heavy ones, then by turns, heavy first.
    var layers = (light: max(model.plan.count - 2, 0) / 2, heavy: 0)
    layers.heavy = model.plan.count - layers.light
    if let types = try model.config.list(.layerTypes)?.elements.prefix(model.plan.count) {
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
  /// Two sets of connections a layer, and one that joins the streams at the end.
  static let parameters: Formula = { model throws(ConfigFault) in try parameters(model, mixesStreams: true) }

  /// Two sets of connections a layer that mix the streams too, and nothing at the end.
  static let inLayers: Formula = { model throws(ConfigFault) in
    try 2 * model.layers * connection(model, mixesStreams: true)
  }

  /// Two sets of connections a layer and one at the end, whose weights are of low rank (Qwen 4): a norm of all streams,
  /// a detour through `hc_lowrank`, and, but at the end, a projection that writes to each stream.
  static let lowRankParameters: Formula = { model throws(ConfigFault) in
    let streams = try model.size(.hyperConnections, or: 4)
    let width = streams * model.hidden
    let mixing = try width + 2 * width * model.size(.hyperConnectionRank)
    return 2 * model.layers * (mixing + width * streams) + mixing
  }

  /// Two sets of connections a layer, and one that joins the streams at the end.
  ///
  /// - Parameter mixesStreams: whether the streams are mixed with each other as well as read and written.
  static func parameters(_ model: Model, mixesStreams: Bool) throws(ConfigFault) -> Count {
    let streams = try model.size(.hyperConnections, or: 4)
    let inLayers = try 2 * model.layers * connection(model, mixesStreams: mixesStreams)
    return inLayers + streams * streams * model.hidden + streams + 1
  }

  private static func connection(_ model: Model, mixesStreams: Bool) throws(ConfigFault) -> Count {
    let streams = try model.size(.hyperConnections, or: 4)
    let outputs = 2 * streams + (streams * streams).when(mixesStreams)
    return outputs * streams * model.hidden + outputs + (mixesStreams ? 3 : 2)
  }
}
