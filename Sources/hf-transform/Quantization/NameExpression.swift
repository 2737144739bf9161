import Patterns

/// An expression in a quantization config that selects modules by their names.
struct NameExpression {
  /// The syntax of an expression, and what part of a name it has to match.
  enum Matching {
    /// A regular expression that matches from the start of a name (Python's `re.match`).
    case fromStart
    /// A regular expression that matches anywhere in a name (Python's `re.search`).
    case anywhere
    /// A file name pattern that matches the whole name (Python's `fnmatch`).
    case wholeName
  }

  /// Whether two names that differ only in the values of digits can have different results.
  let dependsOnDigits: Bool
  private let pattern: Pattern

  /// The longest expression that is read, in bytes.
  private static let longest = 4096

  /// Compiles an expression; nil when it is longer than 4,096 bytes, or cannot be compiled.
  init?(_ expression: String, _ matching: Matching) {
    let source =
      switch matching {
      case .fromStart: "^(?:\(expression))"
      case .anywhere: "(?:\(expression))"
      case .wholeName: "^\(NameExpression.regularExpression(ofGlob: expression))$"
      }
    // Without a lookahead, `Pattern` would build a ``ByteAutomaton`` for each expression of each config, and never free
    // its tables. The empty lookahead `(?=)` always matches.
    guard expression.utf8.count <= NameExpression.longest, let pattern = try? Pattern("(?=)" + source) else {
      return nil
    }
    self.pattern = pattern
    dependsOnDigits = expression.utf8.contains { (48...57).contains($0) }
  }

  /// Whether the expression matches a name.
  ///
  /// - Parameter steps: how many steps comparing may still take; reduced by those taken. When none are left, nothing
  ///   matches.
  func matches(_ name: String, _ steps: inout StepBudget) -> Bool {
    var name = name
    return name.withUTF8 { (try? pattern.matches($0, &steps)) ?? false }
  }

  /// The regular expression for a file name pattern. Source: `fnmatch.translate` of Python.
  private static func regularExpression(ofGlob glob: String) -> String {
    var expression = ""
    var rest = glob.unicodeScalars[...]
    while let character = rest.popFirst() {
      if character == "*" {
        expression += ".*"
      } else if character == "?" {
        expression += "."
      } else if character == "[", let set = takeSet(from: &rest) {
        expression += set
      } else {
        expression += escaped(character)
      }
    }
    return expression
  }

  /// Removes what follows a `[`, up to its `]`, and returns it as a set of characters; nil when there is no `]`.
  private static func takeSet(from rest: inout Substring.UnicodeScalarView) -> String? {
    let isNegated = rest.first == "!"
    let members = isNegated ? rest.dropFirst() : rest
    // A `]` directly after `[` or `[!` is a member of the set.
    guard let end = members.dropFirst().firstIndex(of: "]") else { return nil }
    let set = members[..<end].map { $0 == "-" ? "-" : escaped($0) }.joined()
    rest = rest[rest.index(after: end)...]
    return "[\(isNegated ? "^" : "")\(set)]"
  }

  private static func escaped(_ character: Unicode.Scalar) -> String {
    let isLiteral = character.properties.isAlphabetic || character == "_" || ("0"..."9").contains(character)
    return (isLiteral ? "" : "\\") + String(character)
  }
}
