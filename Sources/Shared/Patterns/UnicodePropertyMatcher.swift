/// Decides whether a code point has Unicode properties, such as `\p{Letter}`.
///
/// The platform's implementation is in a library of more than a megabyte. This module does without it, so that a tool
/// whose expressions have no properties starts faster. A matcher is a class, because a struct with a `Regex` would be
/// copied each time, and ``NFASimulation`` would take three times as long.
public protocol UnicodePropertyMatcher: AnyObject, Sendable {
  /// Makes a matcher of code points that have one of these properties, or do not have a negated one.
  ///
  /// - Throws: ``PatternError`` when a property is unknown.
  init(_ properties: [(name: String, isNegated: Bool)]) throws(PatternError)

  /// Whether a code point matches.
  func contains(_ scalar: Unicode.Scalar) -> Bool
}
