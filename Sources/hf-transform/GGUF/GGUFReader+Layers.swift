extension GGUFReader {
  /// The per-layer properties in the header.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func statedLayers() throws(ConfigError) -> StatedLayers {
    var stated = StatedLayers(count: layers)
    let widths = try metadata.numbers(.feedForwardLength, layers: layers)
    try fillMixers(&stated, widths)
    try fillWindows(&stated)
    try fillFeedForwards(&stated, widths)
    stated.indexerCount = try indexerCount()
    stated.slidingHeadsDiffer = try slidingHeadsDiffer
    return stated
  }

  /// The number of layers with an indexer of sparse attention: from the list `attention.indexer.types`, else from the
  /// indexers' tensors, else from the architecture; nil when none of them shows it.
  private func indexerCount() throws(ConfigError) -> Int? {
    guard try metadata.number(.indexKeyLength) != nil else { return nil }
    if let types = try metadata.numbers(.indexerTypes, layers: layers) { return types.count { $0 != 0 } }
    if let marks = tensors.blocks(count: layers, where: { $0.split(separator: ".").contains("indexer") }) {
      return marks.count { $0 }
    }
    guard architecture?.hasIndexersAfterDenseLayers ?? false else { return nil }
    return try layers - min(metadata.number(.leadingDenseBlocks) ?? 0, layers)
  }

  /// Sets the mixers from a list of key/value heads. A layer without such heads has no attention. It is recurrent if
  /// the model has recurrent blocks, unless it is only a feed-forward. Without the list,
  /// ``GGUFArchitecture/attentionPeriod`` applies.
  private func fillMixers(_ stated: inout StatedLayers, _ widths: [Int]?) throws(ConfigError) {
    let hasOneBlock = architecture?.hasOneBlockPerLayer ?? false
    if let heads = try metadata.numbers(.keyValueHeadCount, layers: layers) {
      let states = tensors.blocks(count: layers) { $0.split(separator: ".").contains { $0.hasPrefix("ssm_") } }
      for layer in 0..<layers {
        if heads[layer] > 0 {
          stated.mixers[layer] = .full
        } else if hasOneBlock, let widths, widths[layer] > 0 || !(states?[layer] ?? true) {
          stated.mixers[layer] = TokenMixer.none
        } else {
          stated.mixers[layer] = hasRecurrence ? .recurrent : TokenMixer.none
        }
      }
    } else if let period = architecture?.attentionPeriod, metadata[.attentionInterval] == nil {
      for layer in 0..<layers { stated.mixers[layer] = (layer + 1) % period == 0 ? .full : .recurrent }
    }
  }

  /// Whether the keys or the architecture show that the model has recurrent blocks.
  private var hasRecurrence: Bool {
    metadata[.stateInnerSize] != nil || metadata[.stateConvolution] != nil || metadata[.shortConvolution] != nil
      || metadata[.deltaHeadSize] != nil || (architecture?.recurrence ?? .none) != .none
  }

  /// Reads `sliding_window_pattern`: a list that states for each layer whether it uses a sliding window, or a number n.
  /// Every n-th layer then uses full attention; if n is 0, none does.
  private func fillWindows(_ stated: inout StatedLayers) throws(ConfigError) {
    guard try metadata.number(.window) != nil else { return }
    if let pattern = try metadata.numbers(.windowPattern, layers: layers) {
      for layer in 0..<layers { stated.slides[layer] = pattern[layer] != 0 }
    } else if metadata[.windowPattern] != nil {
      let period = try metadata.number(.windowPattern) ?? 0
      for layer in 0..<layers { stated.slides[layer] = period == 0 || (layer + 1) % period != 0 }
    } else if let period = architecture?.windowPeriod {
      for layer in 0..<layers { stated.slides[layer] = layer % period != 0 }
    }
  }

  /// Sets the feed-forwards: first those of a model with experts, then those that a list of widths describes. A width
  /// of 0 means that the layer has no feed-forward. In an architecture with one block per layer, a layer with the
  /// tensors of a dense feed-forward has one, whatever its width.
  private func fillFeedForwards(_ stated: inout StatedLayers, _ widths: [Int]?) throws(ConfigError) {
    if hasExperts { try fillExperts(&stated) }
    guard let widths else { return }
    let hasOneBlock = architecture?.hasOneBlockPerLayer ?? false
    let dense = hasOneBlock ? tensors.blocks(count: layers) { $0 == "blk.*.ffn_up.weight" } : nil
    for layer in 0..<layers {
      if dense?[layer] ?? false {
        stated.feedForwards[layer] = .dense
      } else if widths[layer] == 0 {
        stated.feedForwards[layer] = FeedForwardKind.none
      } else if hasOneBlock {
        stated.feedForwards[layer] = hasExperts ? .experts : .dense
      }
    }
  }

  /// Experts are in the layers that have their tensors. If no such tensor is known, they are in every n-th layer,
  /// except in the leading dense ones.
  private func fillExperts(_ stated: inout StatedLayers) throws(ConfigError) {
    if let marks = tensors.blocks(count: layers, where: { $0.hasSuffix("_exps.weight") }) {
      for layer in 0..<layers { stated.feedForwards[layer] = marks[layer] ? .experts : .dense }
      return
    }
    let hasStep = metadata[.expertLayerStep] != nil
    guard hasStep || metadata[.expertLayerInterval] != nil || metadata[.leadingDenseBlocks] != nil else { return }
    let dense = try metadata.number(.leadingDenseBlocks) ?? 0
    let step = try metadata.number(hasStep ? .expertLayerStep : .expertLayerInterval) ?? 1
    for layer in 0..<layers {
      stated.feedForwards[layer] = layer >= dense && (layer + 1) % step == 0 ? .experts : .dense
    }
  }
}
