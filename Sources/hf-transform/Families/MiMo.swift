extension Family {
  /// MiMo.
  static let mimos = [mimo, mimoV2]

  static let mimo = Family(
    "mimo",
    defaults: [.tiedEmbeddings: 0],
    mixers: .slidingFromMaxWindowLayers, attention: .attention(bias: .field(.attentionBias, absent: true)))

  /// Layers with a sliding window can have another number of heads, and have attention sinks. Keys and values differ in
  /// size.
  static let mimoV2 = Family(
    "mimo_v2_flash", "mimo_v2",
    defaults: [
      .hiddenSize: 4096, .layers: 48, .heads: 64, .context: 131_072, .vocabulary: 152_576, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 192, .valueHeadDim: 128,
      .slidingWindow: 129, .experts: 256, .expertsPerToken: 8, .expertSize: 2048, .firstDenseLayers: 1,
    ],
    mixers: .windowLayerPattern,
    attention: .attention(
      bias: .field(.attentionBias), shape: Attention.SizeFields(valueHeadDim: .valueHeadDim)),
    slidingAttention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        // The default of the class is twice the number of layers with full attention.
        try layer.size(.windowKeyValueHeads, or: 2 * KeyValueHeads.grouped(layer))
      }, bias: .field(.attentionBias), hasSinks: true,
      shape: Attention.SizeFields(heads: .windowHeads, headDim: .windowHeadDim, valueHeadDim: .windowValueHeadDim)),
    experts: Experts(.afterDenseLayers, shared: .counted),
    unused: [.chunkSize])
}
