public import CommandLineTool
public import JSON
public import ModelSpec

extension DocumentReader {
  /// What a stage reads from its input next.
  public enum Item {
    /// A value, valid until the next item is read.
    case document(JSONElement)
    /// The text that follows is not JSON. No item comes after it.
    case malformed(Failure)
  }

  /// The next item of a stage's input; nil at the end. A duplicate key is reported as a warning.
  ///
  /// - Parameters:
  ///   - stage: the stage that reads, which a failure names.
  ///   - diagnostics: where a duplicate key is reported.
  /// - Throws: ``ToolError`` when the input cannot be read.
  public func nextItem(of stage: Stage, _ diagnostics: Diagnostics) throws(ToolError) -> Item? {
    do throws(StreamFault) {
      guard let document = try next() else { return nil }
      if let position = duplicateKeyPosition { diagnostics.warning(position.duplicateKeyWarning) }
      return .document(document)
    } catch {
      switch error {
      case .malformed(let reason, let position):
        return .malformed(.malformedInput(stage: stage, reason: reason, at: position))
      case .unreadable(let error): throw .cannotReadInput(error)
      }
    }
  }
}
