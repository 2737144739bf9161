/// A test of code points for Unicode properties, such as `\p{Letter}`.
///
/// The platform's test is in a library of more than a megabyte. This module does without it, so that a tool whose
/// expressions have no properties starts faster. A test is a class, because a struct with a `Regex` would be copied
/// each time, and ``NFASimulation`` would take three times as long.
public protocol UnicodePropertyTest: AnyObject, Sendable {
  /// Makes a test that a code point passes if it has one of these properties, or does not have a negated one.
  ///
  /// - Throws: ``PatternError`` when a property is unknown.
  init(_ properties: [(name: String, isNegated: Bool)]) throws(PatternError)

  /// Whether a code point passes.
  func contains(_ scalar: Unicode.Scalar) -> Bool
}
