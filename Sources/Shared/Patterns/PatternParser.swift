/// Parses regular expressions of ECMA-262 with its `u` flag: a text is a sequence of code points, and an unknown
/// escape is an error. But any ASCII character other than a letter or digit may be escaped, because published schemas
/// have such escapes, although the `u` flag forbids some.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var lookCount = 0

  /// The maximum depth of nested groups.
  private static let maximumDepth = 100

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// Parses an expression.
  ///
  /// - Throws: ``PatternError`` when it is not valid, or its groups are nested too deep. Whether the groups of back
  ///   references and the Unicode properties exist is not checked.
  static func parse(_ text: String) throws(PatternError) -> PatternSyntax {
    var parser = PatternParser(text)
    let syntax = try parser.parseAlternatives()
    guard parser.position == parser.scalars.count else { throw PatternError(message: "unmatched ')'") }
    try syntax.checkGroupNames()
    return syntax
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ expected: Unicode.Scalar) -> Bool {
    guard current == expected else { return false }
    position += 1
    return true
  }

  private mutating func take(text: String) -> Bool {
    let expected = Array(text.unicodeScalars)
    guard scalars[position...].starts(with: expected) else { return false }
    position += expected.count
    return true
  }

  private mutating func parseAlternatives() throws(PatternError) -> PatternSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= PatternParser.maximumDepth else { throw PatternError(message: "groups are nested too deep") }
    var alternatives = [try parseSequence()]
    while take("|") { alternatives.append(try parseSequence()) }
    return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
  }

  private mutating func parseSequence() throws(PatternError) -> PatternSyntax {
    var terms: [PatternSyntax] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      let term = try parseTerm()
      terms.append(try parseQuantifier(of: term))
    }
    return terms.count == 1 ? terms[0] : terms.isEmpty ? .empty : .sequence(terms)
  }

  private mutating func parseTerm() throws(PatternError) -> PatternSyntax {
    guard let scalar = current else { return .empty }
    position += 1
    switch scalar {
    case "^": return .start
    case "$": return .end
    case ".": return .characters(CharacterClass(ranges: CharacterClass.lineEnds, isNegated: true))
    case "(": return try parseGroup()
    case "[": return .characters(try parseClass())
    case "\\": return try parseEscape()
    case "*", "+", "?": throw PatternError(message: "nothing to repeat before '\(scalar)'")
    case "{", "}", "]":
      throw PatternError(message: "unescaped '\(scalar)'", hint: "write '\\\(scalar)' for the character itself")
    default: return .characters(CharacterClass(ranges: [scalar.value...scalar.value]))
    }
  }

  private mutating func parseGroup() throws(PatternError) -> PatternSyntax {
    let inner: PatternSyntax
    if take(text: "?:") {
      inner = try parseAlternatives()
    } else if take(text: "?=") {
      inner = try parseLook(isBehind: false, isNegated: false)
    } else if take(text: "?!") {
      inner = try parseLook(isBehind: false, isNegated: true)
    } else if take(text: "?<=") {
      inner = try parseLook(isBehind: true, isNegated: false)
    } else if take(text: "?<!") {
      inner = try parseLook(isBehind: true, isNegated: true)
    } else if take(text: "?<") {
      let name = try parseName()
      inner = .group(try parseAlternatives(), name: name)
    } else if current == "?" {
      throw PatternError(message: "unknown type of group after '(?'")
    } else {
      inner = .group(try parseAlternatives(), name: nil)
    }
    guard take(")") else { throw PatternError(message: "a group has no ')'") }
    return inner
  }

  private mutating func parseLook(isBehind: Bool, isNegated: Bool) throws(PatternError) -> PatternSyntax {
    let term = try parseAlternatives()
    lookCount += 1
    return .look(term, isBehind: isBehind, isNegated: isNegated, number: lookCount - 1)
  }

  private mutating func parseName() throws(PatternError) -> String {
    var name = ""
    while let scalar = current, scalar != ">" {
      let isAllowed = name.isEmpty ? scalar.properties.isIDStart || scalar == "_" : scalar.properties.isIDContinue
      guard isAllowed || scalar == "$" else { throw PatternError(message: "invalid group name") }
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take(">"), !name.isEmpty else { throw PatternError(message: "invalid group name") }
    return name
  }

  private mutating func parseQuantifier(of term: PatternSyntax) throws(PatternError) -> PatternSyntax {
    var bounds: (minimum: Int, maximum: Int?)?
    if take("*") { bounds = (0, nil) } else if take("+") { bounds = (1, nil) } else if take("?") { bounds = (0, 1) }
    if bounds == nil, take("{") { bounds = try parseBounds() }
    guard let bounds else { return term }
    switch term {
    case .start, .end, .wordBoundary, .look: throw PatternError(message: "an assertion cannot be repeated")
    default: break
    }
    return .repetition(term, minimum: bounds.minimum, maximum: bounds.maximum, isLazy: take("?"))
  }

  private mutating func parseBounds() throws(PatternError) -> (Int, Int?) {
    guard let minimum = parseNumber() else {
      throw PatternError(message: "malformed repetition; write {n}, {n,} or {n,m}")
    }
    var maximum: Int? = minimum
    if take(",") { maximum = parseNumber() }
    guard take("}") else { throw PatternError(message: "malformed repetition; write {n}, {n,} or {n,m}") }
    if let maximum, maximum < minimum { throw PatternError(message: "the bounds of a repetition are out of order") }
    return (minimum, maximum)
  }

  private mutating func parseNumber() -> Int? {
    var digits = ""
    while let scalar = current, ("0"..."9").contains(scalar) {
      digits.unicodeScalars.append(scalar)
      position += 1
    }
    return digits.isEmpty ? nil : Int(digits) ?? Int.max
  }

  private mutating func parseEscape() throws(PatternError) -> PatternSyntax {
    guard let scalar = current else { throw PatternError(message: "ends in a backslash") }
    switch scalar {
    case "b", "B":
      position += 1
      return .wordBoundary(isNegated: scalar == "B")
    case "k":
      position += 1
      guard take("<") else { throw PatternError(message: "invalid group name") }
      return .backreference(try parseName())
    case "1"..."9":
      return .backreference("\(parseNumber() ?? 0)")
    default:
      return .characters(try parseEscapedCharacters())
    }
  }

  /// Parses the escapes that are allowed both inside and outside a character class.
  private mutating func parseEscapedCharacters() throws(PatternError) -> CharacterClass {
    guard let scalar = current else { throw PatternError(message: "ends in a backslash") }
    position += 1
    if let ranges = CharacterClass.escaped(scalar) { return CharacterClass(ranges: ranges) }
    if scalar == "p" || scalar == "P" {
      return CharacterClass(ranges: [], properties: [(try parseProperty(), scalar == "P")])
    }
    let value = try parseEscapedValue(scalar)
    return CharacterClass(ranges: [value...value])
  }

  private mutating func parseProperty() throws(PatternError) -> String {
    var name = ""
    guard take("{") else { throw PatternError(message: "'\\p' needs a property in braces") }
    while let scalar = current, scalar != "}" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take("}"), !name.isEmpty,
      name.unicodeScalars.allSatisfy({
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "=")
      })
    else { throw PatternError(message: "malformed property '\(name)'") }
    return name
  }

  private mutating func parseEscapedValue(_ scalar: Unicode.Scalar) throws(PatternError) -> UInt32 {
    switch scalar {
    case "t": return 0x09
    case "n": return 0x0A
    case "v": return 0x0B
    case "f": return 0x0C
    case "r": return 0x0D
    case "0":
      if let next = current, ("0"..."9").contains(next) { throw PatternError(message: "octal escapes are not allowed") }
      return 0
    case "c":
      guard let letter = current, letter.isASCII, letter.properties.isAlphabetic else {
        throw PatternError(message: "'\\c' needs a letter")
      }
      position += 1
      return letter.value % 32
    case "x": return try parseHexadecimal(digits: 2)
    case "u": return try parseUnicodeEscape()
    default:
      guard scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
        throw PatternError(message: "'\\\(scalar)' is not an escape of ECMA-262")
      }
      return scalar.value
    }
  }

  private mutating func parseUnicodeEscape() throws(PatternError) -> UInt32 {
    if take("{") {
      var digits = ""
      while let scalar = current, scalar != "}" {
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      guard take("}"), let value = PatternParser.hexadecimal(digits), value <= 0x10FFFF else {
        throw PatternError(message: "'\\u{\(digits)}' is not a code point")
      }
      return value
    }
    let unit = try parseHexadecimal(digits: 4)
    let end = position
    guard (0xD800..<0xDC00).contains(unit), take(text: "\\u"), current != "{" else {
      position = end
      return unit
    }
    let second = try parseHexadecimal(digits: 4)
    guard (0xDC00..<0xE000).contains(second) else {
      // The first escape is an unpaired surrogate. The second one is parsed next.
      position = end
      return unit
    }
    return 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00)
  }

  private mutating func parseHexadecimal(digits count: Int) throws(PatternError) -> UInt32 {
    let digits = String(String.UnicodeScalarView(scalars[position...].prefix(count)))
    guard digits.unicodeScalars.count == count, let value = PatternParser.hexadecimal(digits) else {
      throw PatternError(message: "a hexadecimal escape needs \(count) digits")
    }
    position += count
    return value
  }

  /// The value of hexadecimal digits; nil for other text. The digits are checked because `UInt32.init` accepts a sign.
  private static func hexadecimal(_ digits: String) -> UInt32? {
    digits.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit } ? UInt32(digits, radix: 16) : nil
  }

  private mutating func parseClass() throws(PatternError) -> CharacterClass {
    var set = CharacterClass(ranges: [], isNegated: take("^"))
    while !take("]") {
      guard current != nil else { throw PatternError(message: "a character class has no ']'") }
      let first = try parseClassAtom()
      guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
        set.ranges += first.ranges
        set.properties += first.properties
        continue
      }
      position += 1
      let second = try parseClassAtom()
      guard let low = first.singleValue, let high = second.singleValue else {
        throw PatternError(message: "a character range needs a single character at each end")
      }
      guard low <= high else { throw PatternError(message: "the ends of a character range are out of order") }
      set.ranges.append(low...high)
    }
    return set
  }

  private mutating func parseClassAtom() throws(PatternError) -> CharacterClass {
    guard let scalar = current else { throw PatternError(message: "a character class has no ']'") }
    position += 1
    guard scalar == "\\" else { return CharacterClass(ranges: [scalar.value...scalar.value]) }
    if take("b") { return CharacterClass(ranges: [0x08...0x08]) }
    return try parseEscapedCharacters()
  }
}
