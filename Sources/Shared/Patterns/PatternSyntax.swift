/// A parsed regular expression.
indirect enum PatternSyntax {
  /// The empty expression, which matches at every position.
  case empty
  /// One code point of a class.
  case characters(CharacterClass)
  case sequence([PatternSyntax])
  case alternatives([PatternSyntax])
  /// `maximum` is nil if the number of rounds has no upper limit.
  case repetition(PatternSyntax, minimum: Int, maximum: Int?, isLazy: Bool)
  /// A capturing group; the name is nil if it has none.
  case group(PatternSyntax, name: String?)
  /// A back reference: the name of a group, or its number from 1 in decimal.
  case backreference(String)
  /// A lookahead or lookbehind. `number` identifies it in the pattern. The lookaheads and lookbehinds inside it have
  /// lower numbers, because ``NFASimulation`` evaluates them first.
  case look(PatternSyntax, isBehind: Bool, isNegated: Bool, number: Int)
  /// `^`, which matches at the start of the text.
  case start
  /// `$`, which matches at the end of the text.
  case end
  /// `\b`, or `\B` if negated.
  case wordBoundary(isNegated: Bool)

  /// Whether the expression has a back reference.
  var hasBackreference: Bool {
    switch self {
    case .backreference: true
    case .group(let term, _), .repetition(let term, _, _, _), .look(let term, _, _, _): term.hasBackreference
    case .sequence(let terms), .alternatives(let terms): terms.contains(where: \.hasBackreference)
    case .empty, .characters, .start, .end, .wordBoundary: false
    }
  }

  /// The literal characters with which every text that matches begins; nil when the expression does not begin with `^`
  /// and a literal character outside of groups and alternatives.
  var literalPrefix: String? {
    guard case .sequence(let terms) = self, case .start? = terms.first else { return nil }
    var prefix = ""
    for case .characters(let set) in terms.dropFirst().prefix(while: \.isCharacters) {
      guard let scalar = set.singleValue.flatMap(Unicode.Scalar.init) else { break }
      prefix.unicodeScalars.append(scalar)
    }
    return prefix.isEmpty ? nil : prefix
  }

  private var isCharacters: Bool { if case .characters = self { true } else { false } }
}

/// A set of code points: ranges and Unicode properties, or all code points in neither.
struct CharacterClass {
  /// Ranges of code points, in any order.
  var ranges: [ClosedRange<UInt32>]
  /// Unicode properties, by the text between the braces of `\p{…}`, or of `\P{…}` if negated.
  var properties: [(name: String, isNegated: Bool)] = []
  /// Whether the class has all code points that are in neither the ranges nor the properties.
  var isNegated = false

  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  static let wordCharacters: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
  /// White space and line ends as ECMA-262 defines them (`\s`).
  static let whiteSpace: [ClosedRange<UInt32>] = [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]
  /// Line ends, which `.` does not match.
  static let lineEnds: [ClosedRange<UInt32>] = [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]
  /// The last code point of Unicode.
  static let last: UInt32 = 0x10FFFF

  /// The code point of a class that is one range of one code point; nil for another class.
  var singleValue: UInt32? {
    guard ranges.count == 1, properties.isEmpty, !isNegated, ranges[0].lowerBound == ranges[0].upperBound else {
      return nil
    }
    return ranges[0].lowerBound
  }

  /// The code points of the escape `\d`, `\D`, `\w`, `\W`, `\s` or `\S`, by its letter; nil for other letters.
  static func escaped(_ letter: Unicode.Scalar) -> [ClosedRange<UInt32>]? {
    switch letter {
    case "d": digits
    case "D": complement(of: digits)
    case "w": wordCharacters
    case "W": complement(of: wordCharacters)
    case "s": whiteSpace
    case "S": complement(of: whiteSpace)
    default: nil
    }
  }

  /// All code points that are in none of the ranges, in order.
  static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
    }
    if next <= last { gaps.append(next...last) }
    return gaps
  }
}

/// An error in a regular expression.
public struct PatternError: Error {
  /// The message: lower case, no full stop.
  public let message: String
  /// What to do next; nil when the message is enough.
  public var hint: String?

  /// Makes an error.
  public init(message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
