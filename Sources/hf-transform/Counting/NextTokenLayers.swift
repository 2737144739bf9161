/// Multi-token-prediction layers, which checkpoints hold for speculative decoding and inference does without.
///
/// Each is a layer like the model's last ones with a projection of two streams into one, its own norms, and in some
/// models its own embeddings, or embeddings and head. Source: DeepSeek-V3's report, section 2.2, and the checkpoints of
/// DeepSeek-V3 (both), GLM-5 and Qwen3-Next (neither).
struct NextTokenLayers {
  let parameters: Int
  /// By how many parameters the real layers may differ: norms, biases and indexers that not every family gives them.
  let tolerance: Int
  /// Whether the config mentions them.
  let isStated: Bool

  /// The sizes that such layers can have, the smallest first. Where the config does not mention them (Qwen3-Next), the
  /// size must be met within 0.1 %, which distinguishes them from one more layer of the model's own.
  ///
  /// - Throws: ``ConfigFault``.
  static func candidates(_ model: Model) throws(ConfigFault) -> [NextTokenLayers] {
    let stated = try model.config.int(.nextTokenLayers)
    let most = min(stated ?? 1, 8)
    guard most > 0, model.layers > 0 else { return [] }
    var candidates: [NextTokenLayers] = []
    let embeddings = model.vocabulary * model.hidden
    for feedForward in try feedForwards(model) {
      let block = try layer(model, feedForward)
      guard block > 0, !(block * 64).isTooLarge, !(embeddings * 64).isTooLarge else { continue }
      for count in 1...most {
        for copies in 0...2 {
          let parameters = Count(count) * (block + Count(copies) * embeddings)
          let tolerance = Count(count) * block / (stated == nil ? 1000 : 200)
          candidates.append(
            NextTokenLayers(
              parameters: parameters.value, tolerance: tolerance.value, isStated: stated != nil))
        }
      }
    }
    return candidates.sorted { $0.parameters < $1.parameters }
  }

  private static func layer(_ model: Model, _ feedForward: Count) throws(ConfigFault) -> Count {
    let attention = try model.largest(model.family.attention.parameters)
    return attention + feedForward + 2 * model.hidden * model.hidden + 5 * model.hidden
  }

  /// The feed-forward of such a layer: experts as in the last layers, or a dense one in their place.
  private static func feedForwards(_ model: Model) throws(ConfigFault) -> [Count] {
    var sizes: [Count] = []
    if let experts = model.family.experts, model.plan.sparse > 0 { sizes.append(try model.largest(experts.parameters)) }
    let dense = try model.largest(model.family.feedForward.parameters)
    return dense > 0 ? sizes + [dense] : sizes
  }
}
