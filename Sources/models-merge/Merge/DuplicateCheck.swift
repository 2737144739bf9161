import ModelSpec

/// Decides what happens to each entry of a batch: it is new, it is skipped, it updates an entry of the database, or it
/// is refused as a duplicate.
struct DuplicateCheck {
  /// What happens to an entry of the batch.
  enum Decision {
    /// Neither the database nor an earlier entry of the batch has its id or its model.
    case isNew
    /// It is skipped, because the database has this entry. Nil when an earlier entry of the batch is the same model.
    case skip(EntryLookup.ExistingEntry?)
    /// It updates this entry of the database.
    case update(EntryLookup.ExistingEntry)
  }

  private let existingEntries: MergeOptions.ExistingEntries
  private let hints: ImportHints
  /// The entries of the batch that were not refused, by the comparison key of the id.
  private var ids: [String: ArrivedEntry]
  /// The entries of the batch that were not refused, by the comparison key of the model id.
  private var modelIDs: [String: ArrivedEntry]
  /// The entries of the batch that are updates, by the index of the entry that they update.
  private var updates: [Int: ArrivedEntry] = [:]

  /// Prepares the check of a batch of `count` entries.
  init(_ existingEntries: MergeOptions.ExistingEntries, _ hints: ImportHints, count: Int) {
    self.existingEntries = existingEntries
    self.hints = hints
    ids = Dictionary(minimumCapacity: count)
    modelIDs = Dictionary(minimumCapacity: count)
  }

  /// Decides about the next entry of the batch, and remembers it for the check of later ones.
  ///
  /// - Parameter match: the entries of the database with the same id or the same `hf_model_id`.
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
  /// - Throws: ``Failure`` when an earlier entry has the same id or is the same model, and this one is not skipped.
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
    // `--update` and `--skip-existing` apply only to the same model.
    if existingEntries == .refuse || match.isOfAnotherModel(than: arrived) {
      throw DuplicateMessages.inDatabase(arrived, match, hints)
    }
    if existingEntries == .skip { return .skip(existing) }
    if let other = match.byLaterModelID { throw DuplicateMessages.renamedToExisting(arrived, existing, other) }
    if let other = match.sharingModelID { throw DuplicateMessages.twoEntries(arrived, existing, other) }
    if let earlier = updates[existing.index] { throw DuplicateMessages.modelIDInBatch(arrived, earlier) }
    return .update(existing)
  }
}
