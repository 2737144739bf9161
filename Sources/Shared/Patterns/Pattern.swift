/// A regular expression of ECMA-262, as in the keyword `pattern`: it matches anywhere in the text.
///
/// A ``ByteAutomaton`` matches most expressions, byte by byte and without allocating memory. An ``NFASimulation``
/// matches those with lookaheads, lookbehinds, word boundaries or Unicode properties, and those whose automaton would
/// be too large. Both take time in proportion to the text. A ``BacktrackingMatcher`` matches those with back
/// references.
public struct Pattern: Sendable {
  /// The text of the expression.
  public let source: String
  /// The automaton that matches the expression; nil if a program does.
  public let automaton: ByteAutomaton?
  /// The program that matches the expression; nil if an automaton does.
  private let program: PatternProgram?
  /// Literal characters that every text that matches begins with; nil if there are none.
  public let literalPrefix: String?

  /// The maximum length of an expression, in bytes.
  static let maximumLength = 100_000

  /// Compiles an expression.
  ///
  /// - Parameter properties: what decides about Unicode properties; nil if the expression must not name any.
  /// - Throws: ``PatternError`` when it is not a regular expression, names a group or Unicode property that does not
  ///   exist, or is too large.
  public init(_ source: String, properties: (any UnicodePropertyMatcher.Type)? = nil) throws(PatternError) {
    var allowance = PatternAllowance()
    try self.init(source, &allowance, properties: properties)
  }

  /// Compiles one of the expressions of a schema.
  ///
  /// - Parameters:
  ///   - allowance: the limits for all expressions of the schema, which are reduced by what this one uses.
  ///   - properties: what decides about Unicode properties; nil if the expression must not name any.
  /// - Throws: ``PatternError``, as ``init(_:properties:)``, and when more instructions are needed than the allowance
  ///   has left.
  public init(
    _ source: String, _ allowance: inout PatternAllowance, properties: (any UnicodePropertyMatcher.Type)? = nil
  ) throws(PatternError) {
    guard source.utf8.count <= Pattern.maximumLength else { throw PatternError.tooLarge }
    self.source = source
    let syntax = try PatternParser.parse(source)
    literalPrefix = syntax.literalPrefix
    automaton = ByteAutomatonBuilder.build(syntax, &allowance)
    program = automaton == nil ? try PatternProgram(syntax, properties: properties) : nil
    allowance.instructions -= program?.instructions.count ?? 0
    guard allowance.instructions >= 0 else { throw PatternError.tooLarge }
  }

  /// Whether a text is a regular expression. Whether the groups of its back references and its Unicode properties exist
  /// is not checked.
  public static func isExpression(_ text: String) -> Bool { (try? PatternParser.parse(text)) != nil }

  /// Whether the expression matches somewhere in a text, which is UTF-8. An automaton takes no steps from the budget.
  ///
  /// - Throws: ``StepLimitReached`` when the step limit is reached; the result is then unknown.
  public func matches(_ text: UnsafeBufferPointer<UInt8>, _ budget: inout StepBudget) throws(StepLimitReached) -> Bool {
    if let automaton { return automaton.matches(text) }
    return try program?.matches(text, &budget) ?? false
  }
}
