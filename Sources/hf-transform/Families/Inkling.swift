extension Family {
  /// Inkling: relative positions, short convolutions after keys, values, attention and feed-forward.
  static let inklings = [inkling, inkling2, inkling2Loop]

  /// Every sixth layer uses full attention. In a config that lists the layers, `hybrid` means full attention.
  static let inklingLayers = LayerPattern.named(
    [("hybrid", .full, .dense), ("hybrid_sliding", .sliding, .dense)], otherwise: .everyNthFull(6))

  /// The router also has a row for each shared expert, and a scale.
  static let inkling = Family(
    "inkling_text", "inkling_mm_model", "inkling",
    defaults: [
      .hiddenSize: 6144, .layers: 66, .heads: 64, .context: 131_072, .vocabulary: 201_024, .intermediateSize: 24576,
      .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .windowHeads: 64, .windowKeyValueHeads: 16,
      .windowHeadDim: 128, .slidingWindow: 512, .relativeSize: 16, .relativeExtent: 1024, .convolutionKernel: 4,
      .experts: 256, .expertsPerToken: 6, .sharedExperts: 2, .expertSize: 3072,
    ],
    mixers: inklingLayers,
    attention: .attention(queryKeyNorm: .perHead, state: RelativePositions.fullState),
    slidingAttention: .attention(
      keyValueHeads: KeyValueHeads.field(.windowKeyValueHeads), queryKeyNorm: .perHead,
      shape: Attention.SizeFields(heads: .windowHeads, headDim: .windowHeadDim),
      state: RelativePositions.slidingState),
    experts: Experts(
      .afterDenseLayers, shared: .counted,
      additionalParameters: { layer throws(ConfigError) in try layer.hidden * layer.size(.sharedExperts) + 1 }),
    additionalParameters: RelativePositions.parameters)

  static let inkling2 = Family(
    "inkling2_text", "inkling2",
    defaults: [
      .hiddenSize: 4608, .layers: 48, .heads: 48, .context: 1_048_576, .vocabulary: 201_024,
      .unpaddedVocabulary: 200_058, .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .windowHeads: 48,
      .windowKeyValueHeads: 8, .windowHeadDim: 128, .slidingWindow: 1024, .relativeSize: 16, .relativeExtent: 1024,
      .convolutionKernel: 4, .experts: 384, .expertsPerToken: 8,
    ],
    mixers: inklingLayers, attention: Inkling2Blocks.full, slidingAttention: Inkling2Blocks.sliding,
    feedForward: .gated(width: { layer throws(ConfigError) in try expertWidth.resolved(in: layer) }),
    experts: Experts(width: expertWidth), norms: .rms(perLayer: 1),
    embeddings: Embeddings(headRows: .unpaddedVocabulary),
    additionalParameters: Inkling2Blocks.outside, unused: [.residualBlockSize, .relativeExtent])

  /// Every token passes some layers several times. Gates in these layers add messages from the pass before.
  static let inkling2Loop = Family(
    "inkling2_loop_text", "inkling2_loop",
    defaults: [
      .hiddenSize: 2304, .layers: 24, .heads: 24, .context: 1_048_576, .vocabulary: 201_024,
      .unpaddedVocabulary: 200_058, .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .windowHeads: 24,
      .windowKeyValueHeads: 8, .windowHeadDim: 128, .slidingWindow: 1024, .relativeSize: 16, .relativeExtent: 1024,
      .convolutionKernel: 4, .experts: 128, .expertsPerToken: 8, .loopStart: 6, .loopEnd: 18,
      .loops: 3, .loopGateRank: 64,
    ],
    mixers: inklingLayers, attention: Inkling2Blocks.full, slidingAttention: Inkling2Blocks.sliding,
    loop: LoopedLayers.betweenIndices,
    feedForward: .gated(width: { layer throws(ConfigError) in try loopExpertWidth.resolved(in: layer) }),
    experts: Experts(width: loopExpertWidth), norms: .rms(perLayer: 1),
    embeddings: Embeddings(headRows: .unpaddedVocabulary),
    additionalParameters: { model throws(ConfigError) in
      let (start, end) = try (model.size(.loopStart), model.size(.loopEnd))
      let gates = try 4 * 4 * model.hidden * model.size(.loopGateRank)
      let built = min(end, model.layers) - start
      return try Inkling2Blocks.outside(model) + built * gates + (end - start) * 4 * model.hidden
    }, unused: [.residualBlockSize, .relativeExtent])

  // The width of an expert. Inkling 2's config classes take `intermediate_size` as another name of
  // `moe_intermediate_size`.
  private static let expertWidth = ConfigSize.either(.expertSize, .intermediateSize, absent: 2304)
  private static let loopExpertWidth = ConfigSize.either(.expertSize, .intermediateSize, absent: 1152)
}

