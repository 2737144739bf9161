import JSON
import Patterns

extension SchemaCompiler {
  /// Compiles `enum`, `const`, and the keywords for numbers and strings.
  mutating func compileAssertions(_ reader: SchemaReader, _ instructions: inout [Instruction]) throws(SchemaError) {
    try compileEnumerations(reader, &instructions)
    try compileBounds(reader, &instructions)
    if let divisor = try reader.number(.multipleOf) {
      guard divisor > .zero else { throw reader.error(.multipleOf, "must be above 0") }
      instructions.append(.multipleOf(builder.bound(divisor)))
    }
    if let count = try reader.count(.minLength) { instructions.append(.minLength(count)) }
    if let count = try reader.count(.maxLength) { instructions.append(.maxLength(count)) }
    if let text = try reader.string(.pattern) {
      instructions.append(.pattern(try pattern(text, reader, .pattern)))
    }
    if let name = try reader.string(.format), reader.dialect.assertsFormat, let format = Format(rawValue: name) {
      instructions.append(.format(format))
    }
  }

  private mutating func compileBounds(_ reader: SchemaReader, _ instructions: inout [Instruction]) throws(SchemaError) {
    let start = builder.bounds.count
    for kind in [NumericComparison.minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum] {
      if let number = try reader.number(kind.keyword) { _ = builder.bound(number, kind) }
    }
    let count = builder.bounds.count - start
    guard count > 0 else { return }
    let rows = RowRange(start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: count))
    instructions.append(.bounds(rows))
  }

  /// Compiles a regular expression; returns its index in the program's patterns.
  ///
  /// - Throws: ``SchemaError`` when it is not valid, or too large.
  mutating func pattern(_ text: String, _ reader: SchemaReader, _ keyword: Keyword) throws(SchemaError) -> Int32 {
    if let known = patternNumbers[ExactString(text)] { return known }
    do throws(PatternError) {
      let number = builder.add(try Pattern(text, &patternAllowance, properties: UnicodeProperties.self), to: \.patterns)
      patternNumbers[ExactString(text)] = number
      return number
    } catch {
      throw SchemaError(
        code: .unsupportedPattern, location: reader.absolute(keyword), message: "pattern '\(text)': \(error.message)",
        hint: error.hint)
    }
  }

  private mutating func compileEnumerations(
    _ reader: SchemaReader, _ instructions: inout [Instruction]
  ) throws(SchemaError) {
    if let element = reader.element(.enum) {
      guard element.isArray else { throw reader.error(.enum, "must be an array") }
      let values = Array(element.elements)
      let strings = values.compactMap(\.string)
      if strings.count == values.count {
        let names = strings.map { builder.name($0) }
        instructions.append(.stringEnumeration(builder.add(all: names, to: \.names)))
      } else {
        instructions.append(.enumeration(builder.add(values, to: \.enumerations)))
      }
    }
    if let value = reader.element(.const) {
      instructions.append(.constant(builder.add([value], to: \.enumerations)))
    }
  }

  /// Checks the values of keywords for which there is no instruction.
  func checkKeywordsWithoutInstruction(_ reader: SchemaReader) throws(SchemaError) {
    for keyword in [Keyword.comment, .title, .description, .contentEncoding, .contentMediaType, .id] {
      _ = try reader.string(keyword)
    }
    for keyword in [Keyword.readOnly, .writeOnly, .deprecated] { _ = try reader.bool(keyword) }
    for keyword in [Keyword.anchor, .dynamicAnchor] {
      guard let name = try reader.string(keyword) else { continue }
      guard SchemaCompiler.isAnchorName(name) else {
        throw reader.error(
          keyword, "must begin with an ASCII letter or '_', and have only ASCII letters, digits, '-', '_' and '.'")
      }
    }
    if let examples = reader.element(.examples), !examples.isArray { throw reader.error(.examples, "must be an array") }
    for keyword in [Keyword.definitions, .definitions2020, .vocabulary] { _ = try reader.object(keyword) }
  }

  private static func isAnchorName(_ name: String) -> Bool {
    guard let first = name.utf8.first, Character(UnicodeScalar(first)).isLetter || first == UInt8(ascii: "_") else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      let character = Character(UnicodeScalar(byte))
      return byte < 0x80 && (character.isLetter || character.isNumber || "-_.".contains(character))
    }
  }
}
