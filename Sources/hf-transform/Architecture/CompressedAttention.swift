import JSON

/// DeepSeek-V4's attention: low-rank queries and outputs, one key/value vector a token for all heads, and on most layers
/// a compressor that keeps the long range.
///
/// Source: `DeepseekV4Attention` and its compressors in transformers.
enum CompressedAttention {
  /// One layer, without its compressor.
  static let parameters: Formula = { model throws(ConfigFault) in
    let rank = try model.size(.queryRank)
    let width = model.heads * model.headDim
    let groups = try model.size(.outputGroups, or: 1)
    let inner = try groups * model.size(.outputRank)
    let query = model.hidden * rank + rank + rank * width
    return query + model.hidden * model.headDim + model.headDim + inner * width / groups + inner * model.hidden
      + model.heads
  }

  /// The compressors of all layers: light ones that keep one in `compress_ratios`, and those with an indexer.
  static let compressors: Formula = { model throws(ConfigFault) in
    let (heavy, sparse) = try layers(model)
    let headDim = model.headDim
    let index = try model.size(.indexHeadDim)
    let heads = try model.size(.indexHeads)
    let indexer =
      try 4 * 2 * index + 4 * model.hidden * index + index + heads * index * model.size(.queryRank)
      + heads * model.hidden
    let sparseLayer = 4 * 2 * headDim + 4 * headDim * model.hidden + headDim + indexer
    let heavyLayer = 128 * headDim + 2 * headDim * model.hidden + headDim
    return heavy * heavyLayer + sparse * sparseLayer
  }

  /// How many layers compress heavily (1 in 128), and how many sparsely (1 in 4).
  private static func layers(_ model: Model) throws(ConfigFault) -> (heavy: Count, sparse: Count) {
    if let ratios = try model.config.layerNumbers(.compressRatios, layers: model.plan.count, in: 0...1 << 16) {
      let ratios = ratios.elements.prefix(model.plan.count)
      return (Count(ratios.count { $0.int == 128 }), Count(ratios.count { $0.int == 4 }))
    }
    guard let types = try model.config.list(.layerTypes) else {
      // As the config class fills the list: three heavy ones, then by turns, sparse first.
      let sparse = max(model.plan.count - 2, 0) / 2
      return (Count(model.plan.count - sparse), Count(sparse))
    }
    return (
      Count(types.elements.count { $0.equals("heavily_compressed_attention") }),
      Count(types.elements.count { $0.equals("compressed_sparse_attention") })
    )
  }
}

/// Several residual streams with learned connections between them.
enum HyperConnections {
  /// Two sets of connections a layer, and one that joins the streams at the end.
  static let parameters: Formula = { model throws(ConfigFault) in try parameters(model, mixesStreams: true) }

  /// Two sets of connections a layer, and one that joins the streams at the end.
  ///
  /// - Parameter mixesStreams: whether the streams are mixed with each other as well as read and written.
  static func parameters(_ model: Model, mixesStreams: Bool) throws(ConfigFault) -> Count {
    let streams = try model.size(.hyperConnections, or: 4)
    let outputs = 2 * streams + (streams * streams).when(mixesStreams)
    let connection = outputs * streams * model.hidden + outputs + (mixesStreams ? 3 : 2)
    return 2 * model.layers * connection + streams * streams * model.hidden + streams + 1
  }
}