/// Inkling's relative positions and short convolutions.
enum RelativePositions {
  /// Elements of the columns that the four convolutions of a layer with full attention keep: after keys, values,
  /// attention and feed-forward.
  static let fullState: LayerFormula = { layer throws(ConfigError) in
    try state(layer, keys: KeyValueHeads.grouped(layer) * layer.headDim)
  }

  /// Like ``fullState``, for a layer with a sliding window.
  static let slidingState: LayerFormula = { layer throws(ConfigError) in try state(layer, keys: windowKeys(layer)) }

  private static func state(_ layer: Layer, keys: Count) throws(ConfigError) -> Count {
    try 2 * (keys + layer.hidden) * (layer.size(.convolutionKernel, or: 4) - 1)
  }

  /// The width of all keys of a token in a layer with a sliding window.
  static func windowKeys(_ layer: Layer) throws(ConfigError) -> Count {
    try KeyValueHeads.field(.windowKeyValueHeads)(layer) * layer.size(.windowHeadDim, or: layer.headDim)
  }

  /// Parameters of relative positions and convolutions in all layers, and of the norm of the embeddings.
  static let parameters: Formula = { model throws(ConfigError) in
    let size = try model.size(.relativeSize, or: 16)
    let kernel = try model.size(.convolutionKernel, or: 4)
    let windowHeads = try model.size(.windowHeads, or: model.heads)
    let windowKeys = try model.largest(windowKeys)
    let keys = model.keyValueHeads * model.headDim
    let full = try model.hidden * model.heads * size + model.size(.relativeExtent) * size + 2 * keys * kernel
    let sliding =
      try model.hidden * windowHeads * size + model.size(.slidingWindow) * size + 2 * windowKeys * kernel
    let inEveryLayer = model.layers * 2 * model.hidden * kernel
    return model.layout.full * full + model.layout.sliding * sliding + inEveryLayer + model.hidden
  }
}

/// The parts of Inkling 2's layers. Source: the decoder layers of `modeling_inkling2.py` in transformers.
enum Inkling2Blocks {
  /// Full attention. Keys and values pass convolutions whose weights depend on the token. Queries, keys and values have
  /// separate inputs, and each has a norm.
  static let full = Block.grouped(
    { layer throws(ConfigError) in
      let keyHeads = try KeyValueHeads.grouped(layer)
      let own = try attention(layer, layer.heads, keyHeads * layer.headDim, layer.headDim, layer.size(.relativeExtent))
      let kernel = try layer.size(.convolutionKernel)
      let convolutions = 2 * (kernel * keyHeads * layer.headDim + keyHeads * kernel * layer.hidden)
      return own + convolutions + 3 * layer.hidden
    }, state: RelativePositions.fullState)

  /// Attention with a sliding window. Queries, keys and values share one input, which has a norm.
  static let sliding = Block(
    kind: .grouped, keyValueHeads: KeyValueHeads.field(.windowKeyValueHeads),
    parameters: { layer throws(ConfigError) in
      let keys = try RelativePositions.windowKeys(layer)
      let heads = try layer.size(.windowHeads, or: layer.heads)
      let headDim = try layer.size(.windowHeadDim, or: layer.headDim)
      let own = try attention(layer, heads, keys, headDim, layer.size(.slidingWindow))
      return try own + 2 * keys * layer.size(.convolutionKernel) + layer.hidden
    },
    cachedElements: { layer throws(ConfigError) in try 2 * RelativePositions.windowKeys(layer) },
    state: RelativePositions.slidingState)

  /// Parameters of queries with a scale for each channel, keys, values, gate and output, a sink for each head that
  /// depends on the token, relative positions, two convolutions as wide as the residual stream, and the learned query
  /// of the feed-forward's input.
  private static func attention(
    _ layer: Layer, _ heads: Count, _ keys: Count, _ headDim: Count, _ extent: Count
  ) throws(ConfigError) -> Count {
    let width = heads * headDim
    let positions = try layer.size(.relativeSize)
    let relative = positions * extent + heads * positions * (layer.hidden + 1)
    let projections = layer.hidden * (3 * width + 2 * keys + heads) + width
    return try projections + relative + 2 * layer.hidden * layer.size(.convolutionKernel) + layer.hidden
  }

  /// Parameters of the norm of the embeddings, of the learned query before the output head, and of the learned queries
  /// over the outputs of earlier blocks: one for each input of attention, except in the first layer.
  static let outside: Formula = { model in
    let inputs = 3 * model.layout.full + model.layout.sliding
    let inputsOfFirst: Count = model.layout.mixers.first == .full ? 3 : 1
    return (2 + (inputs - inputsOfFirst)) * model.hidden
  }
}
