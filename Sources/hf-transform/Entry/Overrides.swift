import JSON
import ModelSpec

/// Values that replace derived ones: those of the command line, else those of the snapshot. One instance is reused for
/// all documents.
final class Overrides {
  /// One override from the command line, parsed and checked once.
  struct Option: Sendable {
    let name: String
    /// The field of this name; nil when no field has it.
    let field: EntryField?
    let document: SendableDocument
  }

  private let options: [Option]
  private var values: [JSONElement?] = Array(repeating: nil, count: EntryField.count)
  /// Values of unknown fields, in order.
  private(set) var additional: [(name: String, value: JSONElement)] = []
  /// By name: its index in ``additional``. It is only filled if a name may occur twice: in a snapshot of 250,000
  /// unknown fields, filling it takes two thirds of the time of hf-transform.
  private var indicesByName: [ExactString: Int] = [:]

  /// The names in the snapshot's overrides that are not fields of an entry, and that the command line does not
  /// override.
  var unknownInSnapshot: [String] {
    if additional.isEmpty { return [] }
    let optionNames = Set(options.map { ExactString($0.name) })
    return additional.map(\.name).filter { !optionNames.contains(ExactString($0)) && !EntryField.isAnnotation($0) }
  }

  /// Makes overrides from those of the command line.
  init(_ options: [Option]) { self.options = options }

  /// Whether nothing is overridden.
  private(set) var isEmpty = true

  /// The override of a field; nil without one.
  subscript(field: EntryField) -> JSONElement? { values[field.rawValue] }

  /// Reads the overrides of one snapshot; those of the command line have precedence.
  ///
  /// - Throws: ``InvalidOverride`` for a mistyped name, or a value that its field cannot have.
  func read(_ snapshot: JSONElement?) throws(InvalidOverride) {
    if !isEmpty {
      for index in values.indices { values[index] = nil }
      additional.removeAll(keepingCapacity: true)
      indicesByName.removeAll(keepingCapacity: true)
    }
    isEmpty = options.isEmpty && (snapshot.map { $0.count == 0 } ?? true)
    guard !isEmpty else { return }
    let mayRepeat = snapshot?.hasDuplicateKeys ?? false || options.contains { $0.field == nil }
    if let snapshot {
      for (key, value) in snapshot.members { try add(key.string ?? "", value, mayRepeat: mayRepeat) }
    }
    for option in options { try add(option.name, option.document.unsafeRoot, mayRepeat: mayRepeat) }
  }

  /// The maximum number of unknown fields whose names are compared with those of the fields. A person types fewer.
  private static let maximumTypedNames = 100

  private func add(_ name: String, _ value: JSONElement, mayRepeat: Bool) throws(InvalidOverride) {
    if let field = EntryField.named(name) {
      try Overrides.check(value, of: field)
      values[field.rawValue] = value
    } else if additional.count < Overrides.maximumTypedNames, let nearest = Overrides.mistypedField(name) {
      throw InvalidOverride(mistyped: name, nearest: nearest)
    } else if mayRepeat, let index = indicesByName.updateValue(additional.count, forKey: ExactString(name)) {
      additional[index].value = value
      indicesByName[ExactString(name)] = index
    } else {
      additional.append((name, value))
    }
  }

  /// The field that an unknown name is probably meant to be; nil when no field's name is similar. Another program may
  /// use such a name.
  static func mistypedField(_ name: String) -> String? {
    // A member of an object, such as `kv_cache.sliding_window`, is set with the object.
    if let dot = name.firstIndex(of: "."), EntryField.named(String(name[..<dot])) != nil { return String(name[..<dot]) }
    return EntryField.isAnnotation(name) ? nil : EntryField.nearest(to: name)
  }

  /// Checks that a value has the type of its field. `overrides` itself cannot be overridden.
  ///
  /// - Throws: ``InvalidOverride``.
  static func check(_ value: JSONElement, of field: EntryField) throws(InvalidOverride) {
    if field != .overrides, field.type.accepts(value) { return }
    throw InvalidOverride(field: field, found: value.excerpt)
  }
}

/// An override that has a mistyped name, or a value that is invalid for its field.
struct InvalidOverride: Error {
  let message: String
  /// What to write instead.
  let hint: String

  init(field: EntryField, found: String) {
    message = "'\(found)' is not a valid value of '\(field.name)'"
    hint =
      field == .overrides
      ? "override each field by its name: the object 'overrides' is made of these values"
      : "give \(field.type.requirement)"
  }

  init(mistyped name: String, nearest: String) {
    message = "there is no field '\(name)'"
    hint = "did you mean '\(nearest)'? A field that the tools do not know needs a less similar name"
  }
}

/// A document that is only read after it was made, so that several threads can share it.
struct SendableDocument: @unchecked Sendable {
  private let document: JSONDocument

  init(_ document: JSONDocument) { self.document = document }

  /// The value; it is valid while the document lives.
  var unsafeRoot: JSONElement { document.unsafeRoot }
}
