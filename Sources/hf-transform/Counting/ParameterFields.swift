import JSON
import ModelSpec
import Streams

/// Fills in the fields of an entry that depend on the parameter count, and prints the warnings and notes about the
/// count. ``CountJudge`` decides the count.
struct ParameterFields {
  let snapshot: Snapshot
  let model: Model
  let overrides: Overrides
  let isMultimodal: Bool

  /// Sets an entry's parameters, active parameters and size of the weight files; also the quantization, if only the
  /// weight files show it or they are GGUF.
  ///
  /// - Throws: ``ConfigError``; ``Failure`` when the weights are those of an adapter.
  func fill(_ entry: inout DerivedEntry, into output: FilterOutput) throws {
    let canCompute = try model.canBeCounted()
    let computed = canCompute ? try model.totalParameters() : 0
    if computed.isTooLarge { throw ConfigError.tooLarge }
    let evidence = WeightsEvidence(snapshot)
    if let size = evidence.sizeBytes { entry.weightsBytes = Count(size) }
    let judge = judge(computed, entry, evidence, into: output)
    if let shown = quantization(by: judge) {
      if entry.quantization == nil || evidence.format == .gguf {
        entry.quantization = shown
      } else if entry.quantization?.bits == nil {
        entry.quantization?.bits = shown.bits
      }
    }
    if let stated = overrides[.parametersBillions] {
      entry.parameters = ParameterCount(value: ParameterFields.count(billions: stated), source: .override)
    } else {
      entry.parameters = try parameters(judge, into: output)
    }
    if entry.isMixture, canCompute { try fillActive(&entry, into: output) }
    if let quantization = entry.quantization, quantization.bits == nil, overrides[.quantization] == nil {
      output.warn(
        "\(snapshot.label): the config does not state the bits of a quantized weight in a known way, so they are left out",
        hint: "state them with --set quantization='{\"method\": \"NAME\", \"bits\": N}'")
    }
    if canCompute, let quantization = entry.quantization { warnOfUnquantizedWeights(quantization, judge, into: output) }
  }

  /// Warns if the config states a quantization, but the weights are stored in 16 bits or more.
  private func warnOfUnquantizedWeights(_ quantization: Quantization, _ judge: CountJudge, into output: FilterOutput) {
    guard quantization.origin == .config || quantization.origin == .bitsInConfig, let bits = quantization.bits,
      let storedBits = judge.unquantizedBits(bits)
    else { return }
    output.warn(
      """
      \(snapshot.label): config.json states a quantization, but the weight files have \(storedBits) bits per weight
      """,
      hint: "check the quantization: the weights may have been dequantized, or are quantized when they are loaded")
  }

  /// Sets the active parameters: the reported total without the experts that are not active for a token.
  private func fillActive(_ entry: inout DerivedEntry, into output: FilterOutput) throws(ConfigError) {
    if overrides[.activeParametersBillions] != nil { return }
    guard entry.expertsPerToken > 0 else {
      return output.warn(
        "\(snapshot.label): \(model.config.sizesFile.name) does not state how many experts are active per token, so active parameters are left out",
        hint: "state it with --set experts_per_token=N")
    }
    let idle = try model.idleParameters()
    entry.activeParameters = entry.parameters.value - idle
    if entry.activeParameters == 0 {
      output.warn(
        """
        \(snapshot.label): the inactive experts have \(idle.value) parameters, not fewer than the total of \
        \(entry.parameters.value.value), so active parameters are left out
        """,
        hint: "state them with --set active_parameters_billions=N")
    }
  }

  /// The quantization that the weight files show; nil without one.
  private func quantization(by judge: CountJudge) -> Quantization? {
    if let method = judge.headers?.inferredMethod { return Quantization(shownByTensors: method) }
    guard judge.evidence.format == .gguf else {
      return judge.quantization?.bits == nil ? quantization(byTypes: judge) : nil
    }
    if let headers = judge.headers {
      let byTypes = headers.ggufBits.map { Quantization(ggufBits: $0, by: .ggufTypes) }
      guard headers.hasDoubtfulTypes, let bySize = quantization(bySizeOf: headers.elements, judge) else {
        return byTypes
      }
      guard let types = byTypes?.bits, let size = bySize.bits, abs(types - size) <= 0.05 * types else { return bySize }
      return byTypes
    }
    guard let hub = judge.evidence.hub, judge.evidence.counted == nil, judge.fitsBytes(hub) else { return nil }
    return quantization(bySizeOf: hub.parameters, judge)
  }

  /// The quantization of a GGUF file with a number of elements, by its size; nil if its weights are not quantized.
  private func quantization(bySizeOf elements: Count, _ judge: CountJudge) -> Quantization? {
    guard let size = judge.evidence.sizeBytes else { return nil }
    let bits = GGUFBits.mean(parameters: Double(elements.value), bits: Double(size) * 8)
    // Files with more bits are not quantized: their weights have 16.
    return bits.flatMap { $0 < 15.5 ? Quantization(ggufBits: $0, by: .ggufSize) : nil }
  }

