extension Family {
  /// Every sixth layer uses full attention; the keys of lists have other names than usual.
  static let inklingLayers = LayerPattern.named(
    [("hybrid", .full, .dense), ("hybrid_sliding", .sliding, .dense)], otherwise: .everyNthFull(6))

  /// Inkling: relative positions, short convolutions after keys, values, attention and feed-forward.
  static let inklingLineage = [inkling]

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
