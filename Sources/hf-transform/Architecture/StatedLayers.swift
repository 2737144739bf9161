/// What a file says of each layer by itself. It comes after the rules of the family, and in their place.
struct StatedLayers {
  /// What each layer does with the tokens before its own; nil where the file does not say.
  var mixers: [Mixer?]
  /// Whether each layer that attends does so in a window; nil where the file does not say.
  var slides: [Bool?]
  /// What each layer does with each token by itself; nil where the file does not say.
  var feedForwards: [FeedForwardKind?]
  /// How many layers have their own indexer; nil where the file does not say.
  var indexerCount: Int?

  /// Says nothing of any layer.
  init(count: Int) {
    mixers = Array(repeating: nil, count: count)
    slides = Array(repeating: nil, count: count)
    feedForwards = Array(repeating: nil, count: count)
  }

  /// Writes what is said into a plan.
  func fill(_ plan: LayerPlan) {
    for layer in mixers.indices where layer < plan.count {
      if let mixer = mixers[layer] { plan.set(layer, mixer) }
      if let feedForward = feedForwards[layer] { plan.set(layer, feedForward) }
      let attends = plan.mixers[layer] == .full || plan.mixers[layer] == .sliding
      if attends, let slides = slides[layer] { plan.set(layer, slides ? Mixer.sliding : .full) }
    }
  }
}
