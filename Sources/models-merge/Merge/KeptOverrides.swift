import JSON
import ModelSpec
import Platform

/// The overrides of an existing entry, applied to its new version. An override is a value that a user set for a field;
/// it replaces the derived value.
struct KeptOverrides {
  /// An override and the derived value that it replaces.
  struct Difference: Equatable {
    let field: String
    let override: String
    let derived: String
  }

  /// The new version with the overrides applied.
  let entry: JSONDocument
  /// The overrides that differ from the derived values.
  let differences: [Difference]

  /// Applies the overrides of an entry; nil when it has none.
  ///
  /// - Parameters:
  ///   - existing: the entry of the database.
  ///   - new: its new version; its own overrides take precedence.
  ///   - forgotten: the fields whose overrides are dropped.
  init?(of existing: JSONElement, in new: JSONElement, forgetting forgotten: Set<String>) {
    guard let stored = existing[EntryField.overrides.name], stored.isObject, stored.count > 0 else { return nil }
    let arriving = new[EntryField.overrides.name].map { Array($0.members) } ?? []
    let newlyOverridden = Set(arriving.compactMap { $0.key.string })
    let kept = stored.members.compactMap { key, value -> (name: String, value: JSONElement)? in
      guard let name = key.string, !forgotten.contains(name), !newlyOverridden.contains(name) else { return nil }
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
      if let override = applied[name] {
        output.element(override)
        if !override.hasSameValue(as: value) {
          differences.append(Difference(field: name, override: override.compactText, derived: value.compactText))
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
    KeptOverrides.write(kept, arriving, to: output)
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
