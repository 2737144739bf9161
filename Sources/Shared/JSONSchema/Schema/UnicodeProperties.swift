import Patterns

/// Unicode properties, for which Swift's `Regex` tests a code point.
final class UnicodeProperties: UnicodePropertyMatcher, @unchecked Sendable {
  private let expression: Regex<AnyRegexOutput>

  init(_ properties: [(name: String, isNegated: Bool)]) throws(PatternError) {
    let members = properties.map { "\\\($0.isNegated ? "P" : "p"){\($0.name)}" }.joined()
    do {
      expression = try Regex("[\(members)]").matchingSemantics(.unicodeScalar)
    } catch {
      let names = properties.map { "'\($0.name)'" }.joined(separator: ", ")
      throw PatternError(
        message: "unknown Unicode property among \(names)", hint: "name a general category or a binary property")
    }
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool { (try? expression.wholeMatch(in: String(Character(scalar)))) != nil }
}
