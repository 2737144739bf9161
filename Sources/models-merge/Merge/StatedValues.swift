import JSON
import ModelSpec
import Platform

/// Applies the values that a user stated in an existing entry to its new version.
struct StatedValues {
  /// A stated value and the derived one.
  struct Difference: Equatable {
    let field: String
    let stated: String
    let derived: String
  }

  /// The new version with the stated values in it.
  let entry: JSONDocument
  /// Stated values that differ from the derived ones.
  let differences: [Difference]

  /// Applies the stated values of an entry; nil when there are none.
  ///
  /// - Parameters:
  ///   - existing: the entry of the database.
  ///   - new: its new version; values stated in it take precedence.
  ///   - forgotten: the fields whose stated values are dropped.
  init?(of existing: JSONElement, in new: JSONElement, forgetting forgotten: Set<String>) {
    guard let stored = existing[EntryField.overrides.name], stored.isObject, stored.count > 0 else { return nil }
    let arriving = new[EntryField.overrides.name].map { Array($0.members) } ?? []
    let newlyStated = Set(arriving.compactMap { $0.key.string })
    let kept = stored.members.compactMap { key, value -> (name: String, value: JSONElement)? in
      guard let name = key.string, !forgotten.contains(name), !newlyStated.contains(name) else { return nil }
      return (name, value)
    }
    let applied = Dictionary(
      kept.filter { EntryField.named($0.name).map { $0 != .overrides } ?? false }.map { ($0.name, $0.value) }
    ) { $1 }
    var differences: [Difference] = []
    let output = ByteBuffer(capacity: 1024)
    output.beginObject()
    var isWritten: Set<String> = []
    for (key, value) in new.members {
      guard let name = key.string, name != EntryField.overrides.name.description else { continue }
      isWritten.insert(name)
      output.key(name)
      if let stated = applied[name] {
        output.element(stated)
        if !stated.hasSameValue(as: value) {
          differences.append(Difference(field: name, stated: stated.compactText, derived: value.compactText))
        }
      } else if name == EntryField.parametersSource.name.description,
        applied[EntryField.parametersBillions.name.description] != nil
      {
        output.string(ParametersSource.override.label)
      } else {
        output.element(value)
      }
    }
    for (name, value) in kept where applied[name] != nil && !isWritten.contains(name) {
      output.key(name)
      output.element(value)
    }
    StatedValues.write(kept, arriving, to: output)
    output.endObject()
    guard let entry = try? JSONDocument(output.array) else { return nil }
    self.entry = entry
    self.differences = differences
  }

  private static func write(
    _ kept: [(name: String, value: JSONElement)], _ arriving: [(key: JSONElement, value: JSONElement)],
    to output: ByteBuffer
  ) {
    guard !kept.isEmpty || !arriving.isEmpty else { return }
    output.key(EntryField.overrides.name)
    output.beginObject()
    for (name, value) in kept {
      output.key(name)
      output.element(value)
    }
    for (key, value) in arriving {
      output.key(key.string ?? "")
      output.element(value)
    }
    output.endObject()
  }
}
