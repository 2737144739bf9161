import JSON

extension ModelConfig {
  /// Whether the output head uses the matrix of the token embeddings; false when the config does not say.
  ///
  /// - Throws: ``ConfigError`` when the value is not true, false, 0 or 1.
  func tiesEmbeddings() throws(ConfigError) -> Bool {
    let tied = try flag(.tiedEmbeddings) ?? false
    guard isNested, !isOverridden(.tiedEmbeddings) else { return tied }
    if isOuterModel(in: TextBackbones.neverTying) { return false }
    guard let outer = outerTying?.bool, outer != tied else { return tied }
    if isOuterModel(in: TextBackbones.tyingByInner) { return tied }
    return outer || isOuterModel(in: TextBackbones.tyingByEither)
  }

  private func isOuterModel(in names: [StaticString]) -> Bool {
    outerModelType.map { type in names.contains { type.equals($0) } } ?? false
  }
}
