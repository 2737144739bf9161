/// Compiles a pattern to the instructions of a ``PatternProgram``.
struct PatternCompiler {
  private(set) var instructions: [PatternProgram.Instruction] = []
  private(set) var tests: [CharacterMatcher] = []
  private(set) var slotCount: Int
  private(set) var looks: [PatternProgram.Look] = []
  private let groups: PatternGroups
  private let isSimulated: Bool
  private let properties: (any UnicodePropertyMatcher.Type)?
  /// The index of the next group to be compiled.
  private var nextGroup = 0
  /// How many terms were compiled.
  private var steps = 0
  /// For the simulation: the lookaheads and lookbehinds that are not compiled yet.
  private var pendingLooks: [(number: Int, term: PatternSyntax, isBehind: Bool)] = []
  /// For the simulation: the numbers of all lookaheads and lookbehinds met so far.
  private var knownLooks: Set<Int> = []

  init(
    groups: PatternGroups, execution: PatternProgram.Execution, properties: (any UnicodePropertyMatcher.Type)?
  ) {
    self.groups = groups
    self.properties = properties
    isSimulated = execution == .simulation
    slotCount = groups.names.count * 2
  }

  /// Compiles a whole pattern.
  ///
  /// - Throws: ``PatternError`` when it is too large, or names a group or property that does not exist.
  mutating func compile(_ syntax: PatternSyntax) throws(PatternError) {
    try compile(syntax, isBackward: false)
    try emit(.matched)
    while let look = pendingLooks.popLast() {
      // A scan of the simulation starts a match at each position, and finds the positions where matches end. So it
      // scans a lookahead backward, and a lookbehind forward: then a match ends where the assertion holds.
      let isBackward = !look.isBehind
      looks.append(
        PatternProgram.Look(number: look.number, firstInstruction: instructions.count, isBackward: isBackward))
      try compile(look.term, isBackward: isBackward)
      try emit(.matched)
    }
  }

  private mutating func emit(_ instruction: PatternProgram.Instruction) throws(PatternError) {
    guard instructions.count < PatternProgram.maximumInstructions else { throw PatternError.tooLarge }
    instructions.append(instruction)
  }

  private mutating func compile(_ syntax: PatternSyntax, isBackward: Bool) throws(PatternError) {
    // Some terms emit no instructions, such as an empty group in the simulation. Counting the terms limits their
    // repetitions too.
    steps += 1
    guard steps < PatternProgram.maximumInstructions * 2 else { throw PatternError.tooLarge }
    switch syntax {
    case .empty: return
    case .characters(let set):
      tests.append(try CharacterMatcher(set, properties))
      try emit(.character(test: tests.count - 1, isBackward: isBackward))
    case .sequence(let terms): try compile(sequence: terms, isBackward: isBackward)
    case .alternatives(let terms): try compile(alternatives: terms[...], isBackward: isBackward)
    case .group(let term, _): try compile(group: term, isBackward: isBackward)
    case .repetition(let term, let minimum, let maximum, let isLazy):
      try compile(repetition: term, minimum, maximum, isLazy: isLazy, isBackward: isBackward)
    case .backreference(let name): try compile(backreference: name, isBackward: isBackward)
    case .look(let term, let isBehind, let isNegated, let number):
      try compile(look: term, isBehind: isBehind, isNegated: isNegated, number)
    case .start: try emit(.start)
    case .end: try emit(.end)
    case .wordBoundary(let isNegated): try emit(.wordBoundary(isNegated: isNegated))
    }
  }

  private mutating func compile(
    look term: PatternSyntax, isBehind: Bool, isNegated: Bool, _ number: Int
  ) throws(PatternError) {
    if isSimulated {
      try emit(.decidedLook(number: number, isNegated: isNegated))
      if knownLooks.insert(number).inserted { pendingLooks.append((number, term, isBehind)) }
      return
    }
    let first = instructions.count
    try emit(.look(isNegated: isNegated, next: 0))
    try compile(term, isBackward: isBehind)
    try emit(.matched)
    instructions[first] = .look(isNegated: isNegated, next: instructions.count)
  }

  /// Compiles a sequence. When it is matched backward, its last term comes first, but the groups keep their indices.
  private mutating func compile(sequence terms: [PatternSyntax], isBackward: Bool) throws(PatternError) {
    guard isBackward, !isSimulated else {
      for term in isBackward ? terms.reversed() : terms { try compile(term, isBackward: isBackward) }
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
    if isSimulated { return try compile(term, isBackward: isBackward) }
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
    let groupCount = isSimulated ? 0 : PatternGroups(term).names.count
    for round in 0..<minimum {
      nextGroup = firstGroup
      if round > 0 { try forget(firstGroup, groupCount) }
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
        try compile(round: term, firstGroup, groupCount, isBackward: isBackward)
      }
    } else {
      let start = instructions.count
      exits.append(start)
      try compile(round: term, firstGroup, groupCount, isBackward: isBackward)
      try emit(.jump(start))
    }
    for exit in exits { instructions[exit] = choice(exit + 1, instructions.count) }
    if minimum == 0, rounds == 0 { nextGroup = firstGroup + groupCount }
  }

  /// Compiles an optional round of a repetition: a choice, which the caller completes, then the term.
  private mutating func compile(
    round term: PatternSyntax, _ firstGroup: Int, _ groupCount: Int, isBackward: Bool
  ) throws(PatternError) {
    try emit(.either(0, 0))
    if isSimulated { return try compile(term, isBackward: isBackward) }
    let slot = slotCount
    slotCount += 1
    guard slotCount < PatternProgram.maximumInstructions else { throw PatternError.tooLarge }
    try emit(.save(slot))
    nextGroup = firstGroup
    try forget(firstGroup, groupCount)
    try compile(term, isBackward: isBackward)
    try emit(.endRound(slot: slot))
  }

  /// Emits the instruction that clears the groups in a repetition before its next round, if it has any.
  private mutating func forget(_ firstGroup: Int, _ groupCount: Int) throws(PatternError) {
    if groupCount > 0 { try emit(.forget(firstGroup * 2..<(firstGroup + groupCount) * 2)) }
  }

  private mutating func compile(backreference name: String, isBackward: Bool) throws(PatternError) {
    let numbers = groups.numbers(of: name)
    guard !numbers.isEmpty else {
      throw PatternError(message: "no group '\(name)' for the back reference", hint: "name a group of the pattern")
    }
    // A reference to a group that has not matched matches the empty text. Of groups with the same name, which ECMA-262
    // allows only in different alternatives, at most one has matched.
    for number in numbers { try emit(.backreference(group: number, isBackward: isBackward)) }
  }
}

extension PatternError {
  /// The pattern has too many bytes, or needs too many instructions.
  static let tooLarge = PatternError(
    message: "the pattern is too large, alone or together with the schema's other patterns",
    hint: "use smaller counts in repetitions, and nest fewer repetitions")
}
