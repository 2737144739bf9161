import Shared

/// What an import would do: worked out from the database and the batch, before anything is written.
struct MergePlan {
  /// An entry of the database that gets a new version.
  struct Update {
    let index: Int
    let id: String
    let candidate: Candidate
    let content: EntryUpdate
  }

  let layout: DatabaseLayout
  let style: EntryStyle
  /// The new entries, in the order of the batch.
  private(set) var additions: [Candidate] = []
  private(set) var updates: [Update] = []
  /// Entries that are as they should be already.
  private(set) var unchanged: [EntryName] = []
  /// Entries that were there and were to be left alone.
  private(set) var skipped: [EntryName] = []
  /// What cannot be imported, failures of earlier stages first.
  private(set) var failures: [ReportedFailure]

  private var batchIDs: [String: Candidate] = [:]
  private var batchModelIDs: [String: Candidate] = [:]

  /// Decides what becomes of each entry of a batch.
  init(_ batch: Batch, into layout: DatabaseLayout, existing policy: MergeOptions.ExistingEntries) {
    self.layout = layout
    style = EntryStyle(of: layout)
    failures = batch.failures
    let known = KnownEntries(batch.candidates, in: layout)
    for (candidate, match) in zip(batch.candidates, known.matches) {
      do throws(Failure) {
        try place(candidate, match, policy)
      } catch {
        failures.append(ReportedFailure(error))
      }
    }
  }

  /// Whether the import changes the database.
  var changesDatabase: Bool { !additions.isEmpty || !updates.isEmpty }

  private mutating func place(
    _ candidate: Candidate, _ match: KnownEntries.Match, _ policy: MergeOptions.ExistingEntries
  ) throws(Failure) {
    if try isRepeated(candidate, policy) {
      skipped.append(candidate.name)
      return
    }
    if let index = match.byModelID ?? match.byID {
      switch policy {
      case .refuse: throw DuplicateFailure.inDatabase(candidate, match, layout)
      case .skip:
        try refuseOtherModel(candidate, match)
        skipped.append(EntryName(id: layout.id(index), label: candidate.label))
      case .update:
        try refuseOtherModel(candidate, match)
        update(index, with: candidate)
      }
    } else {
      additions.append(candidate)
    }
    batchIDs[EntryID.comparisonKey(candidate.id)] = candidate
    if let modelID = candidate.modelID { batchModelIDs[ModelID.comparisonKey(modelID)] = candidate }
  }

  /// Whether the batch had this very model before, and that is to be passed over.
  private func isRepeated(
    _ candidate: Candidate, _ policy: MergeOptions.ExistingEntries
  ) throws(Failure) -> Bool {
    let sameModel = candidate.modelID.flatMap { batchModelIDs[ModelID.comparisonKey($0)] }
    if sameModel != nil, policy == .skip { return true }
    if let earlier = batchIDs[EntryID.comparisonKey(candidate.id)] {
      throw DuplicateFailure.idInBatch(candidate, earlier)
    }
    if let sameModel { throw DuplicateFailure.modelIDInBatch(candidate, sameModel) }
    return false
  }

  /// An id that another model has is a conflict even where entries of the same model are welcome.
  private func refuseOtherModel(_ candidate: Candidate, _ match: KnownEntries.Match) throws(Failure) {
    guard match.byModelID == nil, let index = match.byID, let wanted = candidate.modelID,
      let owner = layout.identity(index).modelID,
      !ModelID.isSame(owner, wanted)
    else { return }
    throw DuplicateFailure.inDatabase(candidate, match, layout)
  }

  private mutating func update(_ index: Int, with candidate: Candidate) {
    guard let existing = layout.parsed(index), let new = candidate.parsed() else { return }
    let id = layout.id(index)
    let content = new.withRoot { EntryUpdate(of: existing, with: $0, style: style) }
    if content.changes.isEmpty {
      unchanged.append(EntryName(id: id, label: candidate.label))
    } else {
      updates.append(Update(index: index, id: id, candidate: candidate, content: content))
    }
  }
}

/// What an entry is called: in the database, and on the Hub.
struct EntryName: Equatable {
  let id: String
  let label: String
}

extension Candidate {
  /// What the entry is called.
  var name: EntryName { EntryName(id: id, label: label) }
}

extension MergePlan.Update {
  /// What the entry is called.
  var name: EntryName { EntryName(id: id, label: candidate.label) }
}
