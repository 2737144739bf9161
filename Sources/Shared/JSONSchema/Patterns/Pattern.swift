import JSON

/// A regular expression of ECMA-262, as `pattern` takes it: it matches where it is found anywhere in the text.
///
/// What a finite automaton can decide, one decides, byte by byte and without allocating; look-around, back references,
/// word boundaries and Unicode properties are left to the toolchain's `Regex`.
struct Pattern: @unchecked Sendable {
  /// The expression as the schema has it.
  let source: String
  /// The automaton that decides it, where there is one.
  let automaton: ByteAutomaton?
  private let expression: Regex<AnyRegexOutput>?

  /// Compiles an expression.
  ///
  /// - Throws: ``PatternError`` when it is none, or says what the toolchain's regular expressions cannot.
  init(_ source: String) throws(PatternError) {
    self.source = source
    let syntax = try PatternParser.parse(source)
    automaton = ByteAutomatonBuilder.build(syntax)
    expression = automaton == nil ? try Pattern.expression(syntax) : nil
  }

  private static func expression(_ syntax: PatternSyntax) throws(PatternError) -> Regex<AnyRegexOutput> {
    do {
      return try Regex(syntax.regexSource()).matchingSemantics(.unicodeScalar).asciiOnlyWordCharacters()
        .wordBoundaryKind(.simple)
    } catch {
      let reason = "\(error)".split(separator: "\n").first.map(String.init) ?? "unknown"
      throw PatternError(
        message: "the toolchain's regular expressions cannot say this (\(reason))",
        hint: "put it in other words; look-around, back references and properties differ between implementations")
    }
  }

  /// Whether the expression matches somewhere in a text.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if let automaton { return automaton.matches(text) }
    guard let expression else { return false }
    return (try? expression.firstMatch(in: String(decoding: text, as: UTF8.self))) != nil
  }
}
