/// Per-layer properties that a GGUF file states. They override the family's rules.
struct StatedLayers {
  /// The mixer of each layer; nil where the file does not state it.
  var mixers: [Mixer?]
  /// Whether each attention layer uses a sliding window; nil where the file does not state it.
  var slides: [Bool?]
  /// The feed-forward of each layer; nil where the file does not state it.
  var feedForwards: [FeedForwardKind?]
  /// How many layers have an indexer; nil where the file does not state it.
  var indexerCount: Int?

  /// All properties unknown.
  init(count: Int) {
    mixers = Array(repeating: nil, count: count)
    slides = Array(repeating: nil, count: count)
    feedForwards = Array(repeating: nil, count: count)
  }

  /// Applies the stated properties to a plan.
  func fill(_ plan: LayerPlan) {
    for layer in mixers.indices where layer < plan.count {
      if let mixer = mixers[layer] { plan.set(layer, mixer) }
      if let feedForward = feedForwards[layer] { plan.set(layer, feedForward) }
      let attends = plan.mixers[layer] == .full || plan.mixers[layer] == .sliding
      if attends, let slides = slides[layer] { plan.set(layer, slides ? Mixer.sliding : .full) }
    }
  }
}
