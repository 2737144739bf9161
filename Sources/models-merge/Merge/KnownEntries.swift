import ModelSpec

/// Which entries of the database have given ids, as an entry of a batch and the one that it would replace.
struct KnownEntries {
  /// An entry of the database, and what it says about who it is.
  struct Known {
    let index: Int
    let id: String?
    let modelID: String?

    /// The entry's id; what stands for it in messages when it has none.
    var label: String { id ?? "entry \(index + 1)" }
  }

  /// The entries of the database that match one look-up.
  struct Match {
    /// The one with the same id.
    let byID: Known?
    /// The one with the same hf_model_id.
    let byModelID: Known?

    /// The entry that the one of the batch would replace.
    var existing: Known? { byModelID ?? byID }
  }

  /// The entries whose ids count as one.
  private struct SameID {
    let first: Known
    /// By spelling.
    var exact: [String: Known] = [:]

    /// An earlier entry wins over a later one.
    mutating func note(_ known: Known, spelled id: String) {
      if exact[id] == nil { exact[id] = known }
    }
  }

  /// By what was looked up.
  private(set) var matches: [Match] = []

  /// Looks ids up in a database: one pass over the hashes, and a closer look at what agrees.
  init(_ wanted: [(id: String, modelID: String?)], in layout: DatabaseLayout) {
    let ids = wanted.map { EntryID.comparisonKey($0.id) }
    let modelIDs = wanted.map { $0.modelID.map(ModelID.comparisonKey) }
    let (wantedIDs, wantedModelIDs) = (Set(ids), Set(modelIDs.compactMap(\.self)))
    let hashes = Set(wantedIDs.map { EntryID.hash(of: $0) } + wantedModelIDs.map { ModelID.hash(of: $0) })
    var byID: [String: SameID] = [:]
    var byModelID: [String: Known] = [:]
    for (index, entry) in layout.entries.enumerated() {
      guard hashes.contains(entry.idHash) || hashes.contains(entry.modelIDHash) else { continue }
      let (id, modelID) = layout.identity(index)
      let known = Known(index: index, id: id, modelID: modelID)
      if let id, case let key = EntryID.comparisonKey(id), wantedIDs.contains(key) {
        byID[key, default: SameID(first: known)].note(known, spelled: id)
      }
      if let modelID, case let key = ModelID.comparisonKey(modelID), wantedModelIDs.contains(key) {
        if byModelID[key] == nil { byModelID[key] = known }
      }
    }
    matches = wanted.indices.map { index in
      let sameID = byID[ids[index]]
      return Match(
        byID: sameID?.exact[wanted[index].id] ?? sameID?.first, byModelID: modelIDs[index].flatMap { byModelID[$0] })
    }
  }
}

extension EntryID {
  /// A hash of an id that ignores what ``isSame(_:_:)`` ignores.
  fileprivate static func hash(of id: String) -> UInt32 { Array(id.utf8).withUnsafeBufferPointer(hash) }
}

extension ModelID {
  /// A hash of an id that ignores what ``isSame(_:_:)`` ignores.
  fileprivate static func hash(of id: String) -> UInt32 { Array(id.utf8).withUnsafeBufferPointer(hash) }
}
