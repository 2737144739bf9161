import JSON
import JSONSchema
import ModelSpec
import Streams

extension DatabaseReport {
  /// The maximum number of members that are searched for the positions of all violations.
  private static let maximumSearchedMembers = 50_000_000

  /// The position of the value that a violation is about; that of its parent if the value is missing, or if its search
  /// would take seconds, as that of very many values in a large object does.
  func location(of violation: DatabaseViolation) -> TextPosition {
    var value = database
    if let index = violation.entry?.index, entries.indices.contains(index) { value = entries[index] }
    for token in JSONPointer.tokens(violation.detail.path) ?? [] {
      guard violations.count * value.maximumCount <= DatabaseReport.maximumSearchedMembers else { break }
      guard let next = JSONPointer.child(of: value, token: token) else { break }
      value = next
    }
    return output.position(of: value) ?? .start
  }
}
