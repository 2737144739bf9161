import Patterns

/// The names of the modules that one ``TensorPattern`` describes. Numbers are filled in only as far as expressions need
/// them.
struct ModuleNames {
  /// The dotted parts of the pattern, with `*` for numbers.
  let module: [Substring]
  /// The numbers that each `*` takes. Every combination of them is the name of a module.
  let ranges: [[ClosedRange<Int>]]
  /// The numbers of modules to leave out, in lists of equal length. If they are shorter than the number of `*`, they
  /// are the numbers of the last `*`.
  let excluded: Set<[Int]>

  /// Whether there are as many numbers as lists of ranges, and each number is in the ranges of its list.
  static func contain(_ ranges: [[ClosedRange<Int>]], _ numbers: [Int]) -> Bool {
    ranges.count == numbers.count
      && zip(ranges, numbers).allSatisfy { list, number in
        list.contains { $0.contains(number) }
      }
  }

  /// Groups the names by the settings that `classify` returns, and counts the names in each group.
  ///
  /// Unless `isExact`, only one of the numbers with the same count of digits is filled in for each `*`: an expression
  /// without digits gives the same result for all of them.
  ///
  /// - Parameters:
  ///   - isExact: whether each name has to be classified separately.
  ///   - steps: how many steps may still be taken; reduced by those taken. When none are left, the remaining names are
  ///     not counted.
  ///   - classify: returns the settings for a name, and the number of its group. Names with the same number have the
  ///     same settings.
  func grouped<Result>(
    isExact: Bool, steps: inout StepBudget, _ classify: (String, inout StepBudget) -> (group: Int, settings: Result)
  ) -> [(copies: Count, settings: Result)] {
    var groups: [Int: (copies: Count, settings: Result)] = [:]
    let choices = ranges.map { isExact ? ModuleNames.each($0) : ModuleNames.byLength($0) }
    forEach(choices, steps: &steps) { numbers, copies, steps in
      let (group, settings) = classify(name(numbers), &steps)
      groups[group] = ((groups[group]?.copies ?? 0) + copies, settings)
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// A number to fill in for a `*`, and how many numbers of the pattern it represents.
  private typealias NumberChoice = (number: Int, copies: Count)

  /// How many numbers of one `*` are filled in at most.
  private static let maximumNumberCount = 1 << 16

  /// Each number separately.
  private static func each(_ ranges: [ClosedRange<Int>]) -> [NumberChoice] {
    ranges.lazy.flatMap { $0.lazy.map { (number: $0, copies: Count(1)) } }.prefix(maximumNumberCount).map { $0 }
  }

  /// One number for all that have the same count of digits.
  private static func byLength(_ ranges: [ClosedRange<Int>]) -> [NumberChoice] {
    var choices: [NumberChoice] = []
    var first = 0
    var last = 9
    while let highest = ranges.map(\.upperBound).max(), first <= highest {
      let copies = TensorPattern.count(ranges, from: first, to: last)
      if copies > 0 { choices.append((first, copies)) }
      guard case let (next, overflow) = last.multipliedReportingOverflow(by: 10), !overflow else { break }
      (first, last) = (last + 1, next + 9)
    }
    return choices
  }

  /// Visits every combination of choices that is not excluded, until no steps are left.
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

  /// The name in which these numbers replace the `*`.
  private func name(_ numbers: [Int]) -> String {
    var rest = numbers[...]
    let parts = module.map { part -> String in
      guard part == "*", let number = rest.popFirst() else { return String(part) }
      return String(number)
    }
    return parts.joined(separator: ".")
  }
}
