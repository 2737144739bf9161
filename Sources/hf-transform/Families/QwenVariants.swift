extension Family {
  /// Mixtures with Qwen 3's attention, some layers of it sliding.
  static let qwenVariants = [flint, beam, laraMini, kolibri]

  /// Sinks; full attention in the first two layers, in every fourth and in the last.
  static let flint = Family(
    "flint",
    defaults: [
      .hiddenSize: 2048, .layers: 49, .heads: 32, .context: 262_144, .vocabulary: 150_144, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 128, .slidingWindow: 513, .experts: 256, .expertsPerToken: 6,
      .expertSize: 512, .sharedExpertSize: 1024, .expertLayerStep: 1,
    ],
    mixers: .layers { layer, count in
      layer < 2 || layer % 4 == 1 || layer == count - 1 ? .full : .sliding
    },
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, hasSinks: true),
    experts: Experts(.everyStep(1, dense: 2), shared: .one()))

  /// A gate with a bias for each head; norms before and after attention and feed-forward.
  static let beam = Family(
    "beam",
    defaults: [
      .hiddenSize: 5120, .layers: 52, .heads: 48, .context: 8192, .vocabulary: 151_936, .intermediateSize: 20480,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .slidingWindow: 512, .experts: 256, .expertsPerToken: 8,
      .expertSize: 2560, .firstDenseLayers: 3,
    ],
    mixers: .layers { layer, count in (layer + 1) % 6 == 0 || layer == count - 1 ? .full : .sliding },
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .wholeProjection),
    experts: Experts(.afterDenseLayers), norms: .rms(perLayer: 4),
    additionalParameters: { model in model.layers * model.heads })

  /// Gated delta net, sliding and full attention by turns.
  static let laraMini = Family(
    "lara_mini",
    defaults: [
      .hiddenSize: 1024, .layers: 34, .heads: 16, .context: 131_072, .vocabulary: 151_936, .tiedEmbeddings: 1,
      .keyValueHeads: 4, .headDim: 128, .slidingWindow: 512, .experts: 128, .expertsPerToken: 4, .expertSize: 512,
      .sharedExpertSize: 512, .linearKeyHeads: 8, .linearValueHeads: 16, .linearKeyHeadDim: 128,
      .linearValueHeadDim: 128, .linearKernel: 4,
    ],
    mixers: .pattern([.recurrent, .sliding, .recurrent, .full, .sliding]), attention: queryKeyNormedAttention,
    recurrent: LinearAttention.gatedDeltaNet, experts: Experts(shared: .one()))

  static let kolibri = Family(
    "kolibri1",
    defaults: [
      .hiddenSize: 2560, .layers: 50, .heads: 48, .context: 262_144, .vocabulary: 128_000, .tiedEmbeddings: 0,
      .keyValueHeads: 4, .headDim: 128, .slidingWindow: 513, .experts: 384, .expertsPerToken: 6, .expertSize: 512,
      .sharedExpertSize: 512,
    ],
    mixers: .everyNthFull(5), attention: .attention(queryKeyNorm: .perHead),
    experts: Experts(shared: .one()), norms: .rms(perLayer: 4))
}
