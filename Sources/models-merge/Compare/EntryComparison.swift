import JSON
import ModelSpec

/// Compares an entry of the database with the entry that was derived again for its model.
struct EntryComparison {
  let stored: StoredEntries.StoredEntry
  let derived: JSONElement
  let lines: LineNumbers

  /// Fields that are not compared: those that name an entry or record an import, because they are not facts about the
  /// model; and `modality`, because an entry for the language model of a multimodal model keeps the modality of the
  /// whole model.
  private static let notCompared: Set<EntryField> = [
    .id, .name, .hfModelID, .modality, .hfRevision, .parametersSource, .overrides, .benchmarks,
  ]
  /// Fields that cannot be derived for every model. If the derived entry lacks one, that is not a difference.
  private static let notAlwaysDerived: Set<EntryField> = [.dtype, .quantization, .weightsBytes, .license]

  /// Calls `take` for each compared field that differs or that only one of the two entries has, for each override that
  /// differs from the derived value, and for a new id of the model.
  func report(_ take: (FieldDifference) -> Void) {
    reportRename(take)
    // The stored overrides are applied to the derived entry first, so that none is reported as a wrong value.
    guard let overrides = KeptOverrides(of: stored.value, in: derived, forgetting: []) else {
      return reportFields(of: derived, take)
    }
    overrides.entry.withRoot { reportFields(of: $0, take) }
    reportOverrides(take)
  }

  /// Reports a model that the Hub has renamed.
  private func reportRename(_ take: (FieldDifference) -> Void) {
    let name = EntryField.hfModelID.name.description
    guard derived[EntryField.requested] != nil, let old = stored.value[key: name], let new = derived[key: name],
      !ModelID.isSame(old.string ?? "", new.string ?? "")
    else { return }
    take(difference(name, .wrong(old), new, from: origin(of: name)))
  }

  private func reportFields(of derived: JSONElement, _ take: (FieldDifference) -> Void) {
    for field in EntryField.inOrder where !EntryComparison.notCompared.contains(field) {
      let (old, new) = (stored.value[field.name], derived[field.name])
      if case .object = field.type, let new, old?.isObject ?? true, new.isObject {
        reportMembers(field.name.description, old, new, take)
      } else {
        let isAlwaysDerived = !EntryComparison.notAlwaysDerived.contains(field)
        report(field.name.description, old, new, isAlwaysDerived: isAlwaysDerived, take)
      }
    }
  }

  private func reportMembers(_ name: String, _ old: JSONElement?, _ new: JSONElement, _ take: (FieldDifference) -> Void)
  {
    let keys = (old.map { $0.members.compactMap(\.key.string) } ?? []) + new.members.compactMap(\.key.string)
    var seen: Set<ExactString> = []
    for key in keys where seen.insert(ExactString(key)).inserted {
      report("\(name).\(key)", old?[key: key], new[key: key], isAlwaysDerived: true, take)
    }
  }

  private func report(
    _ name: String, _ old: JSONElement?, _ new: JSONElement?, isAlwaysDerived: Bool, _ take: (FieldDifference) -> Void
  ) {
    switch (old, new) {
    case (nil, nil): return
    case (let old?, let new?) where old.isEqual(to: new): return
    case (_?, nil) where !isAlwaysDerived: return
    case (let old?, _): take(difference(name, .wrong(old), new, from: origin(of: name)))
    case (nil, _): take(difference(name, .lacking, new, from: origin(of: name)))
    }
  }

  /// Reports overrides that differ from the derived values. If the request for the model had the override, the field of
  /// the arrived entry has the overriding value, and its member `derived` has the derived one. Otherwise the field has
  /// the derived value.
  private func reportOverrides(_ take: (FieldDifference) -> Void) {
    let replacedValues = derived[EntryField.derived]
    let requestOverrides = derived[EntryField.overrides.name]
    guard let overrides = stored.value[EntryField.overrides.name] else { return }
    for (key, override) in overrides.members {
      guard let name = key.string, let field = EntryField.named(name), !EntryComparison.notCompared.contains(field)
      else { continue }
      let isApplied = requestOverrides?[field.name] != nil
      let replaced = replacedValues?[field.name]
      guard let value = isApplied ? replaced?["value"] : derived[field.name], !value.isEqual(to: override)
      else { continue }
      take(difference(name, .override(override), value, from: isApplied ? replaced?["from"]?.string : origin(of: name)))
    }
  }

  private func difference(
    _ name: String, _ storedValue: FieldDifference.StoredValue, _ new: JSONElement?, from origin: String?
  ) -> FieldDifference {
    let old: JSONElement? =
      switch storedValue {
      case .wrong(let value), .override(let value): value
      case .lacking: nil
      }
    return FieldDifference(
      entryID: stored.id, modelID: stored.modelID, field: name, stored: storedValue, derived: new, origin: origin,
      line: lines.line(of: old ?? stored.value),
      effectInBytes: MemoryEffect(of: stored.value).bytes(of: name, from: old, to: new))
  }

  private func origin(of name: String) -> String? {
    let field = name.split(separator: ".").first.map(String.init) ?? name
    return derived[EntryField.explanation]?[key: field]?.string
  }
}
