import ModelSpec

/// Compares the count of a multimodal model's language model with the count of the whole checkpoint.
extension CountJudge {
  /// The maximum number of parameters besides the language model: encoders, a second copy of tied embeddings, and the
  /// multi-token-prediction layers that the config states. Encoders may have as many as the language model, or a
  /// quarter more than their configs say, but at most 7 billion: the largest ones in use have 6 billion. 1 billion is
  /// always allowed.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  private func maximumOtherParameters() throws(ConfigError) -> Count {
    let stated = model.config.encoderConfigs.reduce(Count(0)) { $0 + EncoderSize.parameters($1) }
    let encoders = min(7_000_000_000, max(computed, 1_000_000_000, stated * 5 / 4))
    let copy = model.isTied ? try model.family.embeddings.tokens(model) : 0
    let next = try MultiTokenPredictionLayers.candidates(model).last { $0.isStated }.map { Count($0.parameters) } ?? 0
    return encoders + copy + next
  }

  /// Decides the count of a multimodal model's language model.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func decideOnPart() throws(ConfigError) -> Decision {
    if let headers, headers.isUnpacked, headers.surplus[.encoders] ?? 0 > 0 {
      if let agreeing { return agreeing }
      return try decide(byHeaders: headers)
    }
    if let headers, headers.isUnpacked {
      if headers.parameters == computed {
        return Decision(parameters: ParameterCount(value: computed, source: headerSource))
      }
      return try compare(headers.parameters...headers.parameters, headerSource)
    }
    if let counted = evidence.counted?.parameters { return try compare(counted...counted, headerSource) }
    if let hub = evidence.hub, fitsBytes(hub) { return try compare(range(of: hub), .hub) }
    return byConfig(atMost: evidence.sizeBytes)
  }

  /// The least and the most weights that the whole checkpoint can have, by the Hub's count.
  private func range(of hub: StoredCount) -> ClosedRange<Count> {
    guard quantization != nil else { return hub.parameters...hub.parameters }
    guard let bits = scheme?.bits, let most = hub.unpacked(bits: bits.lowerBound),
      let least = hub.unpacked(bits: bits.upperBound)
    else {
      // The number of weights cannot be computed. The Hub counts either packed elements or their weights, and an
      // integer has up to 32.
      return hub.parameters...max(hub.parameters, hub.hasContainers ? hub.parameters * 32 : hub.parameters)
    }
    return hub.parameters...max(hub.parameters, least, isStoredSparsely ? most * 2 : most)
  }

  /// Decides by the least and the most weights that the whole checkpoint can have.
  private func compare(_ whole: ClosedRange<Count>, _ source: ParametersSource) throws(ConfigError) -> Decision {
    if whole.upperBound * 1000 < computed * 999 {
      return contradicted(
        by: "its whole checkpoint has \(whole.upperBound.value)",
        reporting: ParameterCount(value: whole.upperBound, source: source))
    }
    let rest = whole.lowerBound - computed
    let limit = try maximumOtherParameters()
    guard rest > limit else { return Decision(parameters: countByConfig()) }
    return contradicted(
      by: """
        its checkpoint has \(rest.value) more, too many for encoders and copies, which have at most \(limit.value) \
        parameters
        """,
      reporting: hasExactFormulas ? countByConfig() : ParameterCount(value: whole.lowerBound, source: source))
  }

  /// Whether the config's count is exact: the config names its family, and states no size that the family does not
  /// read. A language model can then be small beside its encoders.
  private var hasExactFormulas: Bool {
    FamilyRegistry.shared.family(of: model.config) === model.family && model.config.unreadKeys().isEmpty
  }

  /// The decision, with a warning, for a language model whose count does not suit that of the whole checkpoint.
  private func contradicted(by reason: String, reporting parameters: ParameterCount) -> Decision {
    let reported = parameters.source == .config ? "the config's count" : "the whole checkpoint's count"
    let text: () -> String = {
      """
      \(model.config.sizesFile.name) gives the language model \(computed.value) parameters, but \(reason): \(reported) \
      is reported
      """
    }
    return Decision(
      parameters: parameters, message: .warning(text, hint: CountJudge.partHint), isUnexplained: true)
  }

  /// The config's count, with a warning if the whole checkpoint, of a size in bytes, is too small for it.
  private func byConfig(atMost bytes: Int?) -> Decision {
    guard let bytes, Double(bytes) * 8 < leastBits * Double(computed.value) else {
      return Decision(parameters: countByConfig())
    }
    let text: () -> String = {
      "\(model.config.sizesFile.name) gives the language model \(computed.value) parameters, too many for a checkpoint of \(bytes) bytes"
    }
    return Decision(
      parameters: countByConfig(), message: .warning(text, hint: CountJudge.partHint), isUnexplained: true)
  }

  private static let partHint =
    "compare the entry with the model card, or state the language model's parameters with --params N"
}
