/// A pattern as instructions, for an ``NFASimulation`` or a ``BacktrackingMatcher``.
struct PatternProgram: Sendable {
  /// One step of matching. After it, the next instruction follows, unless its description says otherwise.
  enum Instruction: Sendable {
    /// Matches one code point: the next one, or if `isBackward` the one before. `test` is an index of
    /// ``PatternProgram/tests``.
    case character(test: Int, isBackward: Bool)
    /// Continues at the first or, if that fails, at the second of these instructions.
    case either(Int, Int)
    /// Continues at this instruction.
    case jump(Int)
    /// Saves the position in this slot. Only for backtracking.
    case save(Int)
    /// Clears these slots: those of the groups in a repetition, before each round, except the first one if it
    /// is mandatory. Only for backtracking.
    case forget(Range<Int>)
    /// Ends a round of a repetition. The slot has the position where the round began. A round that matched the empty
    /// text fails, so that the repetition ends. Only for backtracking.
    case endRound(slot: Int)
    /// Matches the text of a group again: after the position, or if `isBackward` before it. Only for backtracking.
    case backreference(group: Int, isBackward: Bool)
    /// Runs a lookahead or lookbehind: the instructions after this one, up to ``matched``. Then continues at `next`.
    /// Only for backtracking.
    case look(isNegated: Bool, next: Int)
    /// Looks up whether a lookahead or lookbehind matches at the position. That was decided before for all positions.
    /// Only for the simulation.
    case decidedLook(number: Int, isNegated: Bool)
    /// The position must be the start of the text.
    case start
    /// The position must be the end of the text.
    case end
    /// The position must be a word boundary, or if negated must not be one.
    case wordBoundary(isNegated: Bool)
    /// The pattern, lookahead or lookbehind has matched.
    case matched
  }

  /// How a program is run.
  enum Execution: Sendable {
    /// By ``NFASimulation``, which takes time in proportion to the text.
    case simulation
    /// By ``BacktrackingMatcher``, which alone supports back references.
    case backtracking
  }

  /// The instructions of a lookahead or lookbehind, for the simulation.
  struct Look: Sendable {
    /// The number that the parser gave it.
    let number: Int
    /// The index of its first instruction.
    let firstInstruction: Int
    /// Whether the text is scanned from its end. This is so for a lookahead.
    let isBackward: Bool
  }

  let execution: Execution
  let instructions: [Instruction]
  /// The tests of the character classes.
  let tests: [CharacterMatcher]
  /// For backtracking: the number of slots for positions. A group has two; each optional round of a repetition has one.
  let slotCount: Int
  /// For the simulation: the lookaheads and lookbehinds, each after those inside it.
  let looks: [Look]

  /// The maximum number of instructions. A part with the quantifier `{n}` is compiled n times.
  static let maximumInstructions = 100_000

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - execution: nil to choose: backtracking for a pattern with back references, else the simulation.
  ///   - properties: what decides about Unicode properties; nil if the pattern must not name any.
  /// - Throws: ``PatternError`` when it is too large, or names a group or property that does not exist.
  init(
    _ syntax: PatternSyntax, for execution: Execution? = nil, properties: (any UnicodePropertyMatcher.Type)? = nil
  ) throws(PatternError) {
    self.execution = execution ?? (syntax.hasBackreference ? .backtracking : .simulation)
    var compiler = PatternCompiler(
      groups: PatternGroups(syntax), execution: self.execution, properties: properties)
    try compiler.compile(syntax)
    instructions = compiler.instructions
    tests = compiler.tests
    slotCount = compiler.slotCount
    looks = compiler.looks.sorted { $0.number < $1.number }
  }

  /// Whether the pattern matches somewhere in a text.
  ///
  /// - Throws: ``StepLimitReached`` when the step limit is reached; the result is then unknown.
  func matches(_ text: UnsafeBufferPointer<UInt8>, _ budget: inout StepBudget) throws(StepLimitReached) -> Bool {
    switch execution {
    case .simulation: try NFASimulation.matches(self, text, &budget)
    case .backtracking: try BacktrackingMatcher.matches(self, text, &budget)
    }
  }
}
