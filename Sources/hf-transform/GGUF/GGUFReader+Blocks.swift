extension GGUFReader {
  /// Reads the widths of the dense feed-forward, of routed experts and of shared experts.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func readFeedForward() throws(ConfigError) {
    // In LFM2's config, `block_auto_adjust_ff_dim` changes the stated width. The width in a GGUF file is the result.
    config.store(0, origin: metadata.name(of: .feedForwardLength), of: .adjustFeedForward)
    if let field = architecture?.denseWidth, hasExperts {
      try store(.feedForwardLength, as: field)
      try store(.expertLength, as: .intermediateSize)
    } else {
      try readDenseWidth()
    }
    guard hasExperts else { return }
    if metadata[.expertLength] != nil {
      try store(.expertLength, as: .expertSize)
    } else if let width = try metadata.numbers(.feedForwardLength, layers: layers)?.max() {
      try store(width, as: .expertSize, from: .feedForwardLength)
    } else {
      try store(.feedForwardLength, as: .expertSize)
    }
    if metadata[.expertLength] == nil { storeDimension(of: "blk.*.ffn_up_exps.weight", dimension: 1, as: .expertSize) }
    storeDimension(of: "blk.*.ffn_up_shexp.weight", as: .sharedExpertSize)
  }

  private func readDenseWidth() throws(ConfigError) {
    guard let widths = try metadata.numbers(.feedForwardLength, layers: layers) else {
      return try store(.feedForwardLength, as: .intermediateSize)
    }
    let shared = try metadata.number(.sharedCacheLayers) ?? 0
    guard let first = widths.first(where: { $0 > 0 }) else { return }
    if widths.allSatisfy({ $0 == 0 || $0 == first }) {
      try store(first, as: .intermediateSize, from: .feedForwardLength)
    } else if shared > 0, shared < layers, widths.dropLast(shared).allSatisfy({ $0 == first }),
      widths.suffix(shared).allSatisfy({ $0 == 2 * first })
    {
      // The feed-forwards of layers that use another layer's cache are twice as wide (Gemma 4).
      try store(first, as: .intermediateSize, from: .feedForwardLength)
      try store(1, as: .doubleWide, from: .feedForwardLength)
    } else if let member = metadata[.feedForwardLength] {
      config.store(member.value, key: member.key, of: .intermediateSize)
    }
  }

  /// Reads the sizes of state-space, linear-attention and convolution blocks.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func readRecurrence() throws(ConfigError) {
    switch architecture?.recurrence ?? likelyRecurrence {
    case .none: break
    case .shortConvolution: try store(.shortConvolution, as: .convolutionKernel)
    case .mamba:
      try readStateSpace()
      try store(.stateTimeStepRank, as: .timeStepRank)
    case .mamba2:
      try readStateSpace()
      try store(.stateTimeStepRank, as: .mambaHeads)
      try store(.stateGroupCount, as: .mambaGroups)
      try store(.stateInnerSize, as: .mambaInnerSize)
      try storeQuotient(.stateInnerSize, by: .stateTimeStepRank, as: .mambaHeadDim)
    case .deltaNet:
      try store(.stateConvolution, as: .linearKernel)
      try store(.stateSize, as: .linearKeyHeadDim)
      try store(.stateGroupCount, as: .linearKeyHeads)
      try store(.stateTimeStepRank, as: .linearValueHeads)
      try storeQuotient(.stateInnerSize, by: .stateTimeStepRank, as: .linearValueHeadDim)
    case .kimiDelta:
      try store(.stateConvolution, as: .linearKernel)
      try store(.deltaHeadSize, as: .linearHeadDim)
      try store(.headCount, as: .linearHeads)
    }
  }

  private func readStateSpace() throws(ConfigError) {
    try store(.stateConvolution, as: .convolutionKernel)
    try store(.stateSize, as: .stateSize)
    try storeQuotient(.stateInnerSize, by: .embeddingLength, as: .mambaExpand)
  }

  /// Sets a field to a key's number divided by another's, if both are stated and the division has no remainder.
  private func storeQuotient(_ key: GGUFKey, by divisor: GGUFKey, as field: ConfigField) throws(ConfigError) {
    guard let number = try metadata.number(key), let divisorNumber = try metadata.number(divisor),
      number % divisorNumber == 0
    else { return }
    try store(number / divisorNumber, as: field, from: key, divisor)
  }

  /// The kind of recurrent block, inferred from the keys of an unknown architecture.
  private var likelyRecurrence: GGUFArchitecture.Recurrence {
    if metadata[.deltaHeadSize] != nil { return .kimiDelta }
    if metadata[.shortConvolution] != nil { return .shortConvolution }
    guard metadata[.stateInnerSize] != nil else { return .none }
    if metadata[.attentionInterval] != nil { return .deltaNet }
    return metadata[.stateGroupCount] == nil ? .mamba : .mamba2
  }
}
