import JSON
import ModelSpec

/// Compares the Hub's count of packed elements with the config's count.
extension CountJudge {
  /// The decision for a packed checkpoint by the Hub's count; nil when the weights are not packed or do not seem to be,
  /// or when their number cannot be computed and the size of the files does not suit the config's count.
  ///
  /// If the number of unpacked weights is about the config's count, the config's count is reported, since it is exact.
  /// Otherwise the number of unpacked weights is reported, with a warning: it is an estimate, which includes zero
  /// points and scales.
  func unpacked(_ hub: StoredCount) -> Decision? {
    if hasOneWeightPerElement(hub) { return nil }
    let byConfig = Decision(parameters: countByConfig(.packed(hub.parameters.value, bits: quantization?.bits)))
    // For some methods, the Hub's count is of unpacked weights: floor(element bits / weight bits) for each element.
    if isWithin(hub.parameters, basisPoints: CountJudge.packedBasisPoints) { return byConfig }
    if isUnpackedFromFloats(hub) || isUnpackedAsWords(hub) { return byConfig }
    guard scheme?.layout != nil, let bits = scheme?.bits, let least = hub.unpacked(bits: bits.upperBound),
      let most = hub.unpacked(bits: bits.lowerBound)
    else { return isSizePlausible && (hub.hasContainers || isStoredSparsely || isProbablyPacked) ? byConfig : nil }
    let whole = isStoredSparsely ? most * 2 : most
    let mostWithScales = Double(computed.value) * (1 + shareOfByteScales)
    if Double(least.value) <= mostWithScales, computed * 9 <= whole * 10 { return byConfig }
    let text: () -> String = {
      """
      \(difference(of: hub.parameters)): unpacked, there are about \(most.value) weights, which \
      \(model.config.sizesFile.name) does not explain
      """
    }
    return Decision(
      parameters: ParameterCount(value: most, source: .hub, correction: .unpacked),
      message: .warning(text, hint: CountJudge.exactHint), isUnexplained: true)
  }

  /// The maximum share that scales of 8 bits add to a count of unpacked weights. The Hub unpacks them like weights, and
  /// counts them twice if there is a `quantization_config`: one scale for 16 weights of 4 bits then adds a quarter.
  private var shareOfByteScales: Double {
    // Counted once, such a scale adds an eighth; a seventh leaves a tolerance.
    let usual = 1.0 / 7
    guard let group = scheme?.usual.groupSize, group >= 16, let bits = scheme?.usual.bits, bits >= 4 else {
      return usual
    }
    return max(usual, 2 * (8 / bits) / Double(group))
  }

  /// Whether the Hub's count, corrected for the width of the elements, is about the config's. GPTQ and AWQ can pack
  /// weights into elements of another width than 32 bits (GPTQModel's `pack_dtype`, AWQ's `gemv_fast`), and the Hub
  /// counts as many weights in each element as fit in 32 bits.
  private func isUnpackedAsWords(_ hub: StoredCount) -> Bool {
    guard let method = quantization?.known, method === QuantizationMethod.gptq || method === QuantizationMethod.awq
    else {
      return false
    }
    return hub.correctedForElementWidths.map { isWithin($0, basisPoints: CountJudge.packedBasisPoints) } ?? false
  }

  /// Whether the number of weights is about the config's count if the elements of a float type are packed weights
  /// (bitsandbytes' `bnb_4bit_quant_storage`). The embeddings are not packed, and can have the same type.
  private func isUnpackedFromFloats(_ hub: StoredCount) -> Bool {
    guard let container = scheme?.floatContainer, let bits = scheme?.usual.bits, bits > 0,
      let elements = hub.count(of: container), let embeddings = try? model.family.embeddings.parameters(model)
    else { return false }
    let others = hub.parameters - elements
    return [others, others + embeddings].contains { unpacked in
      let packed = Double((hub.parameters - unpacked).value) * Double(container.bits) / bits
      guard let weights = Int(truncating: packed) else { return false }
      return isWithin(unpacked + Count(weights), basisPoints: CountJudge.packedBasisPoints)
    }
  }

  /// The decision for packed weights without a quantization config, by the Hub's count; nil when no usual number of
  /// bits gives about the config's count.
  func decisionForUnnamedPacking(_ hub: StoredCount) -> Decision? {
    let bits = unnamedBits { hub.unpacked(bits: $0) ?? ($0 == 8 && hub.isMostlyBytes ? hub.parameters : nil) }
    return bits.map { decisionForUnnamedPacking($0, .packed(hub.parameters.value, bits: $0)) }
  }

