import ModelSpec

/// Decides how many parameters a model has, from three counts: the one computed from its config with the family's
/// formulas, the Hub's, and the one from the headers of its weight files. If the Hub's count differs from the config's,
/// it is used only if it is plausible for the size of the files. If the config's count is the only one and does not fit
/// the size of the files, there is a warning.
///
/// `parameters_billions` is what inference needs: tied embeddings once, no multi-token-prediction layers, no scales and
/// no buffers. The config's count is reported when it equals the weights' count, or when a known cause explains the
/// difference, and also when the Hub's count does not fit the files, or the packing is not known; a warning then says
/// so if the count is in doubt. Otherwise the count of the headers, else the Hub's, is reported. If it differs from the
/// config's by up to 0.05 %, there is no message; up to 1 %, there is a note; beyond, a warning. Multimodal models have
/// separate rules in `CountJudge+Multimodal.swift`.
struct CountJudge {
  /// The count to report, and what to say about it.
  struct Decision {
    let parameters: ParameterCount
    /// A message about the decision, if any.
    var message: Message?
    /// Whether the weights contradict the config without an explanation.
    var isUnexplained = false
  }

  /// A message, built only when it is printed.
  enum Message {
    /// The count is in doubt. The hint says what to do next.
    case warning(() -> String, hint: String)
    /// A difference that needs no action: small, or with a known cause.
    case note(() -> String)
  }

  /// Up to this difference, in hundredths of a percent, the weights' count is reported without a message: norms and
  /// biases that a config does not state.
  static let silentBasisPoints: Count = 5
  /// A difference up to this one, in hundredths of a percent, is reported with a note, a larger one with a warning.
  static let notedBasisPoints: Count = 100
  /// The maximum difference, in hundredths of a percent, between the config's count and a number of unpacked weights:
  /// zero points and scales are counted with the weights.
  static let packedBasisPoints: Count = 1000

  let model: Model
  /// The parameters that follow from the config; 0 when it lacks sizes.
  let computed: Count
  /// The quantization that the configs state; nil without one.
  let quantization: Quantization?
  /// How the weights are packed; nil if they are not quantized, or the decision does not need it.
  let scheme: QuantizationScheme?
  let evidence: WeightsEvidence
  /// The count of the tensors in the headers; nil if no header was read.
  let headers: HeaderCount?
  let isMultimodal: Bool

