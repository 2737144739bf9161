import Shared

extension Evaluator {
  mutating func checkBound(_ kind: BoundKind, _ bound: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .number else { return true }
    let order: Int
    if let limit = program.bounds[bound].short, let number = ShortDecimal(value.content),
      let short = number.compared(to: limit)
    {
      order = short
    } else {
      guard let exact = value.decimal else { return fail(kind.keyword, node, Sentence.exponentTooLarge) }
      let limit = program.decimals[Int(bound)]
      order = exact < limit ? -1 : exact == limit ? 0 : 1
    }
    let holds =
      switch kind {
      case .minimum: order >= 0
      case .maximum: order <= 0
      case .exclusiveMinimum: order > 0
      case .exclusiveMaximum: order < 0
      }
    return holds || fail(kind.keyword, node) { Sentence.outOfBounds(kind, $0.decimals[Int(bound)], value) }
  }

  mutating func checkMultiple(_ divisor: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .number else { return true }
    if let unit = program.bounds[divisor].short, unit.scale == 0, let number = ShortDecimal(value.content),
      number.scale == 0
    {
      return number.mantissa % unit.mantissa == 0
        || fail(.multipleOf, node) { Sentence.notAMultiple($0.decimals[Int(divisor)], value) }
    }
    guard let exact = value.decimal else { return fail(.multipleOf, node, Sentence.exponentTooLarge) }
    let unit = program.decimals[Int(divisor)]
    return exact.isMultiple(of: unit) || fail(.multipleOf, node, Sentence.notAMultiple(unit, value))
  }

  mutating func checkMinLength(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .string else { return true }
    let length = value.codePointCount
    return length >= count
      || fail(.minLength, node, "must have at least \(count) characters (has \(length))")
  }

  mutating func checkMaxLength(_ count: Int, _ node: Int32, _ value: JSONElement) -> Bool {
    // No character is written in less than one byte, so a short text need not be counted.
    guard value.kind == .string, value.content.count > count else { return true }
    let length = value.codePointCount
    return length <= count || fail(.maxLength, node, "must have at most \(count) characters (has \(length))")
  }

  mutating func checkPattern(_ pattern: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .string else { return true }
    return matches(pattern, value)
      || fail(.pattern, node) { "\(Sentence.quote(value)) does not match '\($0.patterns[Int(pattern)].source)'" }
  }

  /// Whether a string matches a pattern somewhere.
  @inline(__always)
  func matches(_ pattern: Int32, _ value: JSONElement) -> Bool {
    value.withDecodedBytes { text in
      if let automaton = program.automata[pattern] { return automaton.matches(text) }
      return program.patterns[Int(pattern)].matches(text)
    }
  }

  mutating func checkFormat(_ format: Format, _ node: Int32, _ value: JSONElement) -> Bool {
    guard value.kind == .string else { return true }
    return format.admits(value.string ?? "")
      || fail(.format, node, "\(Sentence.quote(value)) is not in the format '\(format.rawValue)'")
  }

  mutating func checkStringEnumeration(_ names: IndexRange, _ node: Int32, _ value: JSONElement) -> Bool {
    if value.kind == .string {
      for name in program.names[names] where value.hasText(program.text(name)) { return true }
    }
    return fail(.enum, node) { program in
      Sentence.notOneOf(program.names[names].map { "\"\(program.string($0))\"" }, value)
    }
  }

  mutating func checkEnumeration(_ index: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    let values = program.enumerations[Int(index)]
    return values.contains { $0.isEqual(to: value) }
      || fail(.enum, node, Sentence.notOneOf(values.map(Sentence.quote), value))
  }

  mutating func checkConstant(_ index: Int32, _ node: Int32, _ value: JSONElement) -> Bool {
    let expected = program.enumerations[Int(index)][0]
    return expected.isEqual(to: value)
      || fail(.const, node, "must be \(Sentence.quote(expected)) (is \(Sentence.quote(value)))")
  }
}

extension JSONElement {
  /// The length of a string in code points.
  var codePointCount: Int {
    withDecodedBytes { bytes in
      var count = 0
      for byte in bytes where byte & 0xC0 != 0x80 { count &+= 1 }
      return count
    }
  }
}
