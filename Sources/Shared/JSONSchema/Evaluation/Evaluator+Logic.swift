import JSON
import Patterns

/// The keywords that combine schemas for the same value. `node` is the index in `program.nodes` of the schema that has
/// the keyword, and `child` that of the keyword's subschema. If the keyword has several subschemas, the rows `range` of
/// `program.children` have their indices.
extension Evaluator {
  mutating func checkAll(_ range: RowRange, _ value: JSONElement) -> Bool {
    var isValid = true
    for (index, child) in program.children[range].enumerated() {
      if !apply(child, value, .allOf, .index(index)) { isValid = false }
      if !isValid, !reportsViolations { return false }
    }
    return isValid
  }

  mutating func checkAny(_ range: RowRange, _ node: Int32, _ value: JSONElement) -> Bool {
    let mark = reporter.mark
    var isMatched = false
    for (index, child) in program.children[range].enumerated() where apply(child, value, .anyOf, .index(index)) {
      isMatched = true
      // The other schemas can evaluate members that this one did not.
      if !program.tracksEvaluated { break }
    }
    if isMatched {
      reporter.discard(since: mark)
      return true
    }
    reporter.subordinate(since: mark)
    return fail(.anyOf, node, "matches none of the \(range.count) alternatives")
  }

  mutating func checkOne(_ range: RowRange, _ node: Int32, _ value: JSONElement) -> Bool {
    let mark = reporter.mark
    var matched: [Int] = []
    for (index, child) in program.children[range].enumerated() where apply(child, value, .oneOf, .index(index)) {
      matched.append(index)
      if matched.count > 1, !reportsViolations { return false }
    }
    if matched.count == 1 {
      reporter.discard(since: mark)
      return true
    }
    if matched.isEmpty {
      reporter.subordinate(since: mark)
      return fail(.oneOf, node, "matches none of the \(range.count) alternatives, must match exactly one")
    }
    reporter.discard(since: mark)
    let list = matched.map(String.init).joined(separator: ", ")
    return fail(.oneOf, node, "matches the alternatives \(list) (counted from 0), must match exactly one")
  }

  mutating func checkNot(_ child: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    let firstEvaluated = evaluated.count
    let isMatched = test(child, value, .not)
    evaluated.truncate(to: firstEvaluated)
    return !isMatched || fail(.not, node, "matches a schema that it must not match")
  }

  /// `if`, `then` and `else`.
  mutating func checkCondition(_ conditionIndex: Int32, _ value: JSONElement) -> Bool {
    let condition = program.conditions[conditionIndex]
    let isMatched = test(condition.test, value, .if)
    if isMatched { return condition.then < 0 || apply(condition.then, value, .then) }
    return condition.otherwise < 0 || apply(condition.otherwise, value, .else)
  }

  /// Applies a schema without reporting its violations. Returns whether the value satisfies it.
  private mutating func test(_ child: Int32, _ value: JSONElement, _ keyword: Keyword) -> Bool {
    let previouslyIgnored = reporter.ignoresViolations
    reporter.ignoresViolations = true
    defer { reporter.ignoresViolations = previouslyIgnored }
    return apply(child, value, keyword)
  }
}
