extension Family {
  /// Mixtures of experts of makers that have only one family here.
  static let otherMixtures = [
    grok, arctic, skywork, afMoE, solarOpen, mellum, ariaText, smallThinker, jetMoE, laguna, zaya, yuan, flint, beam,
    laraMini, kolibri,
  ]

  static let grok = Family(
    "grok-1", "grok",
    defaults: [.tiedEmbeddings: 1],
    experts: Experts(), norms: .rms(perLayer: 4))

  /// A dense feed-forward as wide as the residual stream, and its norm, run in parallel with the experts. Source:
  /// `ArcticDecoderLayer` (`residual_layernorm`, `residual_mlp`) in Snowflake's modeling_arctic.py.
  static let arctic = Family(
    "arctic",
    defaults: [.tiedEmbeddings: 0],
    experts: Experts(
      .everyStep(2),
      additionalParameters: { layer throws(ConfigError) in 3 * layer.hidden * layer.hidden + layer.hidden }))

  /// Llama's layers. Dense models and mixtures of experts have this `model_type`.
  static let skywork = Family(
    "skywork",
    defaults: [.tiedEmbeddings: 0],
    experts: Experts())

  /// An output gate in attention, norms before and after attention and feed-forward, and a router bias that is a
  /// parameter.
  static let afMoE = Family(
    "afmoe",
    defaults: [
      .hiddenSize: 2048, .layers: 32, .heads: 16, .context: 16384, .vocabulary: 200_192, .intermediateSize: 6144,
      .tiedEmbeddings: 0, .headDim: 128, .slidingWindow: 1024, .windowPattern: 4, .experts: 64, .expertsPerToken: 6,
      .sharedExperts: 2, .expertSize: 1408, .firstDenseLayers: 1,
    ],
    mixers: .everyNthFull(4),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .wholeProjection),
    experts: Experts(.afterDenseLayers, shared: .counted, routerBias: .yes), norms: .rms(perLayer: 4))

  static let solarOpen = Family(
    "solar_open",
    defaults: [
      .hiddenSize: 4096, .layers: 48, .heads: 64, .context: 131_072, .vocabulary: 196_608, .tiedEmbeddings: 0,
      .keyValueHeads: 8, .headDim: 128, .experts: 128, .expertsPerToken: 8, .sharedExperts: 1, .expertSize: 1280,
    ],
    attention: .attention(bias: .field(.attentionBias)), feedForward: .gated(bias: .no),
    experts: Experts(.afterDenseLayers, shared: .counted))

  static let mellum = Family(
    "mellum",
    defaults: [
      .hiddenSize: 2304, .layers: 28, .heads: 32, .context: 131_072, .vocabulary: 98304, .intermediateSize: 7168,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 128, .slidingWindow: 1024, .experts: 64, .expertsPerToken: 8,
      .expertSize: 896,
    ],
    attention: queryKeyNormedAttention, experts: Experts(), unused: [.slidingWindow])

  static let ariaText = Family(
    "aria_text",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 4096,
      .tiedEmbeddings: 0, .experts: 8, .expertsPerToken: 2, .sharedExperts: 2,
    ],
    attention: attentionWithOptionalBias,
    experts: Experts(shared: .counted, sharedBias: .field(.feedForwardBias)))

  static let smallThinker = Family(
    "smallthinker",
    defaults: [.tiedEmbeddings: 0],
    mixers: .byKeysOfConfig, experts: Experts(.afterDenseLayers))

  /// Queries and attention outputs come from experts as well.
  static let jetMoE = Family(
    "jetmoe",
    defaults: [
      .hiddenSize: 2048, .layers: 12, .heads: 32, .context: 4096, .vocabulary: 32000, .intermediateSize: 5632,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .headDim: 128, .experts: 8, .expertsPerToken: 2,
    ],
    attention: .grouped { layer throws(ConfigError) in
      let width = try KeyValueHeads.grouped(layer) * layer.headDim
      let experts = try layer.size(.experts)
      return experts * 2 * layer.hidden * width + 2 * layer.hidden * width + experts * layer.hidden + layer.hidden
    },
    experts: Experts(
      additionalParameters: { layer in layer.hidden },
      extraIdle: { layer throws(ConfigError) in
        let idle = try layer.size(.experts) - layer.size(.expertsPerToken)
        return try idle * 2 * layer.hidden * KeyValueHeads.grouped(layer) * layer.headDim
      }))

  /// A gate with one value per head or one per channel (``Attention/OutputGate/named``), and a router bias that is a
  /// parameter.
  static let laguna = Family(
    "laguna",
    defaults: [
      .hiddenSize: 2048, .layers: 40, .heads: 48, .context: 131_072, .vocabulary: 100_352, .intermediateSize: 8192,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .attentionGate: 1, .slidingWindow: 512, .experts: 256,
      .expertsPerToken: 8, .expertSize: 512, .sharedExpertSize: 512, .firstDenseLayers: 1,
    ],
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias), queryKeyNorm: .perHead, gate: .named),
    experts: Experts(.afterDenseLayers, shared: .one(), routerBias: .yes), unused: [.slidingWindow])

  /// Queries and keys pass two short convolutions; half of the values come from the token before. The router is a small
  /// network, and residuals have learned scales.
  static let zaya = Family(
    "zaya",
    defaults: [
      .hiddenSize: 2048, .layers: 40, .heads: 8, .context: 131_072, .vocabulary: 262_272, .tiedEmbeddings: 1,
      .keyValueHeads: 2, .headDim: 128, .experts: 16, .expertsPerToken: 1, .expertSize: 2048, .routerSize: 256,
      .firstKernel: 2, .secondKernel: 2,
    ],
    mixers: .named([("hybrid", .full, .dense), ("hybrid_sliding", .sliding, .dense)]),
    attention: .attention(
      bias: .field(.attentionBias), outputBias: .field(.attentionBias),
      state: { layer throws(ConfigError) in
        let columns = try layer.size(.firstKernel) + layer.size(.secondKernel) - 2
        let keys = try KeyValueHeads.grouped(layer) * layer.headDim
        return (layer.heads * layer.headDim + keys) * columns + keys / 2
      }),
    experts: Experts(
      replacesRouter: true,
      additionalParameters: { layer throws(ConfigError) in
        // The router can also choose to skip the experts, which takes one more row.
        let size = try layer.size(.routerSize)
        let router = layer.hidden * size + size + size + 2 * (size * size + size)
        return try router + (layer.size(.experts) + 1) * size
      }),
    embeddings: Embeddings(headBias: .field(.headBias)),
    additionalParameters: { model throws(ConfigError) in
      let width = (model.heads + model.keyValueHeads) * model.headDim
      let depthwise = try width * model.size(.firstKernel) + width
      let grouped = try width * model.headDim * model.size(.secondKernel) + width
      let convolutions = depthwise + grouped + model.keyValueHeads
      let scales = try model.layers * 8 * model.hidden + (model.layers - 1) * model.size(.routerSize)
      return model.layers * convolutions + scales + 2 * model.hidden
    }, unused: [.slidingWindow])

  /// The input of queries and keys passes two convolutions, each over two tokens (localized filtering). The router is
  /// an attention over the experts. Source: the classes in the models' repositories, and those in the vLLM of the
  /// maker, IEIT.
  static let yuan = Family(
    "yuan",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 32, .context: 8192, .vocabulary: 135_040, .intermediateSize: 8192,
      .tiedEmbeddings: 1,
    ],
    attention: .attention(
      keyValueHeads: KeyValueHeads.asHeads, state: { layer in layer.hidden + layer.hidden / 2 }),
    experts: Experts(
      replacesRouter: true,
      additionalParameters: { layer throws(ConfigError) in try 3 * layer.hidden * layer.size(.experts) }),
    headDim: { layer throws(ConfigError) in try layer.size(.projectionSize, or: layer.hidden) / layer.heads },
    additionalParameters: { model in
      let half = model.hidden / 2
      return model.layers * (4 * model.hidden * half + half + 2 * model.hidden)
    }, unused: [.headDim])

  /// Attention sinks. The first two layers, every fourth layer after the second and the last layer use full attention.
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
    experts: Experts(.everyStep(1, dense: 2), dense: .ifZero, shared: .one()))

  /// An output gate with one value per channel and one bias per head; norms before and after attention and
  /// feed-forward.
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

  /// Of each five layers, two have a gated delta net, two a sliding window, and one full attention.
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
