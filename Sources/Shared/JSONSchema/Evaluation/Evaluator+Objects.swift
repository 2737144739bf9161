import JSON
import Patterns

/// The keywords of objects. A value that is not an object satisfies them. `node` is the index in `program.nodes` of the
/// schema that has the keyword, and `child` that of a subschema of the keyword.
extension Evaluator {
  /// `properties`, `patternProperties`, `additionalProperties`, and the first 64 names of `required`.
  mutating func checkMembers(_ keywordsIndex: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .object else { return true }
    let keywords = program.objects[keywordsIndex]
    var isValid = true
    var present: UInt64 = 0
    guard spend(costOfMembers(value)) else { return false }
    let lastMembers = value.lastMembersByKey
    for (key, member) in value.members {
      if let lastMembers, !lastMembers.isLast(member, ofKey: key) { continue }
      var isMatched = false
      if let property = keywords.properties.value(ofKey: key) {
        present |= property.requiredBit
        if property.child >= 0 {
          isMatched = true
          if !descend(property.child, member, .properties, .name(property.name), at: .member(key)) { isValid = false }
        }
      }
      if keywords.patterns.count > 0, !checkPatternProperties(keywords, key, member, &isMatched) { isValid = false }
      if !isMatched, keywords.additional >= 0 {
        isMatched = true
        if !descend(keywords.additional, member, .additionalProperties, at: .member(key)) { isValid = false }
      }
      if !isValid, !reportsViolations { return false }
      if isMatched, program.tracksEvaluated { evaluated.note(member) }
    }
    if present != keywords.required {
      isValid = false
      if reportsViolations { reportMissing(keywords, present, node) }
    }
    return isValid
  }

  /// The steps to read the members of an object. If it has duplicate keys, a table of the last member of each key is
  /// made.
  private func costOfMembers(_ value: JSONElement) -> Int {
    value.hasDuplicateKeys ? value.maximumCount * 2 : value.maximumCount / 8
  }

  private mutating func checkPatternProperties(
    _ keywords: ObjectKeywords, _ key: JSONElement, _ member: JSONElement, _ isMatched: inout Bool
  ) -> Bool {
    guard keywords.patternIndex >= 0 else {
      var isValid = true
      for row in program.patternChildren[keywords.patterns] {
        if !checkPatternProperty(row, key, member, &isMatched) { isValid = false }
      }
      return isValid
    }
    let index = program.patternIndexes[Int(keywords.patternIndex)]
    let candidates = key.withDecodedBytes { index.candidates(for: $0) }
    guard spend(1 + candidates.count) else { return false }
    var isValid = true
    for candidate in candidates {
      let row = program.patternChildren[keywords.patterns.start + candidate]
      if !checkPatternProperty(row, key, member, &isMatched) { isValid = false }
    }
    return isValid
  }

  @inline(__always)
  private mutating func checkPatternProperty(
    _ row: PatternProperty, _ key: JSONElement, _ member: JSONElement, _ isMatched: inout Bool
  ) -> Bool {
    guard matches(row.pattern, key) else { return true }
    isMatched = true
    return descend(row.child, member, .patternProperties, .pattern(row.pattern), at: .member(key))
  }

  private mutating func reportMissing(_ keywords: ObjectKeywords, _ present: UInt64, _ node: Int32) {
    let missing = keywords.properties.values.filter { $0.requiredBit & ~present != 0 }
    for property in missing.sorted(by: { $0.requiredBit < $1.requiredBit }) {
      _ = fail(.required, node) { ViolationMessages.missing($0.string(property.name)) }
    }
  }

  /// The names of `required` after the first 64. ``checkMembers(_:_:_:)`` checks the first 64.
  mutating func checkRequired(_ names: RowRange, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .object else { return true }
    var isValid = true
    for name in program.names[names] where member(name, of: value) == nil {
      isValid = fail(.required, node) { ViolationMessages.missing($0.string(name)) }
      if !reportsViolations { return false }
    }
    return isValid
  }

  /// The member with this name, found by a search of all members; nil when no member has it, or the step limit is
  /// reached.
  @inline(__always)
  private mutating func member(_ name: HashedString, of value: JSONElement) -> JSONElement? {
    guard spend(1 + value.maximumCount / 8) else { return nil }
    return value.member(program.text(name), hash: name.hash)
  }

  mutating func checkMinProperties(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .object else { return true }
    guard spend(costOfMembers(value)) else { return false }
    let actual = value.distinctKeyCount
    return actual >= count
      || fail(.minProperties, node, "must have at least \(count.counting("property", "properties")) (has \(actual))")
  }

  mutating func checkMaxProperties(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .object else { return true }
    guard spend(costOfMembers(value)) else { return false }
    let actual = value.distinctKeyCount
    return actual <= count
      || fail(.maxProperties, node, "must have at most \(count.counting("property", "properties")) (has \(actual))")
  }

  mutating func checkPropertyNames(_ child: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .object else { return true }
    var isValid = true
    for (key, _) in value.members {
      if !descend(child, key, .propertyNames, at: .member(key)) { isValid = false }
      if !isValid, !reportsViolations { return false }
    }
    return isValid
  }

  /// `dependentRequired`, or the lists of names in `dependencies` of draft 7.
  mutating func checkDependentRequired(
    _ keyword: Keyword, _ rows: RowRange, _ node: Int32, _ value: JSONElement
  ) -> Bool {
    guard value.kind == .object else { return true }
    var isValid = true
    for row in program.dependencies[rows] where member(row.trigger, of: value) != nil {
      for name in program.names[row.required] where member(name, of: value) == nil {
        isValid = fail(keyword, node) { program in
          "'\(program.string(name))' is missing; '\(program.string(row.trigger))' requires it"
        }
      }
    }
    return isValid
  }

  /// `dependentSchemas`, or the schemas in `dependencies` of draft 7.
  mutating func checkDependentSchemas(_ keyword: Keyword, _ rows: RowRange, _ value: JSONElement) -> Bool {
    guard value.kind == .object else { return true }
    var isValid = true
    for row in program.dependencies[rows] where member(row.trigger, of: value) != nil {
      if !apply(row.child, value, keyword, .name(row.trigger)) { isValid = false }
    }
    return isValid
  }

  /// - Parameter mark: the length of ``evaluated`` when the evaluation of the schema began.
  mutating func checkUnevaluatedProperties(_ child: Int32, _ value: JSONElement, since mark: Int) -> Bool {
    guard value.kind == .object else { return true }
    guard spend((evaluated.count - mark) / 8 + costOfMembers(value)) else { return false }
    evaluated.stampParts(of: value, evaluatedSince: mark)
    let unevaluated = value.members.filter { !evaluated.isStamped($0.value, of: value) }
    var isValid = true
    let lastMembers = value.lastMembersByKey
    for (key, member) in unevaluated where lastMembers?.isLast(member, ofKey: key) ?? true {
      if !descend(child, member, .unevaluatedProperties, at: .member(key)) { isValid = false }
      if !isValid, !reportsViolations { return false }
      evaluated.note(member)
    }
    return isValid
  }
}
