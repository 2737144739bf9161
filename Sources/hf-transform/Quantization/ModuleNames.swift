import JSONSchema

/// The names of the modules of a pattern, expanded only as far as expressions need them.
struct ModuleNames {
  private let module: [Substring]
  private let ranges: [[ClosedRange<Int>]]
  private let excluded: Set<[Int]>

  /// - Parameters:
  ///   - module: the dotted parts of the name, with `*` for numbers.
  ///   - ranges: the numbers of each `*`.
  ///   - excluded: the numbers of the modules to leave out. A list that is shorter than the number of `*` applies to
  ///     the last ones.
  init(_ module: [Substring], _ ranges: [[ClosedRange<Int>]], excluding excluded: Set<[Int]>) {
    self.module = module
    self.ranges = ranges
    self.excluded = excluded
  }

  /// Whether each number is in its ranges.
  static func contain(_ ranges: [[ClosedRange<Int>]], _ numbers: [Int]) -> Bool {
    ranges.count == numbers.count
      && zip(ranges, numbers).allSatisfy { list, number in
        list.contains { $0.contains(number) }
      }
  }

  /// Groups the names by the settings that `classify` returns, and counts each group.
  ///
  /// Unless `isExact`, one name is classified for all numbers with the same number of digits: an expression without
  /// digits gives the same result for each of them.
  ///
  /// - Parameters:
  ///   - isExact: whether each name has to be classified separately.
  ///   - steps: how many steps may still be taken. When none are left, the other names are not counted.
  ///   - classify: returns the settings for a name, and a group number; the same number means the same settings.
  func grouped<Result>(
    isExact: Bool, steps: inout StepBudget, _ classify: (String, inout StepBudget) -> (place: Int, settings: Result)
  ) -> [(copies: Count, settings: Result)] {
    var groups: [Int: (copies: Count, settings: Result)] = [:]
    let choices = ranges.map { isExact ? ModuleNames.each($0) : ModuleNames.byLength($0) }
    forEach(choices, steps: &steps) { numbers, copies, steps in
      let (place, settings) = classify(name(numbers), &steps)
      groups[place] = ((groups[place]?.copies ?? 0) + copies, settings)
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  private typealias NumberChoice = (number: Int, copies: Count)

  /// How many numbers of one `*` are expanded at most.
  private static let maximumNumberCount = 1 << 16

  private static func each(_ ranges: [ClosedRange<Int>]) -> [NumberChoice] {
    ranges.lazy.flatMap { $0.lazy.map { (number: $0, copies: Count(1)) } }.prefix(maximumNumberCount).map { $0 }
  }

  private static func byLength(_ ranges: [ClosedRange<Int>]) -> [NumberChoice] {
    var choices: [NumberChoice] = []
    var first = 0
    var last = 9
    while let highest = ranges.map(\.upperBound).max(), first <= highest {
      let copies = ranges.reduce(Count(0)) { sum, range in
        range.overlaps(first...last) ? sum + Count(range.clamped(to: first...last).count) : sum
      }
      if copies > 0 { choices.append((first, copies)) }
      guard case let (next, overflow) = last.multipliedReportingOverflow(by: 10), !overflow else { break }
      (first, last) = (last + 1, next + 9)
    }
    return choices
  }

  private func forEach(
    _ choices: [[NumberChoice]], steps: inout StepBudget, _ visit: ([Int], Count, inout StepBudget) -> Void
  ) {
    guard choices.allSatisfy({ !$0.isEmpty }) else { return }
    var places = choices.map { _ in 0 }
    while (try? steps.take(1)) != nil {
      let chosen = zip(choices, places).map { $0[$1] }
      let numbers = chosen.map(\.number)
      if !isExcluded(numbers) { visit(numbers, chosen.reduce(1) { $0 * $1.copies }, &steps) }
      guard let star = places.indices.last(where: { places[$0] + 1 < choices[$0].count }) else { return }
      places[star] += 1
      for later in places.indices where later > star { places[later] = 0 }
    }
  }

  private func isExcluded(_ numbers: [Int]) -> Bool {
    guard let count = excluded.first?.count else { return false }
    return excluded.contains(Array(numbers.suffix(count)))
  }

  private func name(_ numbers: [Int]) -> String {
    var rest = numbers[...]
    let parts = module.map { part -> String in
      guard part == "*", let number = rest.popFirst() else { return String(part) }
      return String(number)
    }
    return parts.joined(separator: ".")
  }
}
