import JSON

extension ModelConfig {
  /// Whether the output head uses the matrix of the token embeddings; false when the config does not say.
  ///
  /// - Throws: ``ConfigError`` when the value is not true, false, 0 or 1.
  func tiesEmbeddings() throws(ConfigError) -> Bool {
    let tied = try tiesByOwnKeys()
    guard isNested, !isOverridden(.tiedEmbeddings) else { return tied }
    if isOuterModel(in: TextBackbones.neverTying) { return false }
    guard let outer = outerTying?.bool, outer != tied else { return tied }
    if isOuterModel(in: TextBackbones.tyingByInner) { return tied }
    return outer || isOuterModel(in: TextBackbones.tyingByEither)
  }

  /// Whether `tie_word_embeddings` or a class's own key says so. A config with the class's own key does not have the
  /// class default of `tie_word_embeddings`.
  ///
  /// - Throws: ``ConfigError`` when a value is not true, false, 0 or 1.
  private func tiesByOwnKeys() throws(ConfigError) -> Bool {
    let stated = try flag(.tiedEmbeddings)
    guard !isOverridden(.tiedEmbeddings), let shared = try flag(.sharedEmbeddings) else { return stated ?? false }
    return shared || stated == true && !isDefaulted(.tiedEmbeddings)
  }

  /// Whether the outermost config's class has a rule for tied embeddings that also reads the language model's config.
  /// The outer value then does not replace one that the language model's config leaves out.
  var outerClassReadsInnerTying: Bool {
    isOuterModel(in: TextBackbones.tyingByInner) || isOuterModel(in: TextBackbones.tyingByEither)
  }

  private func isOuterModel(in names: [StaticString]) -> Bool {
    outerModelType.map { type in names.contains { type.equals($0) } } ?? false
  }
}
