/// Builds a ``ByteAutomaton``: first a nondeterministic automaton (Thompson's construction), then a deterministic one,
/// whose states are sets of the first one's nodes (subset construction).
struct ByteAutomatonBuilder {
  /// A transition to a node.
  private enum Transition {
    /// Reads a byte of this range.
    case bytes(ClosedRange<UInt8>, Int)
    /// Reads nothing.
    case always(Int)
    /// Reads nothing, and is possible only at the start of the text.
    case atStart(Int)
    /// Reads nothing, and is possible only at the end of the text.
    case atEnd(Int)
  }

  /// The maximum number of nodes of the nondeterministic automaton.
  private static let maximumNodes = 2000
  /// The maximum number of states of the deterministic automaton.
  private static let maximumStates = 200

  /// The maximum number of steps of building an automaton, which take about 0.1 s. A pattern that needs more steps is
  /// left to an ``NFASimulation``.
  private static let maximumSteps = 2_000_000

  /// By node: its transitions. At node 0, the expression has matched.
  private var edges: [[Transition]] = [[]]
  private var budget: StepBudget

  /// The automaton for an expression; nil when an automaton cannot decide it, would be too large or take too many
  /// steps, or the allowance has no states left.
  ///
  /// - Parameter allowance: the limits for all expressions of the schema, which are reduced by what this one uses.
  static func build(_ syntax: PatternSyntax, _ allowance: inout PatternAllowance) -> ByteAutomaton? {
    guard allowance.automatonStates > 0 else { return nil }
    let steps = min(maximumSteps, allowance.automatonSteps)
    var builder = ByteAutomatonBuilder(budget: StepBudget(steps: steps))
    defer { allowance.automatonSteps -= steps - builder.budget.steps }
    guard let start = builder.add(syntax, next: 0), let automaton = try? builder.determinize(from: start) else {
      return nil
    }
    allowance.automatonStates -= automaton.stateCount
    return automaton
  }

  private init(budget: StepBudget) { self.budget = budget }

  /// Adds a node; nil when there are too many.
  private mutating func node(_ edges: [Transition]) -> Int? {
    guard self.edges.count < ByteAutomatonBuilder.maximumNodes else { return nil }
    self.edges.append(edges)
    return self.edges.count - 1
  }

  /// Adds an expression that continues at the node `next`. Returns its first node; nil when an automaton cannot
  /// decide the expression, or a limit is reached.
  private mutating func add(_ syntax: PatternSyntax, next: Int) -> Int? {
    // Some parts add no nodes, such as an empty group. The steps limit their repetitions.
    guard (try? budget.take(1)) != nil else { return nil }
    switch syntax {
    case .empty: return next
    case .start: return node([.atStart(next)])
    case .end: return node([.atEnd(next)])
    case .group(let term, _): return add(term, next: next)
    case .characters(let set): return add(set, next: next)
    case .sequence(let terms):
      var next = next
      for term in terms.reversed() {
        guard let start = add(term, next: next) else { return nil }
        next = start
      }
      return next
    case .alternatives(let terms):
      var starts: [Transition] = []
      for term in terms {
        guard let start = add(term, next: next) else { return nil }
        starts.append(.always(start))
      }
      return node(starts)
    case .repetition(let term, let minimum, let maximum, _):
      return addRepetition(term, minimum, maximum, next: next)
    case .backreference, .look, .wordBoundary: return nil
    }
  }

  private mutating func addRepetition(_ term: PatternSyntax, _ minimum: Int, _ maximum: Int?, next: Int) -> Int? {
    guard minimum <= ByteAutomatonBuilder.maximumNodes, (maximum ?? 0) <= ByteAutomatonBuilder.maximumNodes else {
      return nil
    }
    var start = next
    if let maximum {
      for _ in 0..<max(0, maximum - minimum) {
        guard let inner = add(term, next: start), let choice = node([.always(inner), .always(next)]) else { return nil }
        start = choice
      }
    } else {
      guard let loop = node([]), let inner = add(term, next: loop) else { return nil }
      edges[loop] = [.always(inner), .always(next)]
      start = loop
    }
    for _ in 0..<minimum {
      guard let inner = add(term, next: start) else { return nil }
      start = inner
    }
    return start
  }

