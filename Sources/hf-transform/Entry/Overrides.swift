import Shared

/// Values that take the place of what was detected: the options', then the snapshot's own.
struct Overrides {
  /// One value from the command line, parsed and checked once.
  struct Option: Sendable {
    let name: String
    let field: EntryField?
    let document: SendableDocument
  }

  private let options: [Option]
  private var values: [JSONElement?] = Array(repeating: nil, count: EntryField.count)
  /// Values of fields that no entry has by itself, in order.
  private(set) var additional: [(name: String, value: JSONElement)] = []

  /// Names among the snapshot's overrides that are no field's and not the options' either.
  var unknownInSnapshot: [String] {
    additional.map(\.name).filter { name in
      !EntryField.optional.contains(name) && !options.contains { $0.name == name }
    }
  }

  /// Makes overrides of the command line's.
  init(_ options: [Option]) { self.options = options }

  /// Whether anything is overridden.
  private(set) var isEmpty = true

  subscript(field: EntryField) -> JSONElement? { values[field.rawValue] }

  /// Takes the overrides of one snapshot, under those of the command line.
  ///
  /// - Throws: ``InvalidOverride``.
  mutating func read(_ snapshot: JSONElement?) throws(InvalidOverride) {
    if !isEmpty {
      for index in values.indices { values[index] = nil }
      additional.removeAll(keepingCapacity: true)
    }
    isEmpty = options.isEmpty && (snapshot.map { $0.count == 0 } ?? true)
    guard !isEmpty else { return }
    if let snapshot {
      for (key, value) in snapshot.members { try add(key.string ?? "", value) }
    }
    for option in options { try add(option.name, option.document.root) }
  }

  private mutating func add(_ name: String, _ value: JSONElement) throws(InvalidOverride) {
    guard let field = EntryField.named(name) else {
      additional.removeAll { $0.name == name }
      additional.append((name, value))
      return
    }
    try Overrides.check(value, of: field)
    values[field.rawValue] = value
  }

  /// Checks that a value has the form that its field asks for.
  ///
  /// - Throws: ``InvalidOverride``.
  static func check(_ value: JSONElement, of field: EntryField) throws(InvalidOverride) {
    switch field.form {
    case .text: if let text = value.string, !text.isEmpty { return }
    case .object: if value.isObject { return }
    case .positiveNumber: if let number = value.decimal, number > .zero { return }
    case .positiveInteger: if let number = value.int, isPlausible(number, field) { return }
    }
    throw InvalidOverride(field: field, found: String(decoding: value.source.prefix(40), as: UTF8.self))
  }

  private static func isPlausible(_ number: Int, _ field: EntryField) -> Bool {
    guard let source = field.source else { return number > 0 }
    return number > 0 && FieldAliases.ranges[source.rawValue].contains(number)
  }
}

/// An override whose value its field cannot have.
struct InvalidOverride: Error {
  let field: EntryField
  let found: String

  /// What is wrong.
  var message: String { "'\(found)' is no value of '\(field.name)'" }

  /// What to give instead.
  var hint: String {
    switch field.form {
    case .text: "give a JSON string, in its quotes"
    case .object: "give a JSON object"
    case .positiveNumber: "give a number above 0"
    case .positiveInteger: "give a whole number above 0 that such a field can have"
    }
  }
}

/// A document that is only read after it was made, so that all workers may share it.
struct SendableDocument: @unchecked Sendable {
  private let document: JSONDocument

  init(_ document: JSONDocument) { self.document = document }

  var root: JSONElement { document.root }
}