  /// The decision for packed weights without a quantization config, by the headers; nil when no usual number of bits
  /// gives about the config's count.
  func decisionForUnnamedPacking(_ headers: HeaderCount) -> Decision? {
    unnamedBits { headers.unpacked(bits: $0) }.map { decisionForUnnamedPacking($0, nil) }
  }

  /// The bits per weight for which the number of unpacked weights is about the config's count; nil if none fit, or the
  /// family is unknown.
  private func unnamedBits(_ unpacked: (Double) -> Count?) -> Double? {
    guard !model.family.isAssumed else { return nil }
    return [4, 8, 3, 2].first { bits in
      unpacked(bits).map { isWithin($0, basisPoints: CountJudge.packedBasisPoints) } ?? false
    }
  }

  private func decisionForUnnamedPacking(_ bits: Double, _ correction: ParameterCount.Correction?) -> Decision {
    let text: () -> String = {
      """
      the weights are quantized, with about \(bits.text) bits each, but no config says how: the count of \
      \(model.config.sizesFile.name) is reported
      """
    }
    let hint = "state the method with --set quantization='{\"method\": \"gptq\", \"bits\": \(bits.text)}'"
    return Decision(parameters: countByConfig(correction), message: .warning(text, hint: hint))
  }

  /// The decision when the Hub counts more elements than the config gives weights, and their packing explains it: an
  /// element is a part of a weight of more than 8 bits, or scales that no config describes are counted. Nil when the
  /// packing does not explain it, or the family is unknown.
  func decisionForPackedSurplus(_ hub: StoredCount) -> Decision? {
    guard let quantization else { return decisionForUnnamedPacking(hub) ?? decisionForBytes(hub) }
    guard !model.family.isAssumed else { return nil }
    if quantization.bits ?? 0 > 8 { return unpacked(hub) }
    if canExceedWeights(hub) || isUnpackedAsWords(hub) {
      return Decision(parameters: countByConfig(.packed(hub.parameters.value, bits: quantization.bits)))
    }
    // At most an eighth more: two scales for 16 weights.
    guard quantization.known?.layout == nil, hub.isMostlyBytes, isSizePlausible, hub.parameters * 8 <= computed * 9
    else { return nil }
    let text: () -> String = {
      """
      \(difference(of: hub.parameters)): the surplus can be scales, since the packing is not known, so the count of \
      \(model.config.sizesFile.name) is reported
      """
    }
    return Decision(parameters: countByConfig(), message: .note(text))
  }

  /// The decision when no config says how the weights are quantized, and more bytes are stored than the config gives
  /// weights, as DFloat11 does. Weights that are not quantized are never integers, so the number of integers is not a
  /// number of weights. Nil when most elements are not bytes, or the family is unknown.
  private func decisionForBytes(_ hub: StoredCount) -> Decision? {
    guard !model.family.isAssumed, hub.isMostlyBytes, hub.hasContainers, isSizePlausible else { return nil }
    let text: () -> String = {
      """
      \(difference(of: hub.parameters)): most are bytes of quantized weights, and no config says how they are packed, \
      so the count of \(model.config.sizesFile.name) is reported
      """
    }
    return Decision(
      parameters: countByConfig(), message: .warning(text, hint: CountJudge.exactHint), isUnexplained: true)
  }

  /// Whether the Hub's count can be higher because of the packing. The Hub counts the weights in an element as if all
  /// weights had the usual bits and filled the element. Modules with more bits have fewer weights in an element, and 32
  /// bits hold only 10 weights of 3 bits. Modules with more than 8 bits are not packed.
  private func canExceedWeights(_ hub: StoredCount) -> Bool {
    guard scheme?.layout != nil, let usual = scheme?.usual.bits, let bits = scheme?.bits, usual >= 1, usual <= 8
    else { return false }
    let mostBits = max(min(bits.upperBound, 8), usual)
    let share = (32 / usual).rounded(.down) * usual / 32 * usual / mostBits
    return share < 1 && Double(hub.parameters.value) * share <= Double(computed.value)
  }

  /// Whether each element is one weight, so that the count is exact: all quantized weights have 8 bits, and most
  /// elements have 8 bits too.
  private func hasOneWeightPerElement(_ hub: StoredCount) -> Bool {
    guard scheme?.bits == 8...8, !isStoredSparsely else { return false }
    return hub.isMostlyBytes && hub.unpacked(bits: 8) == nil
  }

  /// Whether the config gives some weights fewer than 8 bits, so that an element probably has several weights.
  private var isProbablyPacked: Bool { scheme?.bits.map { $0.lowerBound < 8 } ?? false }

  /// Whether only two of each four weights are stored (2:4 sparsity).
  var isStoredSparsely: Bool { scheme.map { $0.sparsity != .none } ?? false }
}
