import JSON
import JSONSchema
import ModelSpec
import Streams

extension DatabaseReport {
  /// The position of the value that a violation is about; that of its parent if the value is missing.
  func location(of violation: DatabaseViolation) -> TextPosition {
    var value = database
    if let index = violation.entry?.index, entries.indices.contains(index) { value = entries[index] }
    for token in JSONPointer.tokens(violation.detail.path) ?? [] {
      guard let next = JSONPointer.child(of: value, token: token) else { break }
      value = next
    }
    return output.position(of: value) ?? .start
  }
}
