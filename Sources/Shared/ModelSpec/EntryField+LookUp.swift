import JSON

extension EntryField {
  /// The number of fields.
  public static let count = allCases.count

  /// All fields in the order of an entry. Unlike `allCases`, this array is made only once.
  public static let inOrder = allCases

  /// The descriptions of the fields, by raw value.
  private static let descriptions: [FieldDescription] = rows.enumerated().map { position, row in
    precondition(row.key.rawValue == position, "the row of '\(row.key)' is not at its field's place")
    return row.value
  }

  /// The names of the fields in an entry, by raw value.
  public static let names: [StaticString] = descriptions.map(\.name)

  /// The ranges of the fields, by raw value: for a number with a fraction from 0 to its limit, and for a field that is
  /// not a number from 0 to the largest Int.
  public static let ranges: [ClosedRange<Int>] = descriptions.map { description in
    switch description.type {
    case .integer(let range): range
    case .number(let limit): 0...limit
    default: 0...Int.max
    }
  }

  /// The field with this name; nil when no field has it.
  public static func named(_ name: String) -> EntryField? {
    var name = name
    return name.withUTF8 { text in
      inOrder.first { text.elementsEqual(UnsafeBufferPointer($0.name)) }
    }
  }

  /// The field's description.
  public var description: FieldDescription { EntryField.descriptions[rawValue] }

  /// The name in an entry.
  public var name: StaticString { EntryField.names[rawValue] }

  /// The type of the field's value.
  public var type: FieldType { description.type }

  /// The names of the members of the field's value; empty if it is not an object. The members of `overrides` have the
  /// names of the fields.
  public var memberNames: [StaticString] {
    guard case .object(let members) = type else { return [] }
    return self == .overrides ? EntryField.names : members.map(\.name)
  }

  /// Whether other fields are computed from the field, such as `kv_cache` from `num_kv_heads`.
  public var determinesOthers: Bool {
    switch self {
    case .parametersBillions, .activeParametersBillions, .defaultContextLength, .numMTPLayers, .weightsBytes:
      return false
    default:
      switch type {
      case .integer, .number: return true
      default: return false
      }
    }
  }

  /// Whether an entry must have the field.
  public var isRequired: Bool { description.isRequired }

  /// The range of the field's number: see ``ranges``.
  public var range: ClosedRange<Int> { EntryField.ranges[rawValue] }

  /// Whether an entry has the field only on request, so that its absence says nothing about the model.
  public var isOnRequest: Bool { self == .benchmarks }

  /// The member of an entry that has the source of each field. It is printed only with `--explain`, and never written
  /// to a database.
  public static let explanation: StaticString = "explain"

  /// The member of an entry that has, for each override, the derived `value` and where it comes `from`. It is printed
  /// only with `--explain`, and never written to a database.
  public static let derived: StaticString = "derived"

  /// The member of an entry that has the id that was requested, if the Hub has renamed the model since. By it, an
  /// update finds the entry with the old name. It is never written to a database.
  public static let requested: StaticString = "requested"

  /// Whether a member of an entry is ``explanation``, ``derived`` or ``requested``, which are never written to a
  /// database.
  public static func isAnnotation(_ name: String) -> Bool {
    [explanation, derived, requested].contains { $0.description == name }
  }
}
