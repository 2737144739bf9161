import JSON

/// Messages of violations.
enum ViolationMessages {
  static let exponentTooLarge = "the exponent of this number is too large to compare"

  static func wrongType(_ value: JSONElement, _ types: TypeSet) -> String {
    expectations[Int(types.rawValue)] + value.excerpt
  }

  /// By the raw value of a ``TypeSet``: the message up to the value. Making each message from the names of the types
  /// took 16 % of the time for an invalid value.
  private static let expectations: [String] = (UInt8(0)..<128).map { bits in
    "must be \(TypeSet(rawValue: bits).names.map(article).joined(separator: " or ")), is "
  }

  /// A type with its article: `an integer`, `null`.
  private static func article(_ type: String) -> String {
    switch type {
    case "null": type
    case "integer", "object", "array": "an \(type)"
    default: "a \(type)"
    }
  }

  static func outOfBounds(_ kind: NumericComparison, _ limit: ExactDecimal, _ value: JSONElement) -> String {
    let relation =
      switch kind {
      case .minimum: "at least"
      case .maximum: "at most"
      case .exclusiveMinimum: "above"
      case .exclusiveMaximum: "below"
      }
    return "must be \(relation) \(limit), is \(value.excerpt)"
  }

  static func notAMultiple(_ divisor: ExactDecimal, _ value: JSONElement) -> String {
    "must be a multiple of \(divisor), is \(value.excerpt)"
  }

  static func notOneOf(_ values: [String], _ value: JSONElement) -> String {
    guard !values.isEmpty else { return "is \(value.excerpt), and the empty 'enum' allows no value" }
    let listed = values.prefix(12).joined(separator: ", ") + (values.count > 12 ? ", ..." : "")
    return "must be one of \(listed), is \(value.excerpt)"
  }

  static func missing(_ name: String) -> String { "the required property '\(name)' is missing" }
}
