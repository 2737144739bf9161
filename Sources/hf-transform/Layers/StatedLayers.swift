/// Per-layer properties that a GGUF file states. They override the family's rules.
struct StatedLayers {
  /// The mixer of each layer; nil where the file does not state it.
  var mixers: [TokenMixer?]
  /// Whether each attention layer uses a sliding window; nil where the file does not state it.
  var slides: [Bool?]
  /// The feed-forward of each layer; nil where the file does not state it.
  var feedForwards: [FeedForwardKind?]
  /// How many layers have an indexer; nil where the file does not state it.
  var indexerCount: Int?
  /// Whether the heads of layers with a sliding window have other sizes than those of the other layers.
  var slidingHeadsDiffer = false

  /// Makes the properties of `count` layers, all unknown.
  init(count: Int) {
    mixers = Array(repeating: nil, count: count)
    slides = Array(repeating: nil, count: count)
    feedForwards = Array(repeating: nil, count: count)
  }

  /// Sets the stated mixers, windows and feed-forwards in a layout.
  func fill(_ layout: LayerLayout) {
    for layer in mixers.indices where layer < layout.count {
      if let mixer = mixers[layer] { layout.set(layer, mixer) }
      if let feedForward = feedForwards[layer] { layout.set(layer, feedForward) }
      let attends = layout.mixers[layer] == .full || layout.mixers[layer] == .sliding
      if attends, let slides = slides[layer] { layout.set(layer, slides ? TokenMixer.sliding : .full) }
    }
  }
}
