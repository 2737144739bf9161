import JSON
import Patterns

/// The keywords of numbers and strings, `enum` and `const`. `node` is the schema that has the keyword, by its index in
/// `program.nodes`. A value of another type satisfies the keywords of numbers and strings.
extension Evaluator {
  /// `minimum`, `maximum`, `exclusiveMinimum` and `exclusiveMaximum`.
  mutating func checkBounds(_ rows: RowRange, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .number else { return true }
    if let number = ShortDecimal(value), program.bounds[rows].allSatisfy({ $0.admits(number) ?? false }) { return true }
    return checkEachBound(rows, node, value)
  }

  /// Checks a number that violates a bound, or that cannot be compared as a ``ShortDecimal``. Because this is not
  /// inlined, the check of a valid short number takes 20 % fewer instructions.
  @inline(never)
  private mutating func checkEachBound(_ rows: RowRange, _ node: Int32, _ value: JSONElement) -> Bool {
    let number = ShortDecimal(value)
    var isValid = true
    for index in rows.indices {
      let bound = program.bounds[index]
      if let number, let isAdmitted = bound.admits(number) {
        if isAdmitted { continue }
      } else {
        guard spend(value.content.count / 16) else { return false }
        guard let exact = value.decimal else {
          return fail(bound.kind.keyword, node, ViolationMessages.exponentTooLarge)
        }
        let limit = program.decimals[Int(index)]
        if bound.kind.admits(exact < limit ? -1 : exact == limit ? 0 : 1) { continue }
      }
      isValid = fail(bound.kind.keyword, node) {
        ViolationMessages.outOfBounds(bound.kind, $0.decimals[Int(index)], value)
      }
      if !reportsViolations { return false }
    }
    return isValid
  }

  /// - Parameter divisor: the divisor's index in `program.bounds` and `program.decimals`.
  mutating func checkMultiple(_ divisor: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .number else { return true }
    if let unit = program.bounds[divisor].short, unit.scale == 0, let number = ShortDecimal(value),
      number.scale == 0
    {
      return number.mantissa % unit.mantissa == 0
        || fail(.multipleOf, node) { ViolationMessages.notAMultiple($0.decimals[Int(divisor)], value) }
    }
    let unit = program.decimals[Int(divisor)]
    // A divisor of more than 18 digits takes long division, whose cost also grows with the divisor's digits.
    let width = unit.digits.count > 18 ? unit.digits.count : 1
    guard spend((value.content.count + unit.digits.count * 4).multipliedReportingOverflow(by: width).partialValue)
    else { return false }
    guard let exact = value.decimal else { return fail(.multipleOf, node, ViolationMessages.exponentTooLarge) }
    return exact.isMultiple(of: unit) || fail(.multipleOf, node, ViolationMessages.notAMultiple(unit, value))
  }

  mutating func checkMinLength(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    // An unescaped character has at most four bytes. So a text with at least four times `count` bytes is long enough.
    guard value.kind == .string, value.isEscaped || value.content.count / 4 < count else { return true }
    guard spend(value.readingCost) else { return false }
    let length = value.codePointCount
    return length >= count
      || fail(
        .minLength, node, "must have at least \(count.counting("character")) (has \(length))")
  }

  mutating func checkMaxLength(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    // A character has at least one byte. So a text with at most `count` bytes is short enough.
    guard value.kind == .string, value.content.count > count else { return true }
    guard spend(value.readingCost) else { return false }
    let length = value.codePointCount
    return length <= count || fail(.maxLength, node, "must have at most \(count.counting("character")) (has \(length))")
  }

  mutating func checkPattern(_ pattern: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .string else { return true }
    return matches(pattern, value)
      || fail(.pattern, node) { "\(value.excerpt) does not match '\($0.patterns[Int(pattern)].source)'" }
  }