  private mutating func add(_ set: CharacterClass, next: Int) -> Int? {
    guard set.properties.isEmpty else { return nil }
    let ranges = set.isNegated ? CharacterClass.complement(of: set.ranges) : set.ranges
    var starts: [Transition] = []
    for sequence in ranges.flatMap(ByteSequences.sequences) {
      var target = next
      for bytes in sequence.dropFirst().reversed() {
        guard let step = node([.bytes(bytes, target)]) else { return nil }
        target = step
      }
      if let first = sequence.first { starts.append(.bytes(first, target)) }
    }
    return node(starts)
  }

  /// These nodes, and all nodes that can be reached from them without reading a byte.
  private mutating func closure(
    _ nodes: some Sequence<Int>, atStart: Bool = false, atEnd: Bool = false
  ) throws(StepLimitReached) -> Set<Int> {
    var reached = Set(nodes)
    var pending = Array(reached)
    while let node = pending.popLast() {
      try budget.take(1 + edges[node].count)
      for edge in edges[node] {
        let target: Int
        switch edge {
        case .always(let next): target = next
        case .atStart(let next) where atStart: target = next
        case .atEnd(let next) where atEnd: target = next
        default: continue
        }
        if reached.insert(target).inserted { pending.append(target) }
      }
    }
    return reached
  }

  /// The deterministic automaton; nil when it has too many states.
  private mutating func determinize(from start: Int) throws(StepLimitReached) -> ByteAutomaton? {
    // A match may begin after any byte.
    let restart = try closure([start])
    let initial = try closure([start], atStart: true)
    var numbers: [Set<Int>: UInt8] = [:]
    var subsets: [Set<Int>] = [[], [0], initial]
    let classes = byteClasses()
    var transitions = [UInt8](repeating: ByteAutomaton.dead, count: 256)
    transitions += [UInt8](repeating: ByteAutomaton.matched, count: 256)
    var index = 2
    while index < subsets.count {
      var row = [UInt8](repeating: ByteAutomaton.dead, count: 256)
      for bytes in classes {
        let targets = try targets(of: subsets[index], on: bytes.lowerBound)
        let moved = try closure(targets).union(restart)
        guard let state = number(of: moved, restart, &numbers, &subsets) else { return nil }
        for byte in bytes { row[Int(byte)] = state }
      }
      transitions += row
      index += 1
    }
    // The expression matches the empty text at the start of any text.
    if initial.contains(0) { transitions = [UInt8](repeating: ByteAutomaton.matched, count: transitions.count) }
    var accepting: [Bool] = []
    for (index, subset) in subsets.enumerated() {
      let isInitial = index == Int(ByteAutomaton.initial)
      accepting.append(try closure(subset, atStart: isInitial, atEnd: true).contains(0))
    }
    return ByteAutomaton(transitions: transitions, acceptsAtEnd: accepting)
  }

  /// The state of a subset, which is added if it is new; nil when there are too many.
  private func number(
    of subset: Set<Int>, _ restart: Set<Int>, _ numbers: inout [Set<Int>: UInt8], _ subsets: inout [Set<Int>]
  ) -> UInt8? {
    if subset.contains(0) { return ByteAutomaton.matched }
    if let known = numbers[subset] { return known }
    // No match is in progress, and a new one can begin only at the start of the text.
    if subset == restart, canContinueOnlyAtStart(subset) { return ByteAutomaton.dead }
    guard subsets.count < ByteAutomatonBuilder.maximumStates else { return nil }
    let number = UInt8(truncatingIfNeeded: subsets.count)
    numbers[subset] = number
    subsets.append(subset)
    return number
  }

  private func canContinueOnlyAtStart(_ subset: Set<Int>) -> Bool {
    subset.allSatisfy { node in
      edges[node].allSatisfy { edge in
        switch edge {
        case .always, .atStart: true
        case .bytes, .atEnd: false
        }
      }
    }
  }

  private mutating func targets(of subset: Set<Int>, on byte: UInt8) throws(StepLimitReached) -> [Int] {
    for node in subset { try budget.take(1 + edges[node].count) }
    return subset.flatMap { node in
      edges[node].compactMap { edge in
        if case .bytes(let range, let target) = edge, range.contains(byte) { target } else { nil }
      }
    }
  }

  /// All bytes, as ranges: no transition is different for two bytes of a range.
  private func byteClasses() -> [ClosedRange<UInt8>] {
    var starts: Set<Int> = [0]
    for case .bytes(let range, _) in edges.joined() {
      starts.insert(Int(range.lowerBound))
      starts.insert(Int(range.upperBound) + 1)
    }
    let bounds = starts.filter { $0 < 256 }.sorted() + [256]
    return zip(bounds, bounds.dropFirst()).map { UInt8($0)...UInt8($1 - 1) }
  }
}
