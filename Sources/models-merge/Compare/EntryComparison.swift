import JSON
import ModelSpec

/// Compares an entry with what was derived for it.
struct EntryComparison {
  let stored: StoredEntries.StoredEntry
  let derived: JSONElement
  let lines: LineNumbers

  /// The fields that name an entry or record an import: they are not facts about the model. And the modality, which is
  /// that of the language model that was described, also where it is a part of a larger one.
  private static let notCompared: Set<EntryField> = [
    .id, .name, .hfModelID, .modality, .hfRevision, .parametersSource, .overrides, .benchmarks,
  ]
  /// Fields that can be missing although the model has them.
  private static let notAlwaysDerived: Set<EntryField> = [.dtype, .quantization, .weightsBytes, .license]

  /// Reports each field that differs: those with other values, those that only one of both has, and those where another
  /// value was derived than a user stated.
  func report(_ take: (FieldDifference) -> Void) {
    reportRename(take)
    guard let stated = StatedValues(of: stored.value, in: derived, forgetting: []) else {
      return reportFields(of: derived, take)
    }
    stated.entry.withRoot { reportFields(of: $0, take) }
    reportStated(take)
  }

  /// A model that the Hub calls by another id now.
  private func reportRename(_ take: (FieldDifference) -> Void) {
    let name = EntryField.hfModelID.name.description
    guard derived[EntryField.requested] != nil, let old = stored.value[key: name], let new = derived[key: name],
      !ModelID.isSame(old.string ?? "", new.string ?? "")
    else { return }
    take(difference(name, .stored(old), new, from: origin(of: name)))
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
    var seen: Set<String> = []
    for key in keys where seen.insert(key).inserted {
      report("\(name).\(key)", old?[key: key], new[key: key], isAlwaysDerived: true, take)
    }
  }

  private func report(
    _ name: String, _ old: JSONElement?, _ new: JSONElement?, isAlwaysDerived: Bool, _ take: (FieldDifference) -> Void
  ) {
    switch (old, new) {
    case (nil, nil): return
    case (let old?, let new?) where old.hasSameValue(as: new): return
    case (_?, nil) where !isAlwaysDerived: return
    case (let old?, _): take(difference(name, .stored(old), new, from: origin(of: name)))
    case (nil, _): take(difference(name, .nothing, new, from: origin(of: name)))
    }
  }

  /// Reports where another value is derived than a user stated. Where the stages knew what was stated, the derived
  /// values are beside it; else they are the entry's own.
  private func reportStated(_ take: (FieldDifference) -> Void) {
    let replaced = derived[EntryField.derived]
    let appliedByStages = derived[EntryField.overrides.name]
    guard let overrides = stored.value[EntryField.overrides.name] else { return }
    for (key, stated) in overrides.members {
      guard let name = key.string, let field = EntryField.named(name), !EntryComparison.notCompared.contains(field)
      else { continue }
      let isApplied = appliedByStages?[field.name] != nil
      let beside = replaced?[field.name]
      guard let value = isApplied ? beside?["value"] : derived[field.name], !value.hasSameValue(as: stated)
      else { continue }
      take(difference(name, .stated(stated), value, from: isApplied ? beside?["from"]?.string : origin(of: name)))
    }
  }

  private func difference(
    _ name: String, _ known: FieldDifference.Known, _ new: JSONElement?, from origin: String?
  ) -> FieldDifference {
    let old: JSONElement? =
      switch known {
      case .stored(let value), .stated(let value): value
      case .nothing: nil
      }
    return FieldDifference(
      entryID: stored.id, modelID: stored.modelID, field: name, known: known, derived: new, origin: origin,
      line: lines.line(of: old ?? stored.value),
      effectInBytes: MemoryEffect(of: stored.value).bytes(of: name, from: old, to: new))
  }

  private func origin(of name: String) -> String? {
    let field = name.split(separator: ".").first.map(String.init) ?? name
    return derived[EntryField.explanation]?[key: field]?.string
  }
}
