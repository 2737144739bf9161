import JSON

/// The change of one field by an update: its old and new value as JSON, nil for an absent one.
struct FieldChange: Equatable {
  let field: String
  let old: String?
  let new: String?

  /// The change in a message, with long values shortened: `num_layers 3 -> 4`.
  var summary: String {
    "\(field) \(FieldChange.excerpt(old ?? "(none)")) -> \(FieldChange.excerpt(new ?? "(removed)"))"
  }

  private static func excerpt(_ value: String) -> String { value.count > 40 ? value.prefix(37) + "..." : value }

  /// Writes the change as one JSON object, without absent values.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member("field", field)
    output.member("old", raw: old)
    output.member("new", raw: new)
    output.endObject()
  }
}

extension JSONElement {
  /// Whether two values are equal: numbers exactly, strings decoded, objects in any order of keys.
  func hasSameValue(as other: JSONElement) -> Bool {
    guard kind == other.kind else { return false }
    switch kind {
    case .number: return source.elementsEqual(other.source) || decimal.map { $0 == other.decimal } ?? false
    case .string: return string == other.string
    case .array:
      return count == other.count && zip(elements, other.elements).allSatisfy { $0.hasSameValue(as: $1) }
    case .object:
      guard count == other.count else { return false }
      let values = Dictionary(other.members.map { ($0.key.string ?? "", $0.value) }) { $1 }
      return members.allSatisfy { key, value in
        key.string.flatMap { values[$0] }.map { value.hasSameValue(as: $0) } ?? false
      }
    case .true, .false, .null, .nonFinite: return true
    }
  }

  /// The value as compact JSON.
  var compactText: String {
    let buffer = ByteBuffer(capacity: 64)
    buffer.element(self)
    return buffer.text
  }
}
