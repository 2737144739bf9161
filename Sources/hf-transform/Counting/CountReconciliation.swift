import CommandLineTool
import ModelSpec

/// Decides between the weights' count and the one computed from the config.
///
/// `parameters_billions` is what inference needs: tied embeddings once, no multi-token-prediction layers, no block scales
/// and no buffers. Where the weights' count is larger by just these, the computed one is told; where the two differ for
/// another reason, the weights' count is told. Nothing is corrected without a word on stderr.
struct CountReconciliation {
  /// What was decided.
  struct Decision {
    let parameters: ParameterCount
    /// What to say of it, if anything.
    var remark: Remark?
    /// Whether the counts differ by more than 1 % without an explanation.
    var isUnexplained = false
  }

  /// Something to say on stderr, if anybody listens.
  enum Remark {
    /// The counts differ by more than 1 %.
    case warning(() -> MessageText)
    /// A correction of no more than 1 %.
    case note(() -> MessageText)
  }

  let model: Model
  let computed: Count
  let quantization: Quantization?

  /// Decides.
  ///
  /// - Throws: ``ConfigFault``.
  func decide(_ weights: WeightsCount) throws(ConfigFault) -> Decision {
    let stated = ParameterCount(value: weights.count, source: weights.source)
    if weights.count == computed || computed == 0 { return Decision(parameters: stated) }
    if weights.count > computed, let extras = try CheckpointExtras(model, weights, quantization, computed) {
      if let cause = try extras.explain(weights.count - computed) { return corrected(weights, cause) }
    }
    if weights.source == .hub, quantization != nil, let decision = unpacked(weights) { return decision }
    if isWithin(weights.count, percent: 1) { return Decision(parameters: stated) }
    let cause =
      weights.count < computed
      ? "the checkpoint may be packed, pruned, or only a part of the model"
      : "the checkpoint may hold more than the language model"
    let remark = Remark.warning { "\(difference(of: weights.count)): \(cause), so the weights' count is told" }
    return Decision(parameters: stated, remark: remark, isUnexplained: true)
  }

  private func corrected(_ weights: WeightsCount, _ cause: String) -> Decision {
    let surplus = (weights.count - computed).value
    let text: () -> MessageText = { "\(difference(of: weights.count)): \(cause) (\(surplus)) are not counted" }
    let correction = ParameterCount.Correction.less(surplus, of: cause)
    return Decision(
      parameters: ParameterCount(value: computed, source: weights.source, correction: correction),
      remark: isWithin(weights.count, percent: 1) ? .note(text) : .warning(text))
  }

  /// The decision on a checkpoint of packed containers; nil when it is none.
  ///
  /// When the values in the containers are as many as the config says, its count is told, since it is exact. Otherwise
  /// the estimate from the containers is told, which holds zero points and scales as well.
  private func unpacked(_ weights: WeightsCount) -> Decision? {
    guard weights.count < computed else { return nil }
    guard let bits = quantization?.bits else { return weights.hasContainers ? packed(weights, "") : nil }
    guard let estimate = weights.unpacked(bits: bits) else { return nil }
    if isWithin(estimate, percent: 10) {
      return packed(weights, " of \(text(of: bits)) bits, about \(estimate.value) in all")
    }
    let text: () -> MessageText = {
      "\(difference(of: weights.count)): unpacked they are about \(estimate.value), which config.json does not explain"
    }
    return Decision(
      parameters: ParameterCount(value: estimate, source: weights.source, correction: .unpacked),
      remark: .warning(text), isUnexplained: true)
  }

  private func text(of bits: Double) -> String { Int(exactly: bits).map(String.init) ?? "\(bits)" }

  private func packed(_ weights: WeightsCount, _ values: String) -> Decision {
    let text: () -> MessageText = {
      "\(difference(of: weights.count)): the checkpoint packs values\(values), so the config's count is told"
    }
    return Decision(parameters: ParameterCount(value: computed, source: .config), remark: .warning(text))
  }

  private func isWithin(_ count: Count, percent: Count) -> Bool {
    let difference = count > computed ? count - computed : computed - count
    return difference * 100 <= percent * computed
  }

  private func difference(of count: Count) -> MessageText {
    let percent = (Double(count.value) / Double(computed.value) - 1) * 100
    let rounded = (abs(percent) * 10).rounded() / 10
    let share: MessageText = rounded > 0 ? "\(rounded) %" : "under 0.1 %"
    let direction = percent > 0 ? "more" : "less"
    return """
      the weights hold \(count.value) parameters, \(share) \(direction) than the \(computed.value) that follow from \
      config.json
      """
  }
}
