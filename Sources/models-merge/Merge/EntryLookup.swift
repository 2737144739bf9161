import ModelSpec

/// Finds entries of the database by id and by `hf_model_id`.
struct EntryLookup {
  /// An entry of the database, with its id and model id.
  struct ExistingEntry {
    /// The position in the `models` array, from 0.
    let index: Int
    let id: String?
    let modelID: String?

    /// The entry in messages: its id; its number when it has none.
    var label: String { EntryName.label(id: id, number: index + 1) }
  }

  /// The entries of the database that match one look-up.
  struct EntryMatch {
    /// The existing entry with the same id; of several, one with exactly this text, else the first. Nil when there is
    /// none.
    let byID: ExistingEntry?
    /// The existing entry with the first of the model ids that an entry has as its hf_model_id; nil when no entry has
    /// one of them.
    let byModelID: ExistingEntry?
    /// A second entry that has the hf_model_id of ``byModelID``; nil when no other entry has it.
    let sharingModelID: ExistingEntry?
    /// The entry that has the model's current id, if ``byModelID`` is another entry, which has the old id. The Hub has
    /// then renamed the model. Nil otherwise.
    let byLaterModelID: ExistingEntry?

    /// The entry that an update replaces: the one with the same hf_model_id, else the one with the same id; nil when
    /// the database has neither.
    var existing: ExistingEntry? { byModelID ?? byID }

    /// Whether only the id is the same, and the two entries have different model ids.
    func isOfAnotherModel(than arrived: ArrivedEntry) -> Bool {
      guard byModelID == nil, let owner = byID?.modelID, let wanted = arrived.modelID else { return false }
      return !ModelID.isSame(owner, wanted)
    }
  }

  /// The entries whose ids have the same ``EntryID/comparisonKey(_:)``.
  private struct EntriesWithSameID {
    let first: ExistingEntry
    /// By the exact text of the id.
    var exact: [String: ExistingEntry] = [:]

    /// Adds an entry. Of entries with exactly the same id, only the first one is kept.
    mutating func note(_ known: ExistingEntry, spelled id: String) {
      if exact[id] == nil { exact[id] = known }
    }
  }

  /// The result of each look-up, in order.
  private(set) var matches: [EntryMatch] = []

  /// Looks ids up in a database: compares the hashes in one pass, and the ids themselves only if a hash is equal.
  ///
  /// - Parameters:
  ///   - ids: for each look-up, an entry's id.
  ///   - modelIDs: for each look-up, the ids of the entry's model. The first one that the database has is used.
  ///   - layout: the database.
  init(ids: [String], modelIDs: [[String]], in layout: DatabaseLayout) {
    let idKeys = ids.map(EntryID.comparisonKey)
    let modelIDKeys = modelIDs.map { $0.map(ModelID.comparisonKey) }
    let hashes = Set(idKeys.map { EntryID.hash(of: $0) } + modelIDKeys.joined().map { ModelID.hash(of: $0) })
    var byID: [String: EntriesWithSameID] = [:]
    var byModelID: [String: [ExistingEntry]] = [:]
    for (index, entry) in layout.entries.enumerated() {
      guard hashes.contains(entry.idHash) || hashes.contains(entry.modelIDHash) else { continue }
      let (id, modelID) = layout.identity(index)
      let known = ExistingEntry(index: index, id: id, modelID: modelID)
      if let id {
        byID[EntryID.comparisonKey(id), default: EntriesWithSameID(first: known)].note(known, spelled: id)
      }
      if let modelID { byModelID[ModelID.comparisonKey(modelID), default: []].append(known) }
    }
    matches = ids.indices.map { index in
      let sameID = byID[idKeys[index]]
      let sameModel = modelIDKeys[index].compactMap { byModelID[$0] }
      let first = sameModel.first?.first
      return EntryMatch(
        byID: sameID?.exact[ids[index]] ?? sameID?.first, byModelID: first,
        sharingModelID: sameModel.first?.dropFirst().first,
        byLaterModelID: sameModel.dropFirst().compactMap { $0.first }.first { $0.index != first?.index })
    }
  }

  /// The failure when the database has no entry with this id or model id.
  static func missing(_ name: String, from database: String, layout: DatabaseLayout) -> Failure {
    let nearest = ImportHints.nearest(to: name, entryCount: layout.entries.count) { isModelID in
      layout.entries.indices.compactMap { isModelID ? layout.identity($0).modelID : layout.identity($0).id }
    }
    return Failure(
      .notFound, stage: .merge, modelID: name, message: ImportHints.noEntry(name, in: database),
      hint: nearest ?? ImportHints.listEntries(of: database))
  }
}

extension EntryID {
  /// A hash that ids with the same ``comparisonKey(_:)`` share.
  fileprivate static func hash(of id: String) -> UInt32 { Array(id.utf8).withUnsafeBufferPointer(hash) }
}

extension ModelID {
  /// A hash that ids with the same ``comparisonKey(_:)`` share.
  fileprivate static func hash(of id: String) -> UInt32 { Array(id.utf8).withUnsafeBufferPointer(hash) }
}
