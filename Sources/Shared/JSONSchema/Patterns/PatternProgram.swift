/// A pattern as instructions for a ``PatternMatcher``.
struct PatternProgram: Sendable {
  /// One step of matching. Targets are indices of instructions.
  enum Instruction: Sendable {
    /// Matches one code point of the class: the next one, or in a lookbehind the one before.
    case character(CharacterTest, isBackward: Bool)
    /// Tries two alternatives, in order.
    case either(Int, Int)
    case jump(Int)
    /// Saves the position in a slot.
    case save(Int)
    /// Clears the groups of a repeated part.
    case forget(Range<Int>)
    /// Ends a round of a repetition; a round that matched nothing ends the repetition.
    case endRound(slot: Int)
    case backreference(group: Int, isBackward: Bool)
    /// A lookahead or lookbehind: the instructions up to ``matched``; then continues at `next`.
    case look(isNegated: Bool, next: Int)
    case start, end
    case wordBoundary(isNegated: Bool)
    case matched
  }

  let instructions: [Instruction]
  /// The number of slots for positions: two per group, and one per repetition.
  let slotCount: Int

  /// The maximum number of instructions. Counted repetitions are expanded.
  static let maximumInstructions = 100_000

  /// Compiles a pattern.
  ///
  /// - Throws: ``PatternError`` when it is too large, or names a group or property that does not exist.
  init(_ syntax: PatternSyntax) throws(PatternError) {
    var compiler = PatternCompiler(groups: PatternGroups(syntax))
    try compiler.compile(syntax, isBackward: false)
    try compiler.emit(.matched)
    instructions = compiler.instructions
    slotCount = compiler.slotCount
  }
}

/// The groups of a pattern, in the order of their opening parentheses.
struct PatternGroups {
  /// By group: its name, where it has one.
  private(set) var names: [String?] = []

  init(_ syntax: PatternSyntax) { collect(syntax) }

  /// The groups with the name or number of a back reference.
  func numbers(of reference: String) -> [Int] {
    if let number = Int(reference) { return names.indices.contains(number - 1) ? [number - 1] : [] }
    return names.indices.filter { names[$0] == reference }
  }

  private mutating func collect(_ syntax: PatternSyntax) {
    switch syntax {
    case .group(let term, let name):
      names.append(name)
      collect(term)
    case .sequence(let terms), .alternatives(let terms): for term in terms { collect(term) }
    case .repetition(let term, _, _, _), .look(let term, _, _): collect(term)
    case .empty, .characters, .backreference, .start, .end, .wordBoundary: return
    }
  }
}

/// Writes the instructions of a pattern.
private struct PatternCompiler {
  private(set) var instructions: [PatternProgram.Instruction] = []
  private(set) var slotCount: Int
  private let groups: PatternGroups
  private var nextGroup = 0
  private var steps = 0

  init(groups: PatternGroups) {
    self.groups = groups
    slotCount = groups.names.count * 2
  }

  mutating func emit(_ instruction: PatternProgram.Instruction) throws(PatternError) {
    guard instructions.count < PatternProgram.maximumInstructions else { throw PatternError.tooLarge }
    instructions.append(instruction)
  }

  mutating func compile(_ syntax: PatternSyntax, isBackward: Bool) throws(PatternError) {
    // An empty repetition emits nothing, so its steps are counted to end the expansion.
    steps += 1
    guard steps < PatternProgram.maximumInstructions * 2 else { throw PatternError.tooLarge }
    switch syntax {
    case .empty: return
    case .characters(let set): try emit(.character(try CharacterTest(set), isBackward: isBackward))
    case .sequence(let terms): try compile(sequence: terms, isBackward: isBackward)
    case .alternatives(let terms): try compile(alternatives: terms[...], isBackward: isBackward)
    case .group(let term, _): try compile(group: term, isBackward: isBackward)
    case .repetition(let term, let minimum, let maximum, let isLazy):
      try compile(repetition: term, minimum, maximum, isLazy: isLazy, isBackward: isBackward)
    case .backreference(let name): try compile(backreference: name, isBackward: isBackward)
    case .look(let term, let isBehind, let isNegated):
      let place = instructions.count
      try emit(.look(isNegated: isNegated, next: 0))
      try compile(term, isBackward: isBehind)
      try emit(.matched)
      instructions[place] = .look(isNegated: isNegated, next: instructions.count)
    case .start: try emit(.start)
    case .end: try emit(.end)
    case .wordBoundary(let isNegated): try emit(.wordBoundary(isNegated: isNegated))
    }
  }