  /// The decision; nil if there is neither a computed nor a stored count.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func decide() throws(ConfigError) -> Decision? {
    if computed == 0 { return decisionWithoutConfig }
    if isMultimodal { return try decideOnPart() }
    if let agreeing { return agreeing }
    if let headers { return try decide(byHeaders: headers) }
    if let counted = evidence.counted {
      return try compare(ParameterCount(value: counted.parameters, source: headerSource), scalesOf: nil)
    }
    if let hub = evidence.hub {
      // If only the sum of the counts by dtype fits the size of the files, the declared total is wrong.
      if !fitsBytes(hub), let recounted = hub.recounted, fitsBytes(recounted) { return try decide(byHub: recounted) }
      return try decide(byHub: hub)
    }
    return decisionByConfig
  }

  /// The source of a count from headers.
  var headerSource: ParametersSource { evidence.format == .gguf ? .gguf : .safetensors }

  /// The best count of a model whose config lacks sizes; nil without headers and without a count.
  private var decisionWithoutConfig: Decision? {
    if let headers, headers.parameters > 0 { return Decision(parameters: parameterCount(by: headers)) }
    if let counted = evidence.counted {
      return Decision(parameters: ParameterCount(value: counted.parameters, source: headerSource))
    }
    guard let hub = evidence.hub else { return nil }
    if let bits = quantization?.bits, let unpacked = hub.unpacked(bits: bits) {
      return Decision(parameters: ParameterCount(value: unpacked, source: .hub, correction: .unpacked))
    }
    return Decision(parameters: ParameterCount(value: hub.parameters, source: .hub))
  }

  /// The decision when the count of the headers or of the Hub is equal to the config's; nil otherwise.
  var agreeing: Decision? {
    if let headers, headers.parameters == computed {
      return Decision(parameters: parameterCount(by: headers), message: message(on: headers))
    }
    if evidence.counted?.parameters == computed {
      return Decision(parameters: ParameterCount(value: computed, source: headerSource))
    }
    guard let hub = evidence.hub, hub.parameters == computed || hub.recounted?.parameters == computed else {
      return nil
    }
    return Decision(parameters: ParameterCount(value: computed, source: .hub))
  }

  /// The config's count.
  func countByConfig(_ correction: ParameterCount.Correction? = nil) -> ParameterCount {
    ParameterCount(value: computed, source: .config, correction: correction)
  }

  private func parameterCount(by headers: HeaderCount) -> ParameterCount {
    let surplus = headers.surplusText
    return ParameterCount(
      value: headers.parameters, source: headerSource, correction: surplus.isEmpty ? nil : .without(surplus))
  }

  /// A note that names the masks, tied copies, multi-token-prediction layers and adapters in the headers, each if it
  /// exceeds 1 % of the parameters; nil if none does. Scales and buffers are usual, so they are not named.
  private func message(on headers: HeaderCount) -> Message? {
    let large = [SurplusCause.masks, .tiedCopy, .mtpLayers, .adapters].filter { cause in
      (headers.surplus[cause] ?? 0) * 100 > computed
    }
    guard !large.isEmpty else { return nil }
    return .note {
      let causes = large.map { "\($0.text) (\(headers.surplus[$0]?.value ?? 0))" }.joined(separator: " and ")
      return "the weight files also hold \(causes), which are not counted"
    }
  }

  /// Decides by the headers of the weight files.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func decide(byHeaders headers: HeaderCount) throws(ConfigError) -> Decision {
    if headers.isUnpacked {
      if quantization == nil, headers.parameters < computed, let decision = decisionForUnnamedPacking(headers) {
        return decision
      }
      return try compare(parameterCount(by: headers), scalesOf: nil)
    }
    if isSizePlausible { return Decision(parameters: countByConfig()) }
    let text: () -> String = {
      "the weights are packed in a way that is not known, so the count of \(model.config.sizesFile.name) is reported unchecked"
    }
    return Decision(
      parameters: countByConfig(),
      message: .warning(text, hint: "compare it with the model card, or state it with --params N"))
  }

  /// Decides by the Hub's count.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  private func decide(byHub hub: StoredCount) throws(ConfigError) -> Decision {
    guard fitsBytes(hub) else {
      let text: () -> String = {
        """
        the Hub counts \(hub.parameters.value) parameters, which do not fit the \(evidence.sizeBytes ?? 0) bytes of \
        the weight files: the count of \(model.config.sizesFile.name) is reported
        """
      }
      return Decision(parameters: countByConfig(), message: .warning(text, hint: CountJudge.exactHint))
    }
    if hub.parameters < computed, let decision = quantization == nil ? decisionForUnnamedPacking(hub) : unpacked(hub) {
      return decision
    }
    let decision = try compare(ParameterCount(value: hub.parameters, source: .hub), scalesOf: quantization)
    let isExplained = isWithin(decision.parameters.value, basisPoints: CountJudge.silentBasisPoints)
    return isExplained || hub.parameters < computed ? decision : decisionForPackedSurplus(hub) ?? decision
  }

  /// Compares a count of the stored weights with the config's, and decides.
  ///
  /// - Parameters:
  ///   - stored: the count of the weights.
  ///   - quantization: the quantization if the count includes its scales, otherwise nil.
  private func compare(_ stored: ParameterCount, scalesOf quantization: Quantization?) throws(ConfigError) -> Decision {
    let count = stored.value
    if count > computed, let known = try SurplusExplanation(model, quantization, computed),
      let causes = try known.explain(count - computed)
    {
      return corrected(count, stored.source, causes)
    }
    if isWithin(count, basisPoints: CountJudge.silentBasisPoints) { return Decision(parameters: stored) }
    if isWithin(count, basisPoints: CountJudge.notedBasisPoints) {
      let text: () -> String = { "\(difference(of: count)): the weights' count is reported" }
      return Decision(parameters: stored, message: .note(text))
    }
    let cause =
      count < computed
      ? "the checkpoint may be packed, pruned, or only a part of the model"
      : "the checkpoint may hold more than the language model"
    let text: () -> String = { "\(difference(of: count)): \(cause), so the weights' count is reported" }
    let hint = stored.source == .hub ? CountJudge.exactHint : CountJudge.checkHint
    return Decision(parameters: stored, message: .warning(text, hint: hint), isUnexplained: true)
  }

  /// The decision for a count whose surplus has known causes: the config's count.
  private func corrected(_ count: Count, _ source: ParametersSource, _ causes: [SurplusCause]) -> Decision {
    let surplus = (count - computed).value
    let text: () -> String = {
      "\(difference(of: count)): \(causes.text) (\(surplus)) are not counted"
    }
    let correction = ParameterCount.Correction.less(surplus, of: causes)
    let isUsual = isWithin(count, basisPoints: CountJudge.notedBasisPoints) || causes == [.scales]
    return Decision(
      parameters: ParameterCount(value: computed, source: source, correction: correction),
      message: isUsual ? nil : .note(text))
  }

  /// The config's count, with a warning when it does not fit the size of the files.
  private var decisionByConfig: Decision {
    guard let bytes = evidence.sizeBytes, !isPossible(in: bytes) else {
      return Decision(parameters: countByConfig())
    }
    let text: () -> String = {
      "\(model.config.sizesFile.name) gives \(computed.value) parameters, which do not fit the \(bytes) bytes of the weight files"
    }
    return Decision(
      parameters: countByConfig(), message: .warning(text, hint: CountJudge.checkHint), isUnexplained: true)
  }

  /// The next step when the Hub's count is in doubt.
  static let exactHint = "count the tensors with hf-fetch --exact, or state the parameters with --params N"
  /// The next step when counting the tensors does not help.
  static let checkHint = "compare the entry with the model card, or state the parameters with --params N"

  /// Whether a count differs from the config's by at most this many hundredths of a percent.
  func isWithin(_ count: Count, basisPoints: Count) -> Bool {
    let difference = count > computed ? count - computed : computed - count
    return difference * 10_000 <= basisPoints * computed
  }

  /// A count's difference from the config's, in words.
  func difference(of count: Count) -> String {
    let percent = (Double(count.value) / Double(computed.value) - 1) * 100
    let rounded = (abs(percent) * 10).rounded() / 10
    let share: String = rounded > 0 ? "\(rounded) %" : "under 0.1 %"
    let direction = percent > 0 ? "more" : "fewer"
    return """
      the weights hold \(count.value) parameters, \(share) \(direction) than the \(computed.value) computed from \
      \(model.config.sizesFile.name)
      """
  }
}
