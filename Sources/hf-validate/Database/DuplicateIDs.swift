import JSON
import ModelSpec

/// Finds duplicate ids in a database. Two ids are the same when their comparison keys are equal.
struct DuplicateIDs {
  /// The first entry with an id.
  private typealias Occurrence = (index: Int, id: String)
  private var ids: [String: Occurrence] = [:]
  private var modelIDs: [String: Occurrence] = [:]

  /// The violations of an entry that has the id or the model id of an earlier one.
  mutating func violations(in entry: JSONElement, at index: Int) -> [Failure.Violation] {
    var details: [Failure.Violation] = []
    if let id = entry[.id]?.string,
      let earlier = DuplicateIDs.note(id, index, under: EntryID.comparisonKey(id), in: &ids)
    {
      details.append(duplicate(id, .id, "duplicate_id", earlier))
    }
    if let id = entry[.hfModelID]?.string,
      let earlier = DuplicateIDs.note(id, index, under: ModelID.comparisonKey(id), in: &modelIDs)
    {
      details.append(duplicate(id, .hfModelID, "duplicate_hf_model_id", earlier))
    }
    return details
  }

  private static func note(_ id: String, _ index: Int, under key: String, in seen: inout [String: Occurrence])
    -> Occurrence?
  {
    if let earlier = seen[key] { return earlier }
    seen[key] = (index, id)
    return nil
  }

  private func duplicate(_ id: String, _ field: EntryField, _ keyword: String, _ earlier: Occurrence)
    -> Failure.Violation
  {
    let ending = earlier.id == id ? " too" : ", which counts as the same"
    return Failure.Violation(
      path: "/\(field.name)", keyword: keyword,
      message: "'\(id)' is a duplicate: entry \(earlier.index + 1) has '\(earlier.id)'\(ending)")
  }
}
