import JSON
import ModelSpec
import Platform
import Streams

/// One field in which a database and what was derived differ.
struct Difference {
  let entryID: String
  let modelID: String?
  /// The field, with a dot before a member: `kv_cache.sliding_window`.
  let field: String
  /// The value in the database; nil where it has none.
  let stored: JSONElement?
  /// The derived value; nil where the model has none.
  let derived: JSONElement?
  /// The key or rule that the derived value comes from.
  let origin: String?
  /// The line of the field in the database, or of its entry.
  let line: Int
  /// How many bytes of memory the difference is worth.
  let effectInBytes: Double

  /// Writes the difference as one line of JSON.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("id")
    output.string(entryID)
    if let modelID {
      output.key("hf_model_id")
      output.string(modelID)
    }
    output.key("field")
    output.string(field)
    if let stored {
      output.key("stored")
      output.element(stored)
    }
    output.key("derived")
    if let derived { output.element(derived) } else { output.null() }
    if let origin {
      output.key("from")
      output.string(origin)
    }
    output.key("line")
    output.integer(line)
    output.endObject()
    output.endLine()
  }
}

/// Compares an entry with what was derived for it.
struct EntryComparison {
  let stored: StoredEntries.Entry
  let derived: JSONElement

  /// The fields that name an entry or record an import. They are not facts about the model.
  private static let notCompared: Set<EntryField> = [
    .id, .name, .hfModelID, .hfRevision, .parametersSource, .overrides, .benchmarks,
  ]
  /// Fields that can be missing although the model has them.
  private static let notAlwaysDerived: Set<EntryField> = [.modality, .dtype, .quantization, .weightsBytes, .license]

  /// The fields that differ: those with other values, and those that only one of both has.
  func differences(_ locator: inout TextLocator?) -> [Difference] {
    var found: [Difference] = []
    for field in EntryField.inOrder where !EntryComparison.notCompared.contains(field) {
      let name = field.name.description
      let (old, new) = (stored.value[key: name], derived[key: name])
      if case .object = field.type, let new, old?.isObject ?? true, new.isObject {
        found += memberDifferences(name, old, new, &locator)
      } else if let difference = difference(name, old, new, field, &locator) {
        found.append(difference)
      }
    }
    return found
  }

  private func memberDifferences(
    _ name: String, _ old: JSONElement?, _ new: JSONElement, _ locator: inout TextLocator?
  ) -> [Difference] {
    let keys = (old.map { $0.members.compactMap(\.key.string) } ?? []) + new.members.compactMap(\.key.string)
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }.compactMap { key in
      difference("\(name).\(key)", old?[key: key], new[key: key], nil, &locator)
    }
  }

  private func difference(
    _ name: String, _ old: JSONElement?, _ new: JSONElement?, _ field: EntryField?, _ locator: inout TextLocator?
  ) -> Difference? {
    switch (old, new) {
    case (nil, nil): return nil
    case (let old?, let new?) where old.hasSameValue(as: new): return nil
    case (_?, nil) where field.map(EntryComparison.notAlwaysDerived.contains) ?? false: return nil
    default: break
    }
    return Difference(
      entryID: stored.id, modelID: stored.modelID, field: name, stored: old, derived: new,
      origin: origin(of: name), line: locator?.position(of: old ?? stored.value)?.line ?? 1,
      effectInBytes: MemoryEffect(of: stored.value).bytes(of: name, from: old, to: new))
  }

  private func origin(of name: String) -> String? {
    let field = name.split(separator: ".").first.map(String.init) ?? name
    return derived[EntryField.explanation]?[key: field]?.string
  }
}
