import JSON

/// The entry's fields as a Markdown table, made from the rows of ``EntryField`` for `docs/contract.md`.
public enum EntryFieldMarkdown {
  /// The table of all fields. A required field has a star. The members of a field's objects come after it.
  public static var markdown: String {
    markdown(of: EntryField.allCases.map(\.description))
  }

  /// The table of these fields.
  static func markdown(of fields: [FieldDescription]) -> String {
    let rows = fields.flatMap { field in
      [row(field, "`\(field.name)`")] + members(field.type).map { row($0, "`\(field.name).\($0.name)`") }
    }
    return (["| field | value | meaning |", "|---|---|---|"] + rows).joined(separator: "\n") + "\n"
  }

  private static func row(_ field: FieldDescription, _ name: String) -> String {
    "| \(name)\(field.isRequired ? "\\*" : "") | \(value(field)) | \(field.meaning) |"
  }

  private static func members(_ type: FieldType) -> [FieldDescription] {
    switch type {
    case .object(let members), .list(let members): members
    default: []
    }
  }

  private static func value(_ field: FieldDescription) -> String {
    let unit = field.unit.map { " \($0)" } ?? ""
    return switch field.type {
    case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .text, .format: "string"
    case .integer(let range): "\(range.lowerBound) to \(grouped(range.upperBound))\(unit)"
    case .number(let limit): "above 0, at most \(grouped(limit))\(field.unit.map { ", in \($0)" } ?? "")"
    case .numberOrText: "number or string"
    case .flag: "true or false"
    case .any: "any value"
    case .texts: "list of strings"
    case .object: "object"
    case .list: "list of objects"
    }
  }

  /// A number with a comma between thousands.
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, index in
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digits[index])
    }
  }
}