  /// The quantization that the type of most weights shows; nil without one. Integers are weights only if there are
  /// about as many as the config gives weights: an integer can hold several.
  private func quantization(byTypes judge: CountJudge) -> Quantization? {
    guard let type = judge.headers?.narrowType ?? judge.evidence.hub?.narrowType else { return nil }
    let count = judge.headers?.parameters ?? judge.evidence.hub?.parameters ?? 0
    guard type.content != .integer || judge.isWithin(count, basisPoints: CountJudge.notedBasisPoints) else {
      return nil
    }
    return Quantization(shownByType: type)
  }

  private func parameters(_ judge: CountJudge, into output: FilterOutput) throws -> ParameterCount {
    guard let decision = try judge.decide() else { return try guess(into: output) }
    // An adapter's tensors can have any name, but have far fewer parameters than the model. If the config beside them
    // is that of a quantized model, few elements can also be packed weights, which are integers.
    let isPart = decision.isUnexplained && 2 * decision.parameters.value < judge.computed
    let isUnpacked = judge.quantization == nil || judge.evidence.hub?.isUnpacked ?? false
    if isPart, isUnpacked, snapshot.isDeclaredAdapter {
      throw snapshot.adapterFailure(base: model.config.element(.baseModel))
    }
    if decision.isUnexplained {
      let defaulted = RequiredFields.defaulted(model.config)
      if !defaulted.isEmpty { throw ConfigError.missing(RequiredFields.options(for: defaulted, in: model.config)) }
    }
    switch decision.message {
    case .warning(let text, let hint): output.warn("\(snapshot.label): \(text())", hint: hint)
    case .note(let text): output.note("\(snapshot.label): \(text())")
    case nil: break
    }
    return decision.parameters
  }

  private func judge(
    _ computed: Count, _ entry: borrowing DerivedEntry, _ evidence: WeightsEvidence, into output: FilterOutput
  ) -> CountJudge {
    // Reading the quantization settings of many modules takes time. They are needed only to unpack tensors, if the
    // Hub's count is absent, lower than the config's, more than 1 % higher or cannot be compared with it, or if the
    // method's layout is unknown or it has more than 8 bits.
    let isContradicted =
      evidence.hub.map { hub in
        hub.parameters < computed || hub.parameters * 100 > computed * 101 || isMultimodal || computed == 0
      } ?? (evidence.sizeBytes != nil)
    let isUnusual = entry.quantization.map { $0.known?.layout == nil || $0.bits ?? 0 > 8 } ?? false
    let needsScheme = evidence.tensors != nil || isContradicted || isUnusual
    let scheme = entry.quantization.flatMap { quantization in
      needsScheme ? QuantizationScheme(quantization, model.config, modelOptFile: snapshot.quantConfig) : nil
    }
    let headers = evidence.tensors.flatMap { count($0, evidence, scheme, entry, into: output) }
    return CountJudge(
      model: model, computed: computed, quantization: entry.quantization, scheme: scheme, evidence: evidence,
      headers: headers, isMultimodal: isMultimodal)
  }

  private func count(
    _ tensors: JSONElement, _ evidence: WeightsEvidence, _ scheme: QuantizationScheme?, _ entry: borrowing DerivedEntry,
    into output: FilterOutput
  ) -> HeaderCount? {
    guard let patterns = TensorPattern.read(tensors) else {
      output.warn(
        "\(snapshot.label): 'weights.headers.tensors' is not a list of tensor patterns, and is not used",
        hint: "docs/contract.md describes tensor patterns")
      return nil
    }
    let headers = HeaderCount(
      patterns, isGGUF: evidence.format == .gguf,
      HeaderCount.CountingInput(
        layers: model.layers.value, isTied: model.isKnownToBeTied, isMultimodal: isMultimodal, scheme: scheme,
        isQuantized: entry.quantization != nil))
    if !headers.unreadable.isEmpty {
      let list = headers.unreadable.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      output.warn(
        """
        \(snapshot.label): the quantization config has expressions that cannot be read: \(list); their modules get the \
        settings of the whole checkpoint
        """, hint: CountJudge.checkHint)
    }
    return headers
  }

  private func guess(into output: FilterOutput) throws(ConfigError) -> ParameterCount {
    guard let guess = snapshot.modelID?.string.flatMap(NameGuess.parameters) else { throw .parametersUnknown }
    output.warn(
      "\(snapshot.label): the number of parameters, \(guess.value), is taken from the name",
      hint: "state it with --params N")
    return ParameterCount(value: guess, source: .name)
  }

  /// A number of billions as a count; 0 unless it is above 0 and below 10^8.
  private static func count(billions: JSONElement) -> Count {
    guard let number = billions.double, number > 0, number < 1e8 else { return 0 }
    return Count(Int(saturating: (number * 1e9).rounded()))
  }
}