  /// Whether a pattern matches somewhere in a string; false when the step limit is reached.
  @inline(__always)
  mutating func matches(_ pattern: Int32, _ value: JSONElement) -> Bool {
    guard spend(1 + value.readingCost) else { return false }
    return value.withDecodedBytes { text in
      if let automaton = program.automata[pattern] { return automaton.matches(text) }
      return matchesWithoutAutomaton(pattern, text)
    }
  }

  @inline(never)
  private mutating func matchesWithoutAutomaton(_ pattern: Int32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    do throws(StepLimitReached) {
      return try program.patterns[Int(pattern)].matches(text, &budget)
    } catch {
      limit = .steps(steps)
      return false
    }
  }

  mutating func checkFormat(_ format: Format, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .string else { return true }
    // Nested groups of a regular expression take the longest: up to 230 ns per byte.
    guard spend(value.content.count * 3) else { return false }
    return format.admits(value.string ?? "")
      || fail(.format, node, "\(value.excerpt) is not in the format '\(format.rawValue)'")
  }

  /// An `enum` that has only strings.
  mutating func checkStringEnumeration(_ names: RowRange, _ node: Int32, _ value: JSONElement) -> Bool {
    if value.kind == .string {
      // An escaped string is decoded for each comparison.
      guard spend(Int(names.count) / 8 + (value.isEscaped ? Int(names.count) * value.readingCost : 0)) else {
        return false
      }
      for name in program.names[names] where value.hasText(program.text(name)) { return true }
    }
    return fail(.enum, node) { program in
      ViolationMessages.notOneOf(program.names[names].map { "\"\(program.string($0))\"" }, value)
    }
  }

  /// An `enum` that has not only strings.
  mutating func checkEnumeration(_ listIndex: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    let values = program.enumerations[Int(listIndex)]
    let cost = values.reduce(values.count / 4) { cost, other in
      other.kind == value.kind ? cost + other.comparisonCost + value.comparisonCost : cost
    }
    guard spend(cost) else { return false }
    return values.contains { $0.isEqual(to: value) }
      || fail(.enum, node, ViolationMessages.notOneOf(values.map(\.excerpt), value))
  }

  mutating func checkConstant(_ listIndex: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    let expected = program.enumerations[Int(listIndex)][0]
    if expected.kind == value.kind {
      guard spend(expected.comparisonCost + value.comparisonCost) else { return false }
    }
    return expected.isEqual(to: value)
      || fail(.const, node, "must be \(expected.excerpt), is \(value.excerpt)")
  }
}

extension Evaluator {
  /// Whether a value has one of the types. A number that is written with a fraction or an exponent, such as `1.0`, is
  /// an integer if its value is a whole number.
  @inline(__always)
  mutating func admits(_ types: TypeSet, _ value: JSONElement) -> Bool {
    guard value.kind == .number else { return !types.isDisjoint(with: TypeSet(of: value)) }
    if types.contains(.number) { return true }
    return types.contains(.integer) && (value.hasIntegerSyntax || isInteger(value))
  }

  @inline(never)
  private mutating func isInteger(_ number: JSONElement) -> Bool {
    guard spend(1 + number.comparisonCost) else { return false }
    return number.decimal?.isInteger == true
  }
}

// The costs of operations, in steps. A step is at most about 100 ns of work: ``StepBudget/usual`` depends on this.
extension JSONElement {
  /// The steps to read a string. Decoding escapes takes longer.
  var readingCost: Int { content.count / (isEscaped ? 16 : 64) }

  /// The steps to compare this value with another one.
  var comparisonCost: Int {
    switch kind {
    case .object, .array: source.count / 4
    // Numbers with a fraction or an exponent are compared as exact decimals.
    case .number: content.count / 16 + (hasIntegerSyntax ? 0 : 1)
    case .string: readingCost
    default: 0
    }
  }

  /// The length of a string in code points.
  var codePointCount: Int {
    withDecodedBytes { bytes in
      var count = 0
      for byte in bytes where byte & 0xC0 != 0x80 { count &+= 1 }
      return count
    }
  }
}
