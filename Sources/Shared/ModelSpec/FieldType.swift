public import JSON

/// The type of the value of an entry's field, or of a member of an object.
public indirect enum FieldType: Sendable {
  /// One of these words.
  case word([StaticString])
  /// Text of at least one character; `longest` is the maximum length in code points, nil for no maximum.
  case text(longest: Int?)
  /// Text in a format.
  case format(TextFormat)
  /// An integer in this range.
  case integer(ClosedRange<Int>)
  /// A number above 0 and at most this limit.
  case number(upTo: Int)
  /// A number, or text of at least one character.
  case numberOrText
  /// True or false.
  case flag
  /// Any JSON value.
  case any
  /// A list of strings.
  case texts
  /// An object with these members; others are allowed.
  case object([FieldDescription])
  /// A list of objects with these members.
  case list([FieldDescription])
}

/// The description of a field of an entry, or of a member of a field.
public struct FieldDescription: Sendable {
  /// The key.
  public let name: StaticString
  /// The type of its value.
  public let type: FieldType
  /// Whether the entry or object that has the field must have it.
  public internal(set) var isRequired: Bool
  /// The unit of a number, such as `tokens`; nil when it has none, or the meaning states it.
  public let unit: String?
  /// The meaning of the value, in Markdown.
  public let meaning: String
  /// Examples of values, as JSON.
  public let examples: [String]
  /// Another member of the same object that must be present if this one is; nil for none.
  public let companion: StaticString?

  /// Describes a field.
  public init(
    _ name: StaticString, _ type: FieldType, isRequired: Bool = false, unit: String? = nil, _ meaning: String,
    examples: [String] = [], companion: StaticString? = nil
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.unit = unit
    self.meaning = meaning
    self.examples = examples
    self.companion = companion
  }
}

extension FieldType {
  /// Whether a value has this type. The rules are those of the JSON Schema that ``EntrySchema`` writes, but a
  /// ``TextFormat`` can check more than its pattern does.
  public func accepts(_ value: JSONElement) -> Bool {
    switch self {
    case .word(let words): words.contains { value.equals($0) }
    case .text(let longest): FieldType.isText(value, upTo: longest)
    case .format(let format): FieldType.isText(value, upTo: format.longest) && format.matches(value.string ?? "")
    case .integer(let range): value.int.map(range.contains) ?? false
    case .number(let limit): value.decimal.map { $0 > .zero && $0 <= ExactDecimal(limit) } ?? false
    case .numberOrText: value.kind == .number || FieldType.isText(value, upTo: nil)
    case .flag: value.bool != nil
    case .any: true
    case .texts: value.isArray && value.elements.allSatisfy(\.isString)
    case .object(let members): FieldType.isObject(value, of: members)
    case .list(let members): value.isArray && value.elements.allSatisfy { FieldType.isObject($0, of: members) }
    }
  }

  private static func isText(_ value: JSONElement, upTo longest: Int?) -> Bool {
    value.string.map { (1...(longest ?? .max)).contains($0.unicodeScalars.count) } ?? false
  }

  private static func isObject(_ value: JSONElement, of members: [FieldDescription]) -> Bool {
    value.isObject
      && members.allSatisfy { member in
        guard let own = value[member.name] else { return !member.isRequired }
        return member.type.accepts(own) && member.companion.map { value[$0] != nil } ?? true
      }
  }

  /// The type in words, for messages: `a whole number from 1 to 10000`.
  public var requirement: String {
    switch self {
    case .word(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .text(nil): "a JSON string"
    case .text(let longest?): "a JSON string of 1 to \(longest) characters"
    case .format(let format): format.requirement
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let limit): "a number above 0 and at most \(limit)"
    case .numberOrText: "a number or a JSON string"
    case .flag: "true or false"
    case .any: "a JSON value"
    case .texts: "a list of JSON strings"
    case .object(let members): "a JSON object" + FieldType.list(of: members)
    case .list(let members): "a list of JSON objects" + FieldType.list(of: members)
    }
  }

  private static func list(of members: [FieldDescription]) -> String {
    members.isEmpty ? "" : " of " + members.map { "'\($0.name)'" }.joined(separator: ", ")
  }
}
