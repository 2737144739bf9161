import JSON
import ModelSpec

/// The overrides of an existing entry, applied to its new version. An override is a value that a user set for a field;
/// it replaces the derived value.
struct KeptOverrides {
  /// An override and the derived value that it replaces, as JSON text.
  struct Difference: Equatable {
    let field: String
    let override: String
    let derived: String
  }

  /// The new version with the overrides applied.
  let entry: JSONDocument
  /// The overrides that differ from the derived values.
  let differences: [Difference]

  /// Applies the overrides of the existing entry; nil when it has none, and the new version does not override the id.
  ///
  /// - Parameters:
  ///   - existing: the entry of the database.
  ///   - new: the new version of the entry; an override that it has too takes precedence. Its override of the id is
  ///     left out if the existing entry has another id, because an update does not change ids.
  ///   - forgotten: the fields whose overrides are dropped.
  init?(of existing: JSONElement, in new: JSONElement, forgetting forgotten: Set<String>) {
    let stored = existing[EntryField.overrides.name].map { Array($0.members) } ?? []
    let id = existing[EntryField.id.name]?.string
    let allOverrides = new[EntryField.overrides.name].map { Array($0.members) } ?? []
    let newOverrides = allOverrides.filter { key, value in
      !key.equals(EntryField.id.name) || value.string == id
    }
    guard !stored.isEmpty || newOverrides.count < allOverrides.count else { return nil }
    let dropped = Set((forgotten + newOverrides.compactMap { $0.key.string }).map(ExactString.init))
    let kept = stored.compactMap { key, value in key.string.map { (name: $0, value: value) } }
      .filter { !dropped.contains(ExactString($0.name)) }
    // The override of an unknown field stays in `overrides`, but is not applied to the entry.
    let applied = Dictionary(
      kept.filter { EntryField.named($0.name).map { $0 != .overrides } ?? false }.map {
        (ExactString($0.name), $0.value)
      }
    ) { $1 }
    var differences: [Difference] = []
    let output = ByteBuffer(capacity: 1024)
    output.beginObject()
    var writtenNames: Set<ExactString> = []
    for (key, value) in new.members {
      guard let name = key.string, name != EntryField.overrides.name.description else { continue }
      writtenNames.insert(ExactString(name))
      if let difference = KeptOverrides.writeMember(name, value, applied, to: output) { differences.append(difference) }
    }
    for (name, value) in kept where applied[ExactString(name)] != nil && !writtenNames.contains(ExactString(name)) {
      output.key(name)
      output.element(value)
    }
    KeptOverrides.writeOverrides(kept, newOverrides, to: output)
    output.endObject()
    guard let entry = try? JSONDocument(output.array) else { return nil }
    self.entry = entry
    self.differences = differences
  }

  /// Writes a field of the new version, with its override if it has one. `parameters_source` becomes `override` when
  /// `parameters_billions` is overridden.
  ///
  /// - Returns: the difference between the override and the derived value; nil without one.
  private static func writeMember(
    _ name: String, _ value: JSONElement, _ applied: [ExactString: JSONElement], to output: ByteBuffer
  ) -> Difference? {
    output.key(name)
    if let override = applied[ExactString(name)] {
      output.element(override)
      if override.isEqual(to: value) { return nil }
      return Difference(field: name, override: override.compactText, derived: value.compactText)
    }
    if name == EntryField.parametersSource.name.description,
      applied[ExactString(EntryField.parametersBillions.name.description)] != nil
    {
      output.string(ParametersSource.override.label)
    } else {
      output.element(value)
    }
    return nil
  }

  private static func writeOverrides(
    _ kept: [(name: String, value: JSONElement)], _ newOverrides: [(key: JSONElement, value: JSONElement)],
    to output: ByteBuffer
  ) {
    guard !kept.isEmpty || !newOverrides.isEmpty else { return }
    output.beginObject(EntryField.overrides.name)
    for (name, value) in kept {
      output.key(name)
      output.element(value)
    }
    output.members(newOverrides)
    output.endObject()
  }
}
