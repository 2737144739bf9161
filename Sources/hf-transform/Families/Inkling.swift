extension Family {
  /// Inkling: relative positions, short convolutions after keys, values, attention and feed-forward.
  static let inklings = [inkling, inkling2, inkling2Loop]

  /// Every sixth layer uses full attention; its lists of layer types have other names.
  static let inklingLayers = LayerPattern.named(
    [("hybrid", .full, .dense), ("hybrid_sliding", .sliding, .dense)], otherwise: .everyNthFull(6))

  /// The router knows the shared experts, too.
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
      .convolutionKernel: 4, .experts: 384, .expertsPerToken: 8, .expertSize: 2304,
    ],
    mixers: inklingLayers, attention: Inkling2Blocks.full, slidingAttention: Inkling2Blocks.sliding,
    feedForward: .gated(width: expertWidth), experts: Experts(), norms: .rms(perLayer: 1),
    embeddings: Embeddings(headRows: .unpaddedVocabulary),
    additionalParameters: Inkling2Blocks.outside, unused: [.residualBlockSize, .relativeExtent])

  /// Some layers are passed several times; each pass after the first gets messages from the one before.
  static let inkling2Loop = Family(
    "inkling2_loop_text", "inkling2_loop",
    defaults: [
      .hiddenSize: 2304, .layers: 24, .heads: 24, .context: 1_048_576, .vocabulary: 201_024,
      .unpaddedVocabulary: 200_058, .tiedEmbeddings: 0, .keyValueHeads: 8, .headDim: 128, .windowHeads: 24,
      .windowKeyValueHeads: 8, .windowHeadDim: 128, .slidingWindow: 1024, .relativeSize: 16, .relativeExtent: 1024,
      .convolutionKernel: 4, .experts: 128, .expertsPerToken: 8, .expertSize: 1152, .loopStart: 6, .loopEnd: 18,
      .loops: 3, .loopGateRank: 64,
    ],
    mixers: inklingLayers, attention: Inkling2Blocks.full, slidingAttention: Inkling2Blocks.sliding,
    loop: LoopedLayers.betweenIndices, feedForward: .gated(width: expertWidth), experts: Experts(),
    norms: .rms(perLayer: 1),
    embeddings: Embeddings(headRows: .unpaddedVocabulary),
    additionalParameters: { model throws(ConfigError) in
      let (start, end) = try (model.size(.loopStart), model.size(.loopEnd))
      let gates = try 4 * 4 * model.hidden * model.size(.loopGateRank)
      let built = min(end, model.layers) - start
      return try Inkling2Blocks.outside(model) + built * gates + (end - start) * 4 * model.hidden
    }, unused: [.residualBlockSize, .relativeExtent])

  /// Their config classes call the width of an expert `intermediate_size` too.
  private static let expertWidth: LayerFormula = { layer throws(ConfigError) in try layer.size(.expertSize) }
}

/// Inkling's relative positions and short convolutions.
enum RelativePositions {
  /// The columns of a full layer's four convolutions: after keys, values, attention and feed-forward.
  static let fullState: LayerFormula = { layer throws(ConfigError) in
    try state(layer, keys: KeyValueHeads.grouped(layer) * layer.headDim)
  }

  /// The same in a sliding layer.
  static let slidingState: LayerFormula = { layer throws(ConfigError) in try state(layer, keys: windowKeys(layer)) }

  private static func state(_ layer: Layer, keys: Count) throws(ConfigError) -> Count {
    try 2 * (keys + layer.hidden) * (layer.size(.convolutionKernel, or: 4) - 1)
  }

  static func windowKeys(_ layer: Layer) throws(ConfigError) -> Count {
    try KeyValueHeads.field(.windowKeyValueHeads)(layer) * layer.size(.windowHeadDim, or: layer.headDim)
  }

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
  /// Keys and values pass convolutions whose weights depend on the token; queries, keys and values have inputs of their
  /// own, each with a norm and a query to earlier blocks.
  static let full = Block(
    kind: .grouped, keyValueHeads: KeyValueHeads.grouped,
    parameters: { layer throws(ConfigError) in
      let keyHeads = try KeyValueHeads.grouped(layer)
      let own = try attention(layer, layer.heads, keyHeads * layer.headDim, layer.headDim, layer.size(.relativeExtent))
      let kernel = try layer.size(.convolutionKernel)
      let convolutions = 2 * (kernel * keyHeads * layer.headDim + keyHeads * kernel * layer.hidden)
      return own + convolutions + 6 * layer.hidden
    },
    cachedElements: { layer throws(ConfigError) in try 2 * KeyValueHeads.grouped(layer) * layer.headDim },
    state: RelativePositions.fullState)

  static let sliding = Block(
    kind: .grouped, keyValueHeads: KeyValueHeads.field(.windowKeyValueHeads),
    parameters: { layer throws(ConfigError) in
      let keys = try RelativePositions.windowKeys(layer)
      let heads = try layer.size(.windowHeads, or: layer.heads)
      let headDim = try layer.size(.windowHeadDim, or: layer.headDim)
      let own = try attention(layer, heads, keys, headDim, layer.size(.slidingWindow))
      return try own + 2 * keys * layer.size(.convolutionKernel) + 2 * layer.hidden
    },
    cachedElements: { layer throws(ConfigError) in try 2 * RelativePositions.windowKeys(layer) },
    state: RelativePositions.slidingState)

  /// Queries with a scale for each channel, keys, values, gate and output, a sink for each head that depends on the
  /// token, relative positions, two convolutions over the residual stream, a query of the feed-forward's input.
  private static func attention(
    _ layer: Layer, _ heads: Count, _ keys: Count, _ headDim: Count, _ extent: Count
  ) throws(ConfigError) -> Count {
    let width = heads * headDim
    let positions = try layer.size(.relativeSize)
    let relative = positions * extent + heads * positions * (layer.hidden + 1)
    let projections = layer.hidden * (3 * width + 2 * keys + heads) + width
    return try projections + relative + 2 * layer.hidden * layer.size(.convolutionKernel) + layer.hidden
  }

  /// The norm of the embeddings and the query before the head; the first layer has no query for its attention.
  static let outside: Formula = { model in
    guard let first = model.layout.mixers.first else { return 0 }
    return 2 * model.hidden - (first == .full ? 3 : 1) * model.hidden
  }
}
