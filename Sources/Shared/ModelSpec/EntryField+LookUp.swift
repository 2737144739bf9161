import JSON

extension EntryField {
  /// How many fields there are.
  public static let count = allCases.count

  /// All fields in the order of an entry. Unlike `allCases` it is made once.
  public static let inOrder = allCases

  /// By raw value: what is known of the field.
  private static let descriptions: [FieldDescription] = rows.enumerated().map { position, row in
    precondition(row.key.rawValue == position, "the row of '\(row.key)' is not at its field's place")
    return row.value
  }

  /// By raw value: the name in an entry.
  public static let names: [StaticString] = descriptions.map(\.name)

  /// By raw value: the whole numbers that the field can have; 0 to the largest for one that is no whole number.
  public static let ranges: [ClosedRange<Int>] = descriptions.map { description in
    switch description.type {
    case .integer(let range): range
    case .number(let limit): 0...limit
    default: 0...Int.max
    }
  }

  private static let fieldsByName = [String: EntryField](
    uniqueKeysWithValues: allCases.map { ($0.name.description, $0) })

  /// The field of this name.
  public static func named(_ name: String) -> EntryField? { fieldsByName[name] }

  /// What is known of the field.
  public var description: FieldDescription { EntryField.descriptions[rawValue] }

  /// The name in an entry.
  public var name: StaticString { EntryField.names[rawValue] }

  /// What a value must be.
  public var type: FieldType { description.type }

  /// Whether there is no entry without it.
  public var isRequired: Bool { description.isRequired }

  /// The whole numbers that the field can have.
  public var range: ClosedRange<Int> { EntryField.ranges[rawValue] }

  /// Whether an entry has the field only when a person asks for it, so that its absence says nothing of the model.
  public var isOnRequest: Bool { self == .benchmarks }

  /// The member that says, under `--explain`, where each field comes from; no database has it.
  public static let explanation: StaticString = "explain"
}
