extension Family {
  /// Models whose layers differ from each other, or hold more than one block of a kind.
  static let compounds = [longCat, mimoV2, laguna, zaya, jetMoE, hrm, nemotronNAS]

  /// Each layer has two attentions, two dense feed-forwards, and experts beside them; some experts are only a shortcut,
  /// which only the router knows.
  static let longCat = Family(
    "longcat_flash",
    defaults: [
      .hiddenSize: 6144, .layers: 28, .heads: 64, .context: 131_072, .vocabulary: 131_072, .intermediateSize: 12288,
      .tiedEmbeddings: 0, .headDim: 64, .valueHeadDim: 128, .keyValueRank: 512, .queryRank: 1536, .ropeHeadDim: 64,
      .noRopeHeadDim: 128, .experts: 512, .expertsPerToken: 12, .expertSize: 2048, .zeroExperts: 256,
    ],
    attention: .doubled(.latent()),
    experts: Experts(
      width: .field(.expertSize),
      additionalParameters: { layer throws(ConfigError) in
        try 6 * layer.hidden * layer.size(.intermediateSize) + layer.hidden * layer.size(.zeroExperts)
      }),
    norms: .rms(perLayer: 4))

  /// Sliding layers have other head counts, and sinks; keys and values differ in size.
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
        // Twice as many as on full layers, as the class has it where no key states them.
        try layer.size(.windowKeyValueHeads, or: 2 * KeyValueHeads.grouped(layer))
      }, bias: .field(.attentionBias), hasSinks: true,
      shape: Attention.SizeFields(heads: .windowHeads, headDim: .windowHeadDim, valueHeadDim: .windowValueHeadDim)),
    experts: Experts(.afterDenseLayers, shared: .counted),
    unused: [.chunkSize])

  /// A gate for each head, or as wide as all of them, and a router bias that is a parameter.
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

  /// Queries and keys run through two short convolutions; a small network is the router; residuals are scaled.
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
        // The router has a row for doing nothing.
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
    })

  /// Queries and attention outputs come from experts as well.
  static let jetMoE = Family(
    "jetmoe",
    defaults: [
      .hiddenSize: 2048, .layers: 12, .heads: 32, .context: 4096, .vocabulary: 32000, .intermediateSize: 5632,
      .tiedEmbeddings: 1, .keyValueHeads: 16, .headDim: 128, .experts: 8, .expertsPerToken: 2,
    ],
    attention: Block(
      kind: .grouped,
      keyValueHeads: KeyValueHeads.grouped,
      parameters: { layer throws(ConfigError) in
        let width = try KeyValueHeads.grouped(layer) * layer.headDim
        let experts = try layer.size(.experts)
        return experts * 2 * layer.hidden * width + 2 * layer.hidden * width + experts * layer.hidden + layer.hidden
      },
      cachedElements: { layer throws(ConfigError) in try 2 * KeyValueHeads.grouped(layer) * layer.headDim }),
    experts: Experts(
      additionalParameters: { layer in layer.hidden },
      extraIdle: { layer throws(ConfigError) in
        let idle = try layer.size(.experts) - layer.size(.expertsPerToken)
        return try idle * 2 * layer.hidden * KeyValueHeads.grouped(layer) * layer.headDim
      }))

  /// Two stacks that the tokens pass several times; each pass has its own cache, and norms have no parameters.
  static let hrm = Family(
    "hrm_text",
    defaults: [
      .hiddenSize: 1536, .layers: 128, .heads: 12, .context: 2048, .vocabulary: 151_808, .intermediateSize: 4096,
      .tiedEmbeddings: 0, .headDim: 128, .stackCycles: 2, .innerCycles: 3,
    ],
    attention: Block(
      kind: .grouped, keyValueHeads: KeyValueHeads.grouped, parameters: { _ in 0 },
      cachedElements: { layer throws(ConfigError) in try 2 * KeyValueHeads.grouped(layer) * layer.headDim }),
    layerFactor: { model throws(ConfigError) in
      // Where no key states the layers of a stack, the stated number is theirs.
      let isWhole = model.config.isDefaulted(.layers) || model.config.sizesFile == .gguf
      if model.config.has(.layersPerStack) || isWhole { return 1 }
      return try model.size(.stackCycles) * (model.size(.innerCycles) + 1)
    },
    feedForward: .countedElsewhere(), norms: .withoutParameters,
    additionalParameters: { model throws(ConfigError) in
      let own = Block.attention(
        bias: .field(.attentionBias), outputBias: .field(.attentionBias), gate: .wholeProjection)
      let gateBias = try (model.heads * model.headDim).when(model.config.flag(.attentionBias) ?? false)
      let layer = try model.largest(own.parameters) + gateBias + model.largest(FeedForward.gated().parameters)
      let cycles = try model.size(.stackCycles) * (model.size(.innerCycles) + 1)
      return try 2 * model.size(.layersPerStack, or: model.layers / cycles) * layer + model.hidden
    })

  static let nemotronNAS = Family(
    "nemotron-nas", "deci",
    defaults: [.tiedEmbeddings: 0],
    mixers: .blockConfigs, attention: .attention(keyValueHeads: BlockConfigs.keyValueHeads),
    feedForward: .countedElsewhere(width: BlockConfigs.width), norms: .rms(perLayer: 0),
    additionalParameters: BlockConfigs.parameters
  )
}
