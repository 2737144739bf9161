extension Family {
  /// Models with layers that every token passes several times. Inkling 2 with loops is in Inkling.swift.
  static let looped = [dory, hrm, ouro, mobileLLM]

  /// Norms have no parameters. Learned scales of queries, gates, feed-forwards, residuals and logits take their place.
  static let dory = Family(
    "dory",
    defaults: [
      .hiddenSize: 2560, .layers: 36, .heads: 16, .context: 8192, .vocabulary: 131_072, .intermediateSize: 7168,
      .tiedEmbeddings: 0, .keyValueHeads: 4, .headDim: 256, .slidingWindow: 1024, .inputLayers: 8, .outputLayers: 8,
      .loops: 2,
    ],
    mixers: .inPairs(otherwise: .everyNthFull(4)),
    attention: gatedAttention, loop: LoopedLayers.betweenInputAndOutput,
    norms: .rms(outside: 0), embeddings: Embeddings(headBias: .yes),
    additionalParameters: { model throws(ConfigError) in
      try 2 * model.layers * (model.heads * model.headDim + model.size(.intermediateSize))
    })

  /// Two stacks of layers, which every token passes several times. Each pass has a separate cache. Norms have no
  /// parameters.
  static let hrm = Family(
    "hrm_text",
    defaults: [
      .hiddenSize: 1536, .layers: 128, .heads: 12, .context: 2048, .vocabulary: 151_808, .intermediateSize: 4096,
      .tiedEmbeddings: 0, .headDim: 128, .stackCycles: 2, .innerCycles: 3,
    ],
    attention: .grouped { _ in 0 },
    layerFactor: { model throws(ConfigError) in
      // The number of layers that config.json states is that of one stack, unless `num_layers_per_stack` states it. The
      // class default and the number in a GGUF header are those of all passes.
      let isWhole = model.config.isDefaulted(.layers) || model.config.sizesFile == .gguf
      if model.config.has(.layersPerStack) || isWhole { return 1 }
      return try model.size(.stackCycles) * (model.size(.innerCycles) + 1)
    },
    feedForward: .countedElsewhere(), norms: .withoutParameters,
    additionalParameters: { model throws(ConfigError) in
      let gateBias = try (model.heads * model.headDim).when(model.config.flag(.attentionBias) ?? false)
      let attention = try model.largest(gatedAttention.parameters) + gateBias
      let layer = try attention + model.largest(FeedForward.gated().parameters)
      let cycles = try model.size(.stackCycles) * (model.size(.innerCycles) + 1)
      return try 2 * model.size(.layersPerStack, or: model.layers / cycles) * layer + model.hidden
    })

  /// Llama's layers with two more norms each. Every token passes all layers `total_ut_steps` times, unless a learned
  /// gate ends this earlier. Source: `modeling_ouro.py` of ByteDance's Ouro.
  static let ouro = Family(
    "ouro",
    defaults: [
      .hiddenSize: 2048, .layers: 24, .heads: 16, .context: 4096, .vocabulary: 49152, .intermediateSize: 5632,
      .tiedEmbeddings: 0, .loops: 4,
    ],
    loop: { model throws(ConfigError) in
      try LoopedLayers(layers: 0..<model.layout.count, passes: max(model.config.int(.loops) ?? 1, 1))
    },
    norms: .rms(perLayer: 4), additionalParameters: { model in model.hidden + 1 })

  /// Llama's layers. With `layer_sharing` every token passes each layer twice, one time after the other. Source:
  /// `modeling_mobilellm.py` of Meta's MobileLLM.
  static let mobileLLM = Family(
    "mobilellm",
    defaults: [
      .hiddenSize: 4096, .layers: 32, .heads: 32, .context: 2048, .vocabulary: 32000, .intermediateSize: 11008,
      .tiedEmbeddings: 0,
    ],
    attention: attentionWithOptionalBias,
    loop: { model throws(ConfigError) in
      let passes = try model.config.flag(.repeatsLayers) ?? false ? 2 : 1
      return LoopedLayers(layers: 0..<model.layout.count, passes: passes)
    })
}