  /// Backward, the last term is read first; groups keep their numbers.
  private mutating func compile(sequence terms: [PatternSyntax], isBackward: Bool) throws(PatternError) {
    guard isBackward else {
      for term in terms { try compile(term, isBackward: false) }
      return
    }
    var firstGroups: [Int] = []
    var group = nextGroup
    for term in terms {
      firstGroups.append(group)
      group += PatternGroups(term).names.count
    }
    for (term, first) in zip(terms, firstGroups).reversed() {
      nextGroup = first
      try compile(term, isBackward: true)
    }
    nextGroup = group
  }

  private mutating func compile(
    alternatives terms: ArraySlice<PatternSyntax>, isBackward: Bool
  ) throws(PatternError) {
    var exits: [Int] = []
    for (index, term) in terms.enumerated() {
      guard index < terms.count - 1 else {
        try compile(term, isBackward: isBackward)
        break
      }
      let choice = instructions.count
      try emit(.either(choice + 1, 0))
      try compile(term, isBackward: isBackward)
      exits.append(instructions.count)
      try emit(.jump(0))
      instructions[choice] = .either(choice + 1, instructions.count)
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  private mutating func compile(group term: PatternSyntax, isBackward: Bool) throws(PatternError) {
    let slot = nextGroup * 2
    nextGroup += 1
    try emit(.save(isBackward ? slot + 1 : slot))
    try compile(term, isBackward: isBackward)
    try emit(.save(isBackward ? slot : slot + 1))
  }

  private mutating func compile(
    repetition term: PatternSyntax, _ minimum: Int, _ maximum: Int?, isLazy: Bool, isBackward: Bool
  ) throws(PatternError) {
    let firstGroup = nextGroup
    let isEmpty = if case .empty = term { true } else { false }
    if isEmpty { return }
    for _ in 0..<minimum {
      nextGroup = firstGroup
      try compile(term, isBackward: isBackward)
    }
    var exits: [Int] = []
    func choice(_ inner: Int, _ exit: Int) -> PatternProgram.Instruction {
      isLazy ? .either(exit, inner) : .either(inner, exit)
    }
    let rounds = maximum.map { max(0, $0 - minimum) }
    if let rounds {
      for _ in 0..<rounds {
        exits.append(instructions.count)
        try compile(round: term, firstGroup, isBackward: isBackward)
      }
    } else {
      let start = instructions.count
      exits.append(start)
      try compile(round: term, firstGroup, isBackward: isBackward)
      try emit(.jump(start))
    }
    for exit in exits { instructions[exit] = choice(exit + 1, instructions.count) }
    if minimum == 0, rounds == 0 { nextGroup = firstGroup + PatternGroups(term).names.count }
  }

  /// An optional round: a choice, then the term.
  private mutating func compile(
    round term: PatternSyntax, _ firstGroup: Int, isBackward: Bool
  ) throws(PatternError) {
    try emit(.either(0, 0))
    let slot = slotCount
    slotCount += 1
    guard slotCount < PatternProgram.maximumInstructions else { throw PatternError.tooLarge }
    try emit(.save(slot))
    nextGroup = firstGroup
    let groupCount = PatternGroups(term).names.count
    if groupCount > 0 { try emit(.forget(firstGroup * 2..<(firstGroup + groupCount) * 2)) }
    try compile(term, isBackward: isBackward)
    try emit(.endRound(slot: slot))
  }

  private mutating func compile(backreference name: String, isBackward: Bool) throws(PatternError) {
    let numbers = groups.numbers(of: name)
    guard !numbers.isEmpty else {
      throw PatternError(message: "no group '\(name)' for the back reference", hint: "name a group of the pattern")
    }
    // Of groups that share a name, at most one has matched; one that has not matches nothing here.
    for number in numbers { try emit(.backreference(group: number, isBackward: isBackward)) }
  }
}

extension PatternError {
  /// A pattern that needs too many instructions.
  static let tooLarge = PatternError(
    message: "the pattern is too large", hint: "use smaller counts, or fewer of them inside each other")
}
