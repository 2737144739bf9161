import JSON
import ModelSpec

/// Finds duplicate ids in a database. Ids count as the same when they differ only in their spelling: see
/// ``EntryID/comparisonKey(_:)`` and ``ModelID/comparisonKey(_:)``.
struct DuplicateIDs {
  /// The first entry with an id.
  private typealias Occurrence = (index: Int, id: String)
  private var ids: [String: Occurrence] = [:]
  private var modelIDs: [String: Occurrence] = [:]

  /// The violations of an entry that has the `id` or the `hf_model_id` of earlier entries: one for each earlier entry.
  /// Ids that no earlier entry has are remembered. `index` is the index of the entry, from 0.
  mutating func violations(in entry: JSONElement, at index: Int) -> [Failure.Violation] {
    let (id, modelID) = (entry[.id]?.string, entry[.hfModelID]?.string)
    let first = id.flatMap { DuplicateIDs.note($0, index, under: EntryID.comparisonKey($0), in: &ids) }
    let other = modelID.flatMap { DuplicateIDs.note($0, index, under: ModelID.comparisonKey($0), in: &modelIDs) }
    var details: [Failure.Violation] = []
    if let id, let first { details.append(duplicate(id, .id, first, andModelID: other?.index == first.index)) }
    if let modelID, let other, other.index != first?.index { details.append(duplicate(modelID, .hfModelID, other)) }
    return details
  }

  /// The earlier entry with this comparison key; nil without one, and then this entry is remembered under the key.
  private static func note(_ id: String, _ index: Int, under key: String, in seen: inout [String: Occurrence])
    -> Occurrence?
  {
    if let earlier = seen[key] { return earlier }
    seen[key] = (index, id)
    return nil
  }

  private func duplicate(
    _ id: String, _ field: EntryField, _ earlier: Occurrence, andModelID: Bool = false
  ) -> Failure.Violation {
    let ending = earlier.id == id ? " too" : ", which counts as the same"
    return Failure.Violation(
      path: "/\(field.name)", keyword: "duplicate_\(field.name)",
      message: "'\(id)' is a duplicate: entry \(earlier.index + 1) has '\(earlier.id)'\(ending)"
        + (andModelID ? ", and the same hf_model_id" : ""))
  }
}
