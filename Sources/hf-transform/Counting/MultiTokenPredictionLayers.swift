/// Multi-token-prediction layers, which checkpoints contain for speculative decoding, and which inference does not
/// need.
///
/// Each is like the model's last layers, with norms and a projection that combines the hidden state with an embedding.
/// Some checkpoints also repeat the embeddings and the output head (DeepSeek-V3), others do not (GLM-5, Qwen3-Next).
/// Sources: section 2.2 of DeepSeek-V3's report, and these checkpoints.
struct MultiTokenPredictionLayers {
  /// The number of parameters of all such layers.
  let parameters: Int
  /// By how many parameters the layers can differ from this: norms, biases and indexers that only some families have.
  let tolerance: Int
  /// Whether the config states how many such layers there are.
  let isStated: Bool

  /// The sizes that such layers can have, the smallest first. If the config does not state their number (Qwen3-Next),
  /// one layer is assumed, and the tolerance is 0.1 % instead of 0.5 %, so that another layer of the model is not taken
  /// for it.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  static func candidates(_ model: Model) throws(ConfigError) -> [MultiTokenPredictionLayers] {
    let stated = try model.config.int(.nextTokenLayers)
    let most = min(stated ?? 1, 8)
    guard most > 0, model.layers > 0 else { return [] }
    var candidates: [MultiTokenPredictionLayers] = []
    let embeddings = model.vocabulary * model.hidden
    for feedForward in try feedForwards(model) {
      let block = try layer(model, feedForward)
      guard block > 0, !(block * 64).isTooLarge, !(embeddings * 64).isTooLarge else { continue }
      for count in 1...most {
        for copies in 0...2 {
          let parameters = Count(count) * (block + Count(copies) * embeddings)
          let tolerance = Count(count) * block / (stated == nil ? 1000 : 200)
          candidates.append(
            MultiTokenPredictionLayers(
              parameters: parameters.value, tolerance: tolerance.value, isStated: stated != nil))
        }
      }
    }
    return candidates.sorted { $0.parameters < $1.parameters }
  }

  /// The parameters of one such layer, without embeddings.
  private static func layer(_ model: Model, _ feedForward: Count) throws(ConfigError) -> Count {
    let attention = try model.largest(model.family.attention.parameters)
    // A projection of two vectors to one, and five norms.
    return attention + feedForward + 2 * model.hidden * model.hidden + 5 * model.hidden
  }

  /// The possible parameters of the feed-forward of such a layer: experts as in the last layers, or a dense one.
  private static func feedForwards(_ model: Model) throws(ConfigError) -> [Count] {
    var sizes: [Count] = []
    if let experts = model.family.experts, model.layout.sparse > 0 {
      sizes.append(try model.largest(experts.parameters))
    }
    let dense = try model.largest(model.family.feedForward.parameters)
    return dense > 0 ? sizes + [dense] : sizes
  }
}
