import JSON

extension ModelConfig {
  /// Whether the model has other inputs or outputs than text.
  var isMultimodal: Bool {
    if isNested || otherModality != nil { return true }
    if let outerModelType, MultimodalMarks.modelTypes.contains(where: { outerModelType.equals($0) }) { return true }
    guard let name = outerArchitectures?.elements.first(where: \.isString) else { return false }
    return MultimodalMarks.classes.contains { name.equals($0) }
  }
}
