import Shared

/// The sentences that several checks share.
enum Sentence {
  static let exponentTooLarge = "the exponent of this number is too large to compare"

  /// A value for a message: its text, shortened where it is long.
  static func quote(_ value: JSONElement) -> String {
    let text = String(decoding: value.source.prefix(241), as: UTF8.self)
    guard text.count > 60 else { return text }
    return text.prefix(57) + "..."
  }

  static func wrongType(_ value: JSONElement, _ types: TypeSet) -> String {
    "must be of type \(types.names.joined(separator: " or ")) (is \(quote(value)))"
  }

  static func outOfBounds(_ kind: BoundKind, _ limit: ExactDecimal, _ value: JSONElement) -> String {
    let relation =
      switch kind {
      case .minimum: "at least"
      case .maximum: "at most"
      case .exclusiveMinimum: "above"
      case .exclusiveMaximum: "below"
      }
    return "must be \(relation) \(limit) (is \(quote(value)))"
  }

  static func notAMultiple(_ divisor: ExactDecimal, _ value: JSONElement) -> String {
    "must be a multiple of \(divisor) (is \(quote(value)))"
  }

  static func notOneOf(_ values: [String], _ value: JSONElement) -> String {
    let listed = values.prefix(12).joined(separator: ", ") + (values.count > 12 ? ", ..." : "")
    return "must be one of \(listed) (is \(quote(value)))"
  }

  static func missing(_ name: String) -> String { "the required property '\(name)' is missing" }
}
