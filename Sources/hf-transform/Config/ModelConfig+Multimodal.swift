import JSON

extension ModelConfig {
  /// Whether the model has other inputs or outputs than text.
  var isMultimodal: Bool {
    if isNested || otherModality != nil { return true }
    guard let outerModelType else { return false }
    return MultimodalMarks.modelTypes.contains { outerModelType.equals($0) }
  }
}
