import JSON

extension EntryField {
  /// The number of fields.
  public static let count = allCases.count

  /// All fields in the order of an entry. Unlike `allCases`, it is computed once.
  public static let inOrder = allCases

  /// By raw value: the field's description.
  private static let descriptions: [FieldDescription] = rows.enumerated().map { position, row in
    precondition(row.key.rawValue == position, "the row of '\(row.key)' is not at its field's place")
    return row.value
  }

  /// By raw value: the name in an entry.
  public static let names: [StaticString] = descriptions.map(\.name)

  /// By raw value: the integers that the field can have; all from 0 on for a field that is not a number.
  public static let ranges: [ClosedRange<Int>] = descriptions.map { description in
    switch description.type {
    case .integer(let range): range
    case .number(let limit): 0...limit
    default: 0...Int.max
    }
  }

  private static let fieldsByName = [String: EntryField](
    uniqueKeysWithValues: allCases.map { ($0.name.description, $0) })

  /// The field with this name; nil when no field has it.
  public static func named(_ name: String) -> EntryField? { fieldsByName[name] }

  /// The field's description.
  public var description: FieldDescription { EntryField.descriptions[rawValue] }

  /// The name in an entry.
  public var name: StaticString { EntryField.names[rawValue] }

  /// The type of its value.
  public var type: FieldType { description.type }

  /// The names of its members if it is an object. Overrides have those of the fields.
  public var memberNames: [StaticString] {
    guard case .object(let members) = type else { return [] }
    return self == .overrides ? EntryField.names : members.map(\.name)
  }

  /// Whether an entry must have it.
  public var isRequired: Bool { description.isRequired }

  /// The integers that the field can have.
  public var range: ClosedRange<Int> { EntryField.ranges[rawValue] }

  /// Whether an entry has the field only on request, so that its absence says nothing about the model.
  public var isOnRequest: Bool { self == .benchmarks }

  /// The member with the source of each field, under `--explain`; never written to a database.
  public static let explanation: StaticString = "explain"

  /// The member that has, under `--explain`, the derived value of each override: `value`, and where it comes `from`;
  /// never written to a database.
  public static let derived: StaticString = "derived"

  /// The member that has, under `--explain`, the id that was requested, if the Hub has renamed the model since; never
  /// written to a database.
  public static let requested: StaticString = "requested"

  /// Whether a member of an entry is about the entry, and is never written to a database.
  public static func isAnnotation(_ name: String) -> Bool {
    [explanation, derived, requested].contains { $0.description == name }
  }
}
