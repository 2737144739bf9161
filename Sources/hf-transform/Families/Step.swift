extension Family {
  /// StepFun's Step.
  static let steps = [step3, step35]

  /// The query projection is of low rank and has a norm; by default all query heads share one key/value head
  /// (multi-matrix factorization attention). Source: `step3_text.py` of vLLM.
  static let step3 = Family(
    "step3_text", "step3_vl", "step3",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 64, .context: 65536, .vocabulary: 128_815, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 1, .headDim: 256, .queryRank: 2048, .experts: 48, .expertsPerToken: 3,
      .expertSize: 5120, .sharedExpertSize: 5120,
    ],
    attention: .grouped { layer throws(ConfigError) in
      let (width, rank) = try (layer.heads * layer.headDim, layer.size(.queryRank))
      let queries = layer.hidden * rank + rank + rank * width
      return try queries + layer.hidden * (2 * KeyValueHeads.grouped(layer) * layer.headDim + width)
    },
    experts: Experts(.listed, shared: .one()))

  /// An output gate for each head. Layers with a sliding window can have another number of heads.
  static let step35 = Family(
    "step3p5", "step3p7",
    defaults: [
      .hiddenSize: 4096, .layers: 45, .heads: 64, .context: 128_000, .vocabulary: 128_815, .intermediateSize: 11264,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .experts: 288, .expertsPerToken: 8, .expertSize: 1280,
      .sharedExpertSize: 1280, .firstDenseLayers: 3,
    ],
    attention: stepAttention(heads: nil),
    slidingAttention: stepAttention(heads: .windowHeads),
    experts: Experts(.listed, shared: .one(), sharedBias: .field(.feedForwardBias)),
    unused: [.attentionGate])

  /// The attention of ``step35``.
  ///
  /// - Parameter heads: the field with the number of query heads in layers with a sliding window; nil for the other
  ///   layers.
  private static func stepAttention(heads: ConfigField?) -> Block {
    .attention(
      keyValueHeads: heads == nil ? KeyValueHeads.grouped : KeyValueHeads.field(.windowKeyValueHeads),
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .perHead,
      shape: Attention.SizeFields(heads: heads, headDim: heads == nil ? nil : .windowHeadDim))
  }
}
