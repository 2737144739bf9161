import ModelSpec

/// Decides what happens to each entry of a batch: it is new, it is skipped, it updates an entry of the database, or it
/// is refused as a duplicate.
struct DuplicateCheck {
  /// What happens to an entry of the batch.
  enum Decision {
    /// It is added: neither the database nor an earlier part of the batch has it.
    case isNew
    /// It is skipped, because the database has this entry; nil when an earlier entry of the batch is the same model.
    case skip(EntryLookup.ExistingEntry?)
    /// It updates this entry of the database.
    case update(EntryLookup.ExistingEntry)
  }

  private let existingEntries: MergeOptions.ExistingEntries
  private let hints: ImportHints
  /// The accepted entries of the batch, by the comparison keys of their ids and of their models' ids.
  private var ids: [String: ArrivedEntry] = [:]
  private var modelIDs: [String: ArrivedEntry] = [:]
  /// The accepted entries by the index of the entry that they update.
  private var updates: [Int: ArrivedEntry] = [:]

  /// Prepares the check of a batch.
  init(_ existingEntries: MergeOptions.ExistingEntries, _ hints: ImportHints) {
    self.existingEntries = existingEntries
    self.hints = hints
  }

  /// Decides about the next entry of the batch, and keeps it for the check of later ones.
  ///
  /// - Parameter match: the entries of the database with the same ids.
  /// - Throws: ``Failure`` when it is a duplicate that is neither skipped nor an update.
  mutating func decide(on arrived: ArrivedEntry, _ match: EntryLookup.EntryMatch) throws(Failure) -> Decision {
    if try isSkippedRepetition(arrived) { return .skip(nil) }
    let decision = try compareWithDatabase(arrived, match)
    if case .update(let existing) = decision { updates[existing.index] = arrived }
    ids[EntryID.comparisonKey(arrived.id)] = arrived
    if let modelID = arrived.modelID { modelIDs[ModelID.comparisonKey(modelID)] = arrived }
    return decision
  }

  /// Whether an earlier entry of the batch is the same model and `--skip-existing` is given.
  ///
  /// - Throws: ``Failure`` when the batch has the id or the model already, and the entry is not skipped for it.
  private func isSkippedRepetition(_ arrived: ArrivedEntry) throws(Failure) -> Bool {
    let sameModel = arrived.modelID.flatMap { modelIDs[ModelID.comparisonKey($0)] }
    if sameModel != nil, existingEntries == .skip { return true }
    if let earlier = ids[EntryID.comparisonKey(arrived.id)] {
      throw DuplicateMessages.idInBatch(arrived, earlier, hints)
    }
    if let sameModel { throw DuplicateMessages.modelIDInBatch(arrived, sameModel) }
    return false
  }

  private func compareWithDatabase(
    _ arrived: ArrivedEntry, _ match: EntryLookup.EntryMatch
  ) throws(Failure) -> Decision {
    guard let existing = match.existing else { return .isNew }
    switch existingEntries {
    case .refuse: throw DuplicateMessages.inDatabase(arrived, match, hints)
    case .skip:
      try refuseOtherModel(arrived, match)
      return .skip(existing)
    case .update:
      try refuseOtherModel(arrived, match)
      if let earlier = updates[existing.index] { throw DuplicateMessages.modelIDInBatch(arrived, earlier) }
      return .update(existing)
    }
  }

  /// `--update` and `--skip-existing` apply only to the same model. An id that another model has is always an error.
  private func refuseOtherModel(_ arrived: ArrivedEntry, _ match: EntryLookup.EntryMatch) throws(Failure) {
    guard match.byModelID == nil, let wanted = arrived.modelID, let owner = match.byID?.modelID,
      !ModelID.isSame(owner, wanted)
    else { return }
    throw DuplicateMessages.inDatabase(arrived, match, hints)
  }
}
