/// Decides whether a pattern without back references matches, in time proportional to the text.
///
/// All alternatives are followed at once, one code point at a time (Thompson's simulation of a nondeterministic
/// automaton). A lookahead or lookbehind is decided for every position of the text before the pattern around it, by a
/// scan in the opposite direction: Barrière and Pit-Claudel, "Linear Matching of JavaScript Regular Expressions",
/// 2024.
struct NFASimulation {
  private let program: PatternProgram
  private let text: [UInt32]
  private var budget: StepBudget
  /// By lookahead or lookbehind, and position: whether it holds there.
  private var holds: [[Bool]]
  /// By instruction: the round in which it was reached last.
  private var lastRound: [Int]
  private var round = 0
  /// The instructions that wait for the next code point, and those that test the current one.
  private var waiting: [Int] = []
  private var testing: [Int] = []
  private var pending: [Int] = []
  private var hasMatched = false
  /// By test and code point: the answer of a test of Unicode properties, which is slow.
  private var answers: [UInt64: Bool] = [:]
  private var visitCount = 0

  /// The cost of a start in steps: decoding the text and allocating takes 300 ns and a few for a byte.
  private static let stepsToBegin = 16, bytesOfTextPerStep = 8
  /// Instructions that are visited for a step. A visit takes 5 to 15 ns.
  private static let visitsPerStep = 8

  /// Whether a pattern matches somewhere in a text.
  ///
  /// - Throws: ``StepLimitReached`` when the step limit is reached; the result is then unknown.
  static func matches(
    _ program: PatternProgram, _ text: UnsafeBufferPointer<UInt8>, _ budget: inout StepBudget
  ) throws(StepLimitReached) -> Bool {
    try budget.take(stepsToBegin + program.instructions.count / 8 + text.count / bytesOfTextPerStep)
    let codePoints = String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
    var simulation = NFASimulation(program, codePoints, budget)
    defer { budget = simulation.budget }
    for look in program.looks { try simulation.decide(look) }
    var isMatch = false
    try simulation.scan(from: 0, isBackward: false) { _ in
      isMatch = true
      return false
    }
    return isMatch
  }

  private init(_ program: PatternProgram, _ text: [UInt32], _ budget: StepBudget) {
    self.program = program
    self.text = text
    self.budget = budget
    holds = Array(repeating: [], count: (program.looks.last?.number ?? -1) + 1)
    lastRound = Array(repeating: 0, count: program.instructions.count)
  }

  /// Finds the positions where a lookahead or lookbehind holds.
  private mutating func decide(_ look: PatternProgram.Look) throws(StepLimitReached) {
    try budget.take(text.count / NFASimulation.bytesOfTextPerStep)
    var positions = [Bool](repeating: false, count: text.count + 1)
    try scan(from: look.firstInstruction, isBackward: look.isBackward) { position in
      positions[position] = true
      return true
    }
    holds[look.number] = positions
  }

  /// Follows all alternatives over the text, starting at every position.
  ///
  /// - Parameter found: is called with each position where a match ends; returns whether to continue.
  private mutating func scan(
    from start: Int, isBackward: Bool, _ found: (Int) -> Bool
  ) throws(StepLimitReached) {
    // Past the first position, nothing can begin that needs the start of the text.
    let isAnchored = if case .start = program.instructions[start] { !isBackward } else { false }
    var position = isBackward ? text.count : 0
    waiting.removeAll(keepingCapacity: true)
    round += 1
    while true {
      try reach(start, at: position)
      if hasMatched {
        hasMatched = false
        guard found(position) else { return }
      }
      let offset = isBackward ? position - 1 : position
      guard text.indices.contains(offset), !(isAnchored && waiting.isEmpty) else { return }
      position += isBackward ? -1 : 1
      round += 1
      swap(&waiting, &testing)
      waiting.removeAll(keepingCapacity: true)
      for index in testing where try isContained(text[offset], by: index) { try reach(index + 1, at: position) }
    }
  }

  /// Notes the instructions that are reached from one without reading a code point.
  private mutating func reach(_ first: Int, at position: Int) throws(StepLimitReached) {
    pending.append(first)
    while let index = pending.popLast() {
      guard lastRound[index] != round else { continue }
      lastRound[index] = round
      try countVisit()
      switch program.instructions[index] {
      case .character: waiting.append(index)
      case .matched: hasMatched = true
      case .either(let first, let second):
        pending.append(second)
        pending.append(first)
      case .jump(let target): pending.append(target)
      case .start: if position == 0 { pending.append(index + 1) }
      case .end: if position == text.count { pending.append(index + 1) }
      case .wordBoundary(let isNegated):
        if text.isWordBoundary(position) != isNegated { pending.append(index + 1) }
      case .decidedLook(let number, let isNegated):
        if holds[number][position] != isNegated { pending.append(index + 1) }
      case .save, .forget, .endRound, .backreference, .look: continue
      }
    }
  }

  private mutating func isContained(_ codePoint: UInt32, by index: Int) throws(StepLimitReached) -> Bool {
    guard case .character(let test, _) = program.instructions[index] else { return false }
    try countVisit()
    guard program.tests[test].hasProperties else { return program.tests[test].contains(codePoint).isContained }
    let key = UInt64(test) << 32 | UInt64(codePoint)
    if let answer = answers[key] { return answer }
    let (isContained, steps) = program.tests[test].contains(codePoint)
    try budget.take(steps)
    answers[key] = isContained
    return isContained
  }

  @inline(__always)
  private mutating func countVisit() throws(StepLimitReached) {
    visitCount &+= 1
    if visitCount % NFASimulation.visitsPerStep == 0 { try budget.take(1) }
  }
}
