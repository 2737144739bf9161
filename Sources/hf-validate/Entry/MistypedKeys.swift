import CommandLineTool
import JSON
import JSONSchema
import ModelSpec

/// Finds keys that are almost the name of a field. Other unknown keys are accepted: another program may use them.
enum MistypedKeys {
  /// The names of all fields and of their members, for ``Entry/hasOtherKeys``.
  static let known = KnownKeys((EntryField.names + EntryField.allCases.flatMap(\.memberNames)).map { ($0, true) })

  /// A warning for each mistyped key of an entry and of the objects that its fields have as values.
  static func violations(in entry: JSONElement) -> [Failure.Violation] {
    EntryField.allCases.reduce(violations(in: entry, EntryField.names, path: "")) { found, field in
      guard !field.memberNames.isEmpty, let object = entry[field.name] else { return found }
      return found + violations(in: object, field.memberNames, path: "/\(field.name)")
    }
  }

  private static func violations(in object: JSONElement, _ names: [StaticString], path: String) -> [Failure.Violation] {
    let names = names.map { (text: $0.description, isPresent: object[$0] != nil) }
    return object.members.compactMap { key, _ in
      let key = key.string ?? ""
      return names.first { isMisspelling(key, of: $0.text, besideIt: $0.isPresent) }.map {
        Failure.Violation(
          path: "\(path)/" + JSONPointer.escape(key), keyword: "unknown_field",
          message: "no field has the name '\(key)'; did you mean '\($0.text)'?")
      }
    }
  }
}
