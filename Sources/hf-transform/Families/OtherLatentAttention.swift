extension Family {
  /// Models of other makers with DeepSeek's latent attention, and models of these makers without it.
  static let otherLatentAttention = [
    dots1, dots3Note, miniCPM3, plm, youtu, sarvamMLA, sarvamMoE, axK1, axK2, longCat, longCatNgram,
  ]

  static let dots1 = Family(
    "dots1",
    defaults: [
      .hiddenSize: 4608, .layers: 62, .heads: 32, .context: 2048, .vocabulary: 152_064, .intermediateSize: 10944,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .slidingWindow: 4096, .useSlidingWindow: 1,
      .maxWindowLayers: 62, .expertSize: 1408,
      .firstDenseLayers: 0,
    ],
    mixers: .slidingFromMaxWindowLayers, attention: queryKeyNormedAttention,
    experts: Experts(.afterDenseLayers, shared: .counted))

  /// Latent attention with a norm of the rotary keys, and a gate of one value for each head. Layers with a sliding
  /// window have fewer heads, and a larger rank of keys and values.
  static let dots3Note = Family(
    "dots3_note_text", "dots3_note",
    defaults: [
      .hiddenSize: 5120, .layers: 46, .heads: 128, .context: 524_288, .vocabulary: 152_064, .intermediateSize: 13824,
      .tiedEmbeddings: 0, .keyValueHeads: 128, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1024,
      .ropeHeadDim: 64, .noRopeHeadDim: 128, .indexHeads: 64, .indexHeadDim: 128, .slidingWindow: 512,
      .windowHeads: 64, .windowQueryRank: 1024, .windowKeyValueRank: 1024, .windowHeadDim: 256,
      .windowNoRopeHeadDim: 192, .windowValueHeadDim: 128, .experts: 256, .expertsPerToken: 8,
      .sharedExperts: 1, .expertSize: 1536, .sharedExpertSize: 1536, .firstDenseLayers: 1,
    ],
    mixers: .layers { layer, _ in layer < 2 || layer % 4 == 1 ? .full : .sliding },
    attention: .latent(additionalParameters: { layer throws(ConfigError) in
      try layer.size(.ropeHeadDim) + layer.heads * layer.hidden
    }),
    slidingAttention: Block(
      kind: .latent, keyValueHeads: KeyValueHeads.field(.windowHeads),
      parameters: { layer throws(ConfigError) in
        let size = try LatentAttention.Dimensions.ofWindow(layer)
        let own = try LatentAttention.parameters(layer, size)
        return own + size.rope + size.heads * layer.hidden
      },
      cachedElements: { layer throws(ConfigError) in
        let size = try LatentAttention.Dimensions.ofWindow(layer)
        return size.rank + size.rope
      }),
    indexers: Indexers.inFullLayers, feedForward: .gated(bias: .no),
    experts: Experts(.afterDenseLayers, shared: .countedWithOwnSize))

  static let miniCPM3 = Family(
    "minicpm3",
    defaults: [
      .hiddenSize: 2560, .layers: 62, .heads: 40, .context: 32768, .vocabulary: 73448, .intermediateSize: 6400,
      .tiedEmbeddings: 1, .keyValueHeads: 40, .headDim: 32, .keyValueRank: 256, .queryRank: 768, .ropeHeadDim: 32,
      .noRopeHeadDim: 64,
    ],
    attention: .latent(valueHeadDim: { layer in layer.hidden / layer.heads }))

  /// Feed-forwards without a gate. Source: the architecture `plm` in llama.cpp.
  static let plm = Family(
    "plm",
    defaults: [.tiedEmbeddings: 1], attention: .latent(), feedForward: .plain(bias: .no))

  static let youtu = Family(
    "youtu",
    defaults: [
      .hiddenSize: 2048, .layers: 32, .heads: 16, .context: 131_072, .vocabulary: 128_256, .intermediateSize: 6144,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 64, .noRopeHeadDim: 128,
    ],
    attention: .latent())

  static let sarvamMLA = Family(
    "sarvam_mla",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 64, .context: 4096, .vocabulary: 262_144, .intermediateSize: 16384,
      .tiedEmbeddings: 0, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 128, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048,
      .firstDenseLayers: 1,
    ],
    attention: .latent(), experts: Experts(.afterDenseLayers, shared: .counted))

  static let sarvamMoE = Family(
    "sarvam_moe",
    defaults: [
      .hiddenSize: 4096, .layers: 19, .heads: 64, .context: 131_072, .vocabulary: 262_144, .intermediateSize: 8192,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 64, .queryKeyNorm: 1, .experts: 128, .expertsPerToken: 6,
      .sharedExperts: 1, .expertSize: 1024, .firstDenseLayers: 1,
    ],
    attention: .attention(bias: .field(.attentionBias), queryKeyNorm: .perHeadIf(.queryKeyNorm)),
    experts: Experts(.afterDenseLayers, shared: .counted))

  /// A norm after each mixture of experts.
  static let axK1 = Family(
    "axk1",
    defaults: [
      .hiddenSize: 7168, .layers: 61, .heads: 64, .context: 32768, .vocabulary: 163_840, .intermediateSize: 18432,
      .tiedEmbeddings: 0, .keyValueHeads: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536,
      .ropeHeadDim: 64, .noRopeHeadDim: 128, .experts: 192, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 2048,
      .firstDenseLayers: 1,
    ],
    attention: .latent(),
    experts: Experts(.afterDenseLayers, shared: .counted, additionalParameters: { layer in layer.hidden }))

  /// One projection makes the queries and an output gate. Its input is the low-rank query before and after its norm,
  /// side by side. The norm before attention has a low-rank gate, and so has the norm before a mixture of experts.
  static let axK2 = Family(
    "axk2",
    defaults: [
      .hiddenSize: 2048, .layers: 48, .heads: 32, .context: 131_072, .vocabulary: 163_840, .intermediateSize: 5120,
      .tiedEmbeddings: 0, .keyValueHeads: 32, .valueHeadDim: 64, .keyValueRank: 128, .queryRank: 384,
      .ropeHeadDim: 32, .noRopeHeadDim: 64, .indexHeads: 16, .indexHeadDim: 128, .normRank: 16, .experts: 128,
      .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 512, .firstDenseLayers: 1,
    ],
    attention: .latent(additionalParameters: { layer throws(ConfigError) in
      let keyHeadDim = try layer.size(.noRopeHeadDim) + layer.size(.ropeHeadDim)
      return try layer.size(.queryRank) * layer.heads * (keyHeadDim + 2 * layer.size(.valueHeadDim))
    }),
    indexers: Indexers.inEveryLayer,
    experts: Experts(.afterDenseLayers, shared: .counted),
    additionalParameters: { model throws(ConfigError) in
      try (model.layers + model.layout.sparse) * 2 * model.size(.normRank) * model.hidden
    })

  /// Each layer is two blocks of attention and a dense feed-forward, one after the other. One mixture of experts runs
  /// parallel to them, from the first attention to the end of the layer. Some experts have no weights
  /// (`zero_expert_num`): the router can choose them, and they pass the token on.
  static let longCat = twoAttentions("longcat_flash", additionalParameters: nil)

  /// ``longCat`` with embeddings of token sequences.
  static let longCatNgram = twoAttentions("longcat_flash_ngram", additionalParameters: SequenceEmbeddings.tables)

  private static func twoAttentions(_ name: StaticString, additionalParameters: Formula?) -> Family {
    Family(
      name,
      defaults: [
        .hiddenSize: 6144, .layers: 28, .heads: 64, .context: 131_072, .vocabulary: 131_072, .intermediateSize: 12288,
        .tiedEmbeddings: 0, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536, .ropeHeadDim: 64,
        .noRopeHeadDim: 128, .experts: 512, .expertsPerToken: 12, .expertSize: 2048, .zeroExperts: 256,
      ],
      // The class sets `num_hidden_layers` to the number of attentions, and saves it with `num_layers`.
      attention: .doubled(.latent()), keyOfPairs: "num_hidden_layers",
      experts: Experts(
        width: .field(.expertSize),
        additionalParameters: { layer throws(ConfigError) in
          try 6 * layer.hidden * layer.size(.intermediateSize) + layer.hidden * layer.size(.zeroExperts)
        }),
      norms: .rms(perLayer: 4), additionalParameters: additionalParameters)
  }
}
