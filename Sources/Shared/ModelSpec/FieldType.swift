public import JSON

/// What a value in an entry may be: a field's, or that of a member of a field.
public indirect enum FieldType: Sendable {
  /// One of these words.
  case word([StaticString])
  /// Text of at least one character, and at most so many; nil for any number.
  case text(longest: Int?)
  /// Text of a form.
  case form(TextForm)
  /// A whole number.
  case integer(ClosedRange<Int>)
  /// A number above 0.
  case number(upTo: Int)
  /// A number, or text of at least one character.
  case numberOrText
  case flag
  /// An object with these members; others are allowed.
  case object([FieldDescription])
  /// A list of objects with these members.
  case list([FieldDescription])
}

/// What is known of a field of an entry, or of a member of one, apart from how a tool finds its value.
public struct FieldDescription: Sendable {
  /// The key.
  public let name: StaticString
  /// What its value may be.
  public let type: FieldType
  /// Whether there is no entry (or no object) without it.
  public internal(set) var isRequired: Bool
  /// What a number counts, such as `tokens`; nil where the meaning says it.
  public let unit: String?
  /// What the value says, in Markdown.
  public let meaning: String
  /// Values as JSON.
  public let examples: [String]
  /// A member without which this one means nothing, and the other way round.
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
  /// Whether a value has this type: the rules are those of the JSON Schema that ``EntrySchema`` writes.
  public func accepts(_ value: JSONElement) -> Bool {
    switch self {
    case .word(let words): words.contains { value.equals($0) }
    case .text(let longest): FieldType.isText(value, upTo: longest)
    case .form(let form): FieldType.isText(value, upTo: form.longest) && form.matches(value.string ?? "")
    case .integer(let range): value.int.map(range.contains) ?? false
    case .number(let limit): value.decimal.map { $0 > .zero && $0 <= ExactDecimal(limit) } ?? false
    case .numberOrText: value.kind == .number || FieldType.isText(value, upTo: nil)
    case .flag: value.bool != nil
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

  /// What a value has to be, for a person: `a whole number from 1 to 10000`.
  public var requirement: String {
    switch self {
    case .word(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .text(nil): "a JSON string"
    case .text(let longest?): "a JSON string of 1 to \(longest) characters"
    case .form(let form): form.requirement
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let limit): "a number above 0 and at most \(limit)"
    case .numberOrText: "a number or a JSON string"
    case .flag: "true or false"
    case .object(let members): "a JSON object" + FieldType.list(of: members)
    case .list(let members): "a list of JSON objects" + FieldType.list(of: members)
    }
  }

  private static func list(of members: [FieldDescription]) -> String {
    members.isEmpty ? "" : " of " + members.map { "'\($0.name)'" }.joined(separator: ", ")
  }
}
