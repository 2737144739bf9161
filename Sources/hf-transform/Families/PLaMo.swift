extension Family {
  /// PLaMo of Preferred Networks.
  static let plamos = [plamo, plamo2, plamo3]

  /// Attention and feed-forward in parallel, after one norm. `n_shared_head` query heads share a key/value head;
  /// `num_key_value_heads` has no effect. Source: `modeling_plamo.py` of PLaMo-13B.
  static let plamo = Family(
    "plamo",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 13312,
      .tiedEmbeddings: 0, .queryGroupSize: 8,
    ],
    attention: .attention(
      keyValueHeads: { layer throws(ConfigError) in
        // A GGUF header states the number of key/value heads.
        if layer.sizesFile == .gguf { return try KeyValueHeads.grouped(layer) }
        let group = try layer.size(.queryGroupSize)
        return (layer.heads + group - 1) / group
      }),
    norms: .rms(perLayer: 1), unused: [.keyValueHeads])

  /// Mamba and attention by turns, with norms before and after each of a layer's two parts. Source: `modeling_plamo.py`
  /// of PLaMo 2, and its llama.cpp implementation.
  static let plamo2 = Family(
    "plamo2",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 13312,
      .tiedEmbeddings: 1, .keyValueHeads: 4, .headDim: 128, .slidingWindow: 2048, .stateSize: 64,
      .convolutionKernel: 4, .mambaHeads: 64,
    ],
    mixers: .middleOfPeriodAttends(2), attention: .attention(queryKeyNorm: .wholeProjection),
    recurrent: StateSpace.mambaWithHeads, norms: .rms(perLayer: 4))

  /// Norms before and after each of a layer's two parts; a sliding window in seven of eight layers. Source: the
  /// architecture `plamo3` in llama.cpp.
  static let plamo3 = Family(
    "plamo3",
    defaults: [.tiedEmbeddings: 1],
    mixers: .everyNthFull(8), attention: .attention(queryKeyNorm: .perHead), norms: .rms(perLayer: 4))
}
