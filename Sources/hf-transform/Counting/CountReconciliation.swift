import Shared

/// Decides between the weights' count and the one computed from the config.
///
/// `parameters_billions` is what inference needs: tied embeddings once, no multi-token-prediction layers, no block scales
/// and no buffers. Where the weights' count is larger by just these, the computed one is told; where the two differ for
/// another reason, the weights' count is told, with a warning.
struct CountReconciliation {
  /// What was decided.
  struct Decision {
    let parameters: ParameterCount
    /// What to warn of, if anything.
    var warning: String?
    /// Whether the counts differ without an explanation.
    var isUnexplained = false
  }

  let model: Model
  let computed: Count
  let isQuantized: Bool

  /// Decides.
  ///
  /// - Throws: ``ConfigFault``.
  func decide(_ weights: WeightsCount) throws(ConfigFault) -> Decision {
    let stated = ParameterCount(value: weights.count, source: weights.source)
    if weights.count == computed || computed == 0 { return Decision(parameters: stated) }
    let corrected = ParameterCount(value: computed, source: weights.source)
    if model.isTied, weights.count == computed + model.vocabulary * model.hidden {
      return Decision(
        parameters: corrected, warning: warning(weights, "tied embeddings are saved twice, and counted once"))
    }
    if isQuantized, weights.source == .hub, weights.hasContainers, weights.count < computed {
      let computed = ParameterCount(value: computed, source: .config)
      return Decision(
        parameters: computed, warning: warning(weights, "the checkpoint is packed, so the config's count is told"))
    }
    if try isWithinNextTokenLayers(weights.count) {
      let cause = "the checkpoint has a multi-token-prediction head, which is not counted"
      return Decision(parameters: corrected, warning: warning(weights, cause))
    }
    if isQuantized, weights.count > computed, isWithin(weights.count, percent: 7) {
      return Decision(
        parameters: corrected, warning: warning(weights, "scales of the quantised weights are not counted"))
    }
    return unexplained(weights, stated)
  }

  private func unexplained(_ weights: WeightsCount, _ stated: ParameterCount) -> Decision {
    if isWithin(weights.count, percent: 1) { return Decision(parameters: stated) }
    let cause =
      weights.count < computed
      ? "the checkpoint may be packed, pruned, or only a part of the model"
      : "the checkpoint may hold more than the language model"
    return Decision(parameters: stated, warning: warning(weights, cause), isUnexplained: true)
  }

  /// Whether the counts differ by no more than the multi-token-prediction layers that the config has, each of them a
  /// layer of the model's with embeddings and a head of its own and a projection of two streams into one.
  private func isWithinNextTokenLayers(_ count: Count) throws(ConfigFault) -> Bool {
    let layers = try model.size(.nextTokenLayers)
    guard layers > 0, count > computed, model.layers > 0 else { return false }
    let largest = try model.largestLayer()
    let outside = 2 * model.vocabulary * model.hidden + 4 * model.hidden * model.hidden
    return count - computed <= layers * (largest + largest / 10 + outside)
  }

  private func isWithin(_ count: Count, percent: Count) -> Bool {
    let difference = count > computed ? count - computed : computed - count
    return difference * 100 <= percent * computed
  }

  /// The warning, for differences of more than 1 %.
  private func warning(_ weights: WeightsCount, _ cause: String) -> String? {
    if isWithin(weights.count, percent: 1) { return nil }
    let percent = (Double(weights.count.value) / Double(computed.value) - 1) * 100
    let rounded = (percent * 10).rounded() / 10
    return "the weights hold \(weights.count.value) parameters, \(abs(rounded)) % "
      + (percent > 0 ? "more" : "less") + " than the \(computed.value) that follow from config.json: \(cause)"
  }
}
