/// A regular expression of ECMA-262, as `pattern` takes it: it matches where it is found anywhere in the text.
///
/// What a finite automaton can decide, one decides, byte by byte and without allocating. Look-around, back references,
/// word boundaries, Unicode properties and what needs too large an automaton are left to a ``PatternMatcher``.
public struct Pattern: Sendable {
  /// The expression as the schema has it.
  let source: String
  /// The automaton that decides it, where there is one.
  let automaton: ByteAutomaton?
  private let program: PatternProgram?

  /// The longest expression, in bytes.
  static let maximumLength = 100_000

  /// Compiles an expression.
  ///
  /// - Throws: ``PatternError`` when it is not a regular expression, or too large.
  public init(_ source: String) throws(PatternError) {
    guard source.utf8.count <= Pattern.maximumLength else { throw PatternError.tooLarge }
    self.source = source
    let syntax = try PatternParser.parse(source)
    automaton = ByteAutomatonBuilder.build(syntax)
    program = automaton == nil ? try PatternProgram(syntax) : nil
  }

  /// Whether the expression matches somewhere in a text.
  ///
  /// - Throws: ``StepLimitReached`` when that takes more steps than are left.
  public func matches(_ text: UnsafeBufferPointer<UInt8>, _ budget: inout StepBudget) throws(StepLimitReached) -> Bool {
    if let automaton { return automaton.matches(text) }
    guard let program else { return false }
    return try PatternMatcher.matches(program, text, &budget)
  }
}
