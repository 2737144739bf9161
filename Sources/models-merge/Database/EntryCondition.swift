import CommandLineTool
import JSON
import ModelSpec

/// A condition of `--where FIELD=VALUE`. The type of the field in ``EntryField`` determines the allowed values.
struct EntryCondition: Equatable {
  private enum ExpectedValue: Equatable {
    /// A number in this range, bounds included; nil for no bound.
    case number(minimum: ExactDecimal?, maximum: ExactDecimal?)
    /// A string, in any case, that matches a pattern: the parts between the wildcards (`*`), in lower case.
    case pattern([String])
  }

  /// The name of the field, followed by that of its member if the field is an object.
  private let path: [String]
  private let expected: ExpectedValue

  /// Parses a condition.
  ///
  /// - Throws: ``ToolError`` when the text is not `FIELD=VALUE`, the field is unknown, or cannot have the value.
  init(_ text: String) throws(ToolError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw EntryCondition.invalid(text, hint: "write --where FIELD=VALUE, such as --where license=mit")
    }
    path = parts[0].split(separator: ".", maxSplits: 1).map(String.init)
    let type = try EntryCondition.type(at: path, named: parts[0])
    switch type {
    case .integer, .number: expected = try EntryCondition.range(parts[1], of: text)
    case .word(let words):
      guard words.contains(where: { $0.description == parts[1].lowercased() }) else {
        throw EntryCondition.invalid(text, hint: "give \(type.requirement)")
      }
      expected = .pattern([parts[1].lowercased()])
    case .text, .format, .numberOrText, .flag:
      let pattern = parts[1].lowercased().split(separator: "*", omittingEmptySubsequences: false)
      expected = .pattern(pattern.map(String.init))
    case .list, .texts, .any:
      throw EntryCondition.invalid(text, hint: "a condition cannot be about '\(parts[0])'; name another field")
    case .object:
      throw EntryCondition.invalid(text, hint: "name a member, such as \(parts[0]).\(type.members.first ?? "NAME")")
    }
  }

  /// Whether an entry satisfies the condition. An entry without the field does not.
  func holds(for entry: JSONElement) -> Bool {
    guard let value = path.reduce(entry as JSONElement?, { $0?[key: $1] }) else { return false }
    switch expected {
    case .number(let minimum, let maximum):
      guard let number = value.decimal else { return false }
      return minimum.map { $0 <= number } ?? true && maximum.map { number <= $0 } ?? true
    case .pattern(let parts): return value.string.map { EntryCondition.matches($0.lowercased(), parts) } ?? false
    }
  }

  /// Whether a string consists of these parts in this order, with any characters between them.
  private static func matches(_ text: String, _ parts: [String]) -> Bool {
    guard let first = parts.first, let last = parts.last, parts.count > 1 else { return text == parts.first }
    guard text.hasPrefix(first), text.hasSuffix(last), text.utf8.count >= first.utf8.count + last.utf8.count else {
      return false
    }
    var rest = text.utf8.dropFirst(first.utf8.count).dropLast(last.utf8.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part.utf8) }) else { return false }
      rest = rest[start...].dropFirst(part.utf8.count)
    }
    return true
  }

  private static func type(at path: [String], named name: String) throws(ToolError) -> FieldType {
    guard let field = path.first.flatMap(EntryField.named) else { throw unknownField(name) }
    guard path.count > 1 else { return field.type }
    // The members of `overrides` are fields, with the types that fields have.
    if field == .overrides, path.count == 2, let overridden = EntryField.named(path[1]) { return overridden.type }
    guard case .object(let members) = field.type, let member = members.first(where: { $0.name.description == path[1] })
    else {
      throw .usage(
        code: "unknown_field", "no entry has a field '\(name)'",
        hint: field.type.members.isEmpty
          ? "conditions cannot be about the members of '\(field.name)'"
          : "members of '\(field.name)': \(field.type.members.joined(separator: ", "))")
    }
    return member.type
  }

  private static func range(_ value: String, of text: String) throws(ToolError) -> ExpectedValue {
    let bounds = value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let numbers = bounds.map { ExactDecimal($0) }
    let areValid = zip(bounds, numbers).allSatisfy { $0.isEmpty || $1 != nil }
    guard areValid, (1...2).contains(bounds.count), numbers.contains(where: { $0 != nil }) else {
      throw invalid(text, hint: "give a number or a range: MIN:MAX, MIN: or :MAX")
    }
    let (minimum, maximum) = (numbers.first ?? nil, numbers.last ?? nil)
    if let minimum, let maximum, maximum < minimum {
      throw invalid(text, hint: "write the smaller number first")
    }
    return .number(minimum: minimum, maximum: maximum)
  }

  private static func invalid(_ text: String, hint: String) -> ToolError {
    .usage(code: "invalid_value", "'\(text)' is not a valid value of --where", hint: hint)
  }

  /// The error for a field name that the schema does not have.
  static func unknownField(_ name: String) -> ToolError {
    let nearest = nearestName(to: name, among: EntryField.allCases.map(\.name.description))
    return .usage(
      code: "unknown_field", "no entry has a field '\(name)'",
      hint: nearest.map { "did you mean '\($0)'?" } ?? "docs/contract.md lists the fields of an entry")
  }
}

extension FieldType {
  /// The names of an object's members.
  fileprivate var members: [String] {
    if case .object(let members) = self { members.map(\.name.description) } else { [] }
  }
}
