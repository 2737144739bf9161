extension Family {
  /// Dory: residual streams on the unit sphere, and layers that the tokens pass several times.
  static let doryLineage = [dory]

  /// Norms without parameters; learned scales of queries, gates, feed-forwards, residuals and logits in their place.
  static let dory = Family(
    "dory",
    defaults: [
      .hiddenSize: 2560, .layers: 36, .heads: 16, .context: 8192, .vocabulary: 131_072, .intermediateSize: 7168,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 1024, .inputLayers: 8, .outputLayers: 8,
      .loops: 2,
    ],
    mixers: .inPairs(otherwise: .everyNthFull(4)),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), gate: .wholeProjection),
    loop: LoopedLayers.betweenInputAndOutput,
    norms: .rms(outside: 0), embeddings: Embeddings(headBias: .yes),
    additionalParameters: { model throws(ConfigError) in
      try 2 * model.layers * (model.heads * model.headDim + model.size(.intermediateSize))
    })
}
