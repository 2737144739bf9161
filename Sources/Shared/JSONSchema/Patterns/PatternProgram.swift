/// A pattern as instructions, for an ``NFASimulation`` or a ``BacktrackingMatcher``.
struct PatternProgram: Sendable {
  /// One step of matching. Targets are indices of instructions.
  enum Instruction: Sendable {
    /// Matches one code point: the next one, or if `isBackward` the one before. `test` is an index of
    /// ``PatternProgram/tests``.
    case character(test: Int, isBackward: Bool)
    /// Tries two alternatives, in order.
    case either(Int, Int)
    case jump(Int)
    /// Saves the position in a slot. Only for backtracking, as are the next three.
    case save(Int)
    /// Clears the slots of the groups in a repeated part.
    case forget(Range<Int>)
    /// Ends a round of a repetition, whose start is in the slot. A round that matched nothing fails, which ends the
    /// repetition.
    case endRound(slot: Int)
    case backreference(group: Int, isBackward: Bool)
    /// Runs a lookahead or lookbehind: the instructions up to ``matched``. Then continues at `next`. Only for
    /// backtracking.
    case look(isNegated: Bool, next: Int)
    /// Looks up the result of a lookahead or lookbehind, which was found for all positions before. Only for the
    /// simulation.
    case decidedLook(number: Int, isNegated: Bool)
    case start, end
    case wordBoundary(isNegated: Bool)
    case matched
  }

  /// How a program is run.
  enum Execution: Sendable {
    /// By ``NFASimulation``, which takes time in proportion to the text.
    case simulation
    /// By ``BacktrackingMatcher``, which back references need.
    case backtracking
  }

  /// The instructions of a lookahead or lookbehind, for the simulation.
  struct Look: Sendable {
    let number: Int
    let firstInstruction: Int
    /// A lookahead is scanned from the end of the text, a lookbehind from the start.
    let isBackward: Bool
  }

  let execution: Execution
  let instructions: [Instruction]
  /// The character classes.
  let tests: [CharacterTest]
  /// The number of slots for positions: two per group, and one per repetition.
  let slotCount: Int
  /// For the simulation: the lookaheads and lookbehinds, each after those inside it.
  let looks: [Look]

  /// The maximum number of instructions. Counted repetitions are expanded.
  static let maximumInstructions = 100_000

  /// Compiles a pattern.
  ///
  /// - Parameter execution: nil for the one that suits the pattern. Only backtracking knows back references.
  /// - Throws: ``PatternError`` when it is too large, or names a group or property that does not exist.
  init(_ syntax: PatternSyntax, for execution: Execution? = nil) throws(PatternError) {
    self.execution = execution ?? (syntax.hasBackreference ? .backtracking : .simulation)
    var compiler = PatternCompiler(groups: PatternGroups(syntax), execution: self.execution)
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
