import JSON
import Patterns

/// The keywords of arrays. A value that is not an array satisfies them. `node` is the index in `program.nodes` of the
/// schema that has the keyword, and `child` that of a subschema of the keyword.
extension Evaluator {
  /// `prefixItems` and `items`, or `items` and `additionalItems` of draft 7.
  mutating func checkElements(_ keywordsIndex: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .array else { return true }
    let keywords = program.arrays[keywordsIndex]
    let prefix = program.children[keywords.prefix]
    var isValid = true
    var position = 0
    for element in value.elements {
      if position < prefix.count {
        let isAdmitted = descend(
          prefix[position], element, keywords.prefixKeyword, .index(position), at: .element(position))
        if !isAdmitted { isValid = false }
      } else {
        if keywords.rest < 0 { break }
        if !descend(keywords.rest, element, keywords.restKeyword, at: .element(position)) { isValid = false }
      }
      if !isValid, !reportsViolations { return false }
      if program.tracksEvaluated { evaluated.note(element) }
      position &+= 1
    }
    return isValid
  }

  mutating func checkMinItems(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .array else { return true }
    guard spend(costOfCount(value)) else { return false }
    return value.count >= count
      || fail(.minItems, node, "must have at least \(count.counting("item")) (has \(value.count))")
  }

  mutating func checkMaxItems(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .array else { return true }
    guard spend(costOfCount(value)) else { return false }
    return value.count <= count
      || fail(.maxItems, node, "must have at most \(count.counting("item")) (has \(value.count))")
  }

  /// The steps to count the elements of an array. Those of an array with 65,535 or more are counted one by one.
  private func costOfCount(_ array: JSONElement) -> Int { array.maximumCount / 32 }

  mutating func checkUnique(_ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .array else { return true }
    guard spend(value.source.count / 2) else { return false }
    guard let (first, second) = value.firstEqualElements else { return true }
    return fail(.uniqueItems, node, "items \(first) and \(second) are equal")
  }

  /// `contains`, `minContains` and `maxContains`.
  mutating func checkContains(_ keywordsIndex: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .array else { return true }
    let keywords = program.containments[keywordsIndex]
    var matches = 0
    let previouslyIgnored = reporter.ignoresViolations
    reporter.ignoresViolations = true
    for (position, element) in value.elements.enumerated() {
      guard descend(keywords.child, element, .contains, at: .element(position)) else { continue }
      matches += 1
      if program.tracksEvaluated { evaluated.note(element) }
      if keywords.maximum == nil, matches >= keywords.minimum, !program.tracksEvaluated { break }
    }
    reporter.ignoresViolations = previouslyIgnored
    if matches < keywords.minimum {
      let keyword = keywords.minimum == 1 ? Keyword.contains : .minContains
      return fail(keyword, node, "must contain at least \(keywords.minimum.counting("matching item")) (has \(matches))")
    }
    guard let maximum = keywords.maximum, matches > maximum else { return true }
    return fail(.maxContains, node, "must contain at most \(maximum.counting("matching item")) (has \(matches))")
  }

  /// - Parameter mark: the length of ``evaluated`` when the evaluation of the schema began.
  mutating func checkUnevaluatedItems(_ child: Int32, _ value: JSONElement, since mark: Int) -> Bool {
    guard value.kind == .array else { return true }
    guard spend((evaluated.count - mark + value.maximumCount) / 8) else { return false }
    evaluated.stampParts(of: value, evaluatedSince: mark)
    let unevaluated = value.elements.enumerated().filter { !evaluated.isStamped($0.element, of: value) }
    var isValid = true
    for (position, element) in unevaluated {
      if !descend(child, element, .unevaluatedItems, at: .element(position)) { isValid = false }
      if !isValid, !reportsViolations { return false }
      evaluated.note(element)
    }
    return isValid
  }
}
