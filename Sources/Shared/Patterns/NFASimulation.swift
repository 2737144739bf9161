/// Decides whether a pattern without back references matches, in time proportional to the length of the text.
///
/// All alternatives are followed at once, one code point at a time (Thompson's simulation of a nondeterministic
/// automaton). First, each lookahead and lookbehind is decided at all positions of the text: a lookahead by a scan from
/// the end of the text, a lookbehind by a scan from its start. Source: Barrière and Pit-Claudel, "Linear Matching of
/// JavaScript Regular Expressions", 2024.
struct NFASimulation {
  private let program: PatternProgram
  private let text: [UInt32]
  private var budget: StepBudget
  /// By the number of a lookahead or lookbehind and by position: whether it matches there.
  private var lookMatches: [[Bool]]
  /// How many positions all scans have visited together.
  private var scannedPositions = 0
  /// By instruction: the value of ``scannedPositions`` at its last visit. An instruction is visited at most once at a
  /// position.
  private var lastVisit: [Int]
  /// The instructions of the character tests that are reached at the current position. One of them must contain the
  /// next code point.
  private var nextTests: [Int] = []
  /// The instructions of the character tests for the current code point.
  private var currentTests: [Int] = []
  /// The instructions that are reached at the current position and not yet visited.
  private var unvisited: [Int] = []
  /// Whether the end of the pattern, lookahead or lookbehind was reached at the current position.
  private var hasMatched = false
  /// By test and code point: the results of tests of Unicode properties, which are slow.
  private var answers: [UInt64: Bool] = [:]
  /// How many instructions were visited.
  private var visitCount = 0

  /// The cost of starting a match, in steps of the budget: decoding the text and allocating memory takes 300 ns, and a
  /// few ns more for each instruction and each byte of the text.
  private static let startCost = 16, instructionsPerStep = 8, bytesOfTextPerStep = 8
  /// How many visits of instructions cost one step of the budget. A visit takes about 10 ns.
  private static let visitsPerStep = 8

  /// Whether a pattern matches somewhere in a text.
  ///
  /// - Throws: ``StepLimitReached`` when the step limit is reached; the result is then unknown.
  static func matches(
    _ program: PatternProgram, _ text: UnsafeBufferPointer<UInt8>, _ budget: inout StepBudget
  ) throws(StepLimitReached) -> Bool {
    try budget.take(
      startCost + program.instructions.count / instructionsPerStep + text.count / bytesOfTextPerStep)
    let codePoints = String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
    var simulation = NFASimulation(program, codePoints, budget)
    defer { budget = simulation.budget }
    for look in program.looks { try simulation.match(look) }
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
    lookMatches = Array(repeating: [], count: (program.looks.last?.number ?? -1) + 1)
    lastVisit = Array(repeating: 0, count: program.instructions.count)
  }

  /// Decides at which positions a lookahead or lookbehind matches.
  private mutating func match(_ look: PatternProgram.Look) throws(StepLimitReached) {
    try budget.take(text.count / NFASimulation.bytesOfTextPerStep)
    var positions = [Bool](repeating: false, count: text.count + 1)
    try scan(from: look.firstInstruction, isBackward: look.isBackward) { position in
      positions[position] = true
      return true
    }
    lookMatches[look.number] = positions
  }

  /// Follows all alternatives over the text, starting a match at every position.
  ///
  /// - Parameters:
  ///   - start: the first instruction.
  ///   - isBackward: whether to scan from the end of the text.
  ///   - found: is called with each position where a match ends; returns whether to continue.
  private mutating func scan(
    from start: Int, isBackward: Bool, _ found: (Int) -> Bool
  ) throws(StepLimitReached) {
    // If the pattern begins with `^`, a match can begin only at the start of the text. So the scan can end when it has
    // no alternative left.
    let isAnchored = if case .start = program.instructions[start] { !isBackward } else { false }
    var position = isBackward ? text.count : 0
    nextTests.removeAll(keepingCapacity: true)
    scannedPositions += 1
    while true {
      try reach(start, at: position)
      if hasMatched {
        hasMatched = false
        guard found(position) else { return }
      }
      let offset = isBackward ? position - 1 : position
      guard text.indices.contains(offset), !(isAnchored && nextTests.isEmpty) else { return }
      position += isBackward ? -1 : 1
      scannedPositions += 1
      swap(&nextTests, &currentTests)
      nextTests.removeAll(keepingCapacity: true)
      for index in currentTests where try isContained(text[offset], by: index) { try reach(index + 1, at: position) }
    }
  }

  /// Visits the instructions that are reached from `first` without reading a code point. Adds the character tests among
  /// them to ``nextTests``, and sets ``hasMatched`` if ``PatternProgram/Instruction/matched`` is one of them.
  private mutating func reach(_ first: Int, at position: Int) throws(StepLimitReached) {
    unvisited.append(first)
    while let index = unvisited.popLast() {
      guard lastVisit[index] != scannedPositions else { continue }
      lastVisit[index] = scannedPositions
      try countVisit()
      switch program.instructions[index] {
      case .character: nextTests.append(index)
      case .matched: hasMatched = true
      case .either(let first, let second):
        unvisited.append(second)
        unvisited.append(first)
      case .jump(let target): unvisited.append(target)
      case .start: if position == 0 { unvisited.append(index + 1) }
      case .end: if position == text.count { unvisited.append(index + 1) }
      case .wordBoundary(let isNegated):
        if text.isWordBoundary(position) != isNegated { unvisited.append(index + 1) }
      case .decidedLook(let number, let isNegated):
        if lookMatches[number][position] != isNegated { unvisited.append(index + 1) }
      case .save, .forget, .endRound, .backreference, .look: continue
      }
    }
  }

  /// Whether the class of the character test at this instruction contains a code point.
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
