/// Matches a pattern by backtracking, as ECMA-262 describes it. Only patterns with back references need this. Its steps
/// can grow exponentially with the text, so they are limited.
struct BacktrackingMatcher {
  private let program: PatternProgram
  private let text: [UInt32]
  /// By slot: a position in the text; -1 when none is saved.
  private var slots: [Int]
  /// The choices and slots to restore, the latest last.
  private var frames: [BacktrackEntry] = []
  private var budget: StepBudget

  /// State to restore when an alternative fails.
  ///
  /// A long text needs millions of entries. With numbers of 32 bits, they take a third less time and half the memory of
  /// those with 64 bits.
  private enum BacktrackEntry {
    /// An alternative that was not tried yet: where to continue.
    case choice(instruction: Int32, position: Int32)
    /// The value that a slot had before.
    case slot(Int32, value: Int32)
  }

  /// The cost of starting a match, in steps: decoding the text and making the slots takes 300 ns, and a few ns more for
  /// each slot and each byte of the text.
  private static let startCost = 16, slotsPerStep = 8, bytesOfTextPerStep = 8

  /// Whether a pattern matches somewhere in a text.
  ///
  /// - Throws: ``StepLimitReached`` when the step limit is reached, or the text has 2³¹ bytes or more; the result is
  ///   then unknown.
  static func matches(
    _ program: PatternProgram, _ text: UnsafeBufferPointer<UInt8>, _ budget: inout StepBudget
  ) throws(StepLimitReached) -> Bool {
    guard text.count <= Int(Int32.max) else { throw StepLimitReached() }
    try budget.take(startCost + program.slotCount / slotsPerStep + text.count / bytesOfTextPerStep)
    let codePoints = String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
    var matcher = BacktrackingMatcher(program, codePoints, budget)
    defer { budget = matcher.budget }
    for start in 0...codePoints.count {
      if try matcher.run(from: 0, at: start) { return true }
    }
    return false
  }

  private init(_ program: PatternProgram, _ text: [UInt32], _ budget: StepBudget) {
    self.program = program
    self.text = text
    self.budget = budget
    slots = Array(repeating: -1, count: program.slotCount)
  }

  /// Runs the instructions from `first` on, at a position. Returns whether they match; if not, the state is restored.
  private mutating func run(from first: Int, at start: Int) throws(StepLimitReached) -> Bool {
    let base = frames.count
    var instruction = first
    var position = start
    while true {
      try budget.take(1)
      let next: (instruction: Int, position: Int)?
      switch program.instructions[instruction] {
      case .matched: return true
      case .look(let isNegated, let after):
        next = try look(from: instruction + 1, at: position, isNegated: isNegated) ? (after, position) : nil
      default: next = try step(instruction, position)
      }
      if let next {
        (instruction, position) = next
      } else {
        guard let choice = backtrack(to: base) else { return false }
        (instruction, position) = choice
      }
    }
  }

  /// Executes an instruction that ``run(from:at:)`` leaves to it. Returns the next instruction and the position for it;
  /// nil when the instruction does not match.
  private mutating func step(
    _ index: Int, _ position: Int
  ) throws(StepLimitReached) -> (instruction: Int, position: Int)? {
    switch program.instructions[index] {
    case .character(let test, let isBackward):
      let offset = isBackward ? position - 1 : position
      guard text.indices.contains(offset) else { return nil }
      let (isContained, steps) = program.tests[test].contains(text[offset])
      try budget.take(steps)
      return isContained ? (index + 1, isBackward ? position - 1 : position + 1) : nil
    case .either(let first, let second):
      frames.append(
        .choice(instruction: Int32(truncatingIfNeeded: second), position: Int32(truncatingIfNeeded: position)))
      return (first, position)
    case .jump(let target): return (target, position)
    case .save(let slot):
      set(slot, position)
      return (index + 1, position)
    case .forget(let range):
      try budget.take(range.count)
      for slot in range { set(slot, -1) }
      return (index + 1, position)
    case .endRound(let slot): return slots[slot] == position ? nil : (index + 1, position)
    case .backreference(let group, let isBackward):
      return try repeated(group, at: position, isBackward: isBackward).map { (index + 1, $0) }
    case .start: return position == 0 ? (index + 1, position) : nil
    case .end: return position == text.count ? (index + 1, position) : nil
    case .wordBoundary(let isNegated):
      return text.isWordBoundary(position) != isNegated ? (index + 1, position) : nil
    case .look, .decidedLook, .matched: return nil
    }
  }

  /// Whether a lookahead or lookbehind holds. Once it has matched, its other alternatives are not tried.
  private mutating func look(
    from instruction: Int, at position: Int, isNegated: Bool
  ) throws(StepLimitReached) -> Bool {
    let base = frames.count
    let isFound = try run(from: instruction, at: position)
    guard isFound else { return isNegated }
    if isNegated {
      undo(to: base)
      return false
    }
    // The groups inside the lookahead or lookbehind keep their positions. The entries that restore their slots are kept
    // too, because the alternative around it can still fail.
    let kept = frames[base...].filter { if case .slot = $0 { true } else { false } }
    frames.replaceSubrange(base..., with: kept)
    return true
  }

  private mutating func set(_ slot: Int, _ value: Int) {
    guard slots[slot] != value else { return }
    frames.append(.slot(Int32(truncatingIfNeeded: slot), value: Int32(truncatingIfNeeded: slots[slot])))
    slots[slot] = value
  }

  /// Restores the state before the latest choice, and returns where its other alternative begins; nil when there is no
  /// choice after the first `base` entries.
  private mutating func backtrack(to base: Int) -> (instruction: Int, position: Int)? {
    while frames.count > base, let frame = frames.popLast() {
      switch frame {
      case .choice(let instruction, let position): return (Int(instruction), Int(position))
      case .slot(let slot, let value): slots[Int(slot)] = Int(value)
      }
    }
    return nil
  }

  /// Restores the slots from all but the first `base` entries.
  private mutating func undo(to base: Int) {
    while frames.count > base, let frame = frames.popLast() {
      if case .slot(let slot, let value) = frame { slots[Int(slot)] = Int(value) }
    }
  }

  /// The position at which matching continues after a back reference; nil when the text differs from the group's text.
  /// A group that has not matched counts as empty.
  private mutating func repeated(
    _ group: Int, at position: Int, isBackward: Bool
  ) throws(StepLimitReached) -> Int? {
    let (start, end) = (slots[group * 2], slots[group * 2 + 1])
    guard start >= 0, end >= start else { return position }
    let length = end - start
    try budget.take(length)
    let first = isBackward ? position - length : position
    guard first >= 0, first + length <= text.count else { return nil }
    guard text[start..<end].elementsEqual(text[first..<(first + length)]) else { return nil }
    return isBackward ? first : first + length
  }
}

extension [UInt32] {
  /// Whether exactly one of the code points before and after a position is a word character (`\b`).
  func isWordBoundary(_ position: Int) -> Bool { isWord(at: position - 1) != isWord(at: position) }

  private func isWord(at offset: Int) -> Bool {
    indices.contains(offset) && CharacterClass.wordCharacters.contains { $0.contains(self[offset]) }
  }
}
