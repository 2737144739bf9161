import JSON
import ModelSpec

/// The changes that an import makes, computed from the database and the batch before anything is written.
struct MergePlan {
  /// An entry of the database that gets a new version.
  struct PlannedUpdate {
    let index: Int
    let id: String
    let candidate: Candidate
    let content: EntryUpdate
  }

  let layout: DatabaseLayout
  let style: EntryStyle
  /// The new entries, in the order of the batch.
  private(set) var additions: [Candidate] = []
  private(set) var updates: [PlannedUpdate] = []
  /// The entries to remove.
  private(set) var removals: [EntryLookup.ExistingEntry] = []
  /// Entries whose update would change nothing.
  private(set) var unchanged: [EntryName] = []
  /// Entries that were there and were to be left alone, and with `--no-add` those that were not there.
  private(set) var skipped: [EntryName] = []
  /// The failures; those of earlier stages first.
  private(set) var failures: [ReportedFailure]
  /// The number of items that `--expect` requires; nil without it.
  let expectedItems: Int?
  /// Whether the required number of items arrived.
  let isComplete: Bool
  /// How many of the required items did not arrive.
  let missingItems: Int

  private var batchIDs: [String: Candidate] = [:]
  private var batchModelIDs: [String: Candidate] = [:]
  /// The candidates by the index of the entry that they update.
  private var updating: [Int: Candidate] = [:]

  private let options: MergeOptions
  let hints: ImportHints

  /// Plans what to do with each entry of a batch.
  init(_ batch: Batch, into layout: DatabaseLayout, _ options: MergeOptions) {
    self.layout = layout
    self.options = options
    style = EntryStyle(of: layout)
    failures = batch.failures
    expectedItems = batch.expectedItems
    isComplete = batch.isComplete
    missingItems = batch.missingItems
    hints = ImportHints(isBatch: batch.candidates.count + batch.failures.count > 1)
    let known = EntryLookup(batch.candidates.map { ($0.id, $0.modelIDs) }, in: layout)
    for (candidate, match) in zip(batch.candidates, known.matches) {
      do throws(Failure) {
        try plan(candidate, match)
      } catch {
        failures.append(ReportedFailure(error))
      }
    }
  }

  /// Plans to remove entries, given by id or by `hf_model_id`.
  init(removing names: [String], from layout: DatabaseLayout, _ options: MergeOptions) {
    self.layout = layout
    self.options = options
    style = EntryStyle(of: layout)
    failures = []
    (expectedItems, isComplete, missingItems) = (nil, true, 0)
    hints = ImportHints(isBatch: false)
    var isRemoved: Set<Int> = []
    for (name, match) in zip(names, EntryLookup(names.map { ($0, [$0]) }, in: layout).matches) {
      if let known = match.byID ?? match.byModelID {
        if isRemoved.insert(known.index).inserted { removals.append(known) }
      } else {
        failures.append(ReportedFailure(DuplicateFailure.missing(name)))
      }
    }
  }

  /// Whether something failed: then nothing is written, unless `--continue-on-error` is given.
  var hasFailed: Bool { !failures.isEmpty || !isComplete }

  /// Whether the import changes the database.
  var changesDatabase: Bool { !additions.isEmpty || !updates.isEmpty || !removals.isEmpty }

  private mutating func plan(_ candidate: Candidate, _ match: EntryLookup.EntryMatch) throws(Failure) {
    if try isSkippedDuplicate(candidate) {
      skipped.append(candidate.name)
      return
    }
    if let existing = match.existing {
      switch options.existingEntries {
      case .refuse: throw DuplicateFailure.inDatabase(candidate, match, hints)
      case .skip:
        try refuseOtherModel(candidate, match)
        skipped.append(EntryName(id: existing.label, label: candidate.label))
      case .update:
        try refuseOtherModel(candidate, match)
        if let earlier = updating[existing.index] { throw DuplicateFailure.modelIDInBatch(candidate, earlier) }
        updating[existing.index] = candidate
        update(existing, with: candidate)
      }
    } else if options.addsNothing {
      skipped.append(candidate.name)
    } else {
      additions.append(candidate)
    }
    batchIDs[EntryID.comparisonKey(candidate.id)] = candidate
    if let modelID = candidate.modelID { batchModelIDs[ModelID.comparisonKey(modelID)] = candidate }
  }

  /// Whether an earlier entry of the batch is the same model and `--skip-existing` is given. - Throws: ``Failure`` when
  /// the id or the model is a duplicate otherwise.
  private func isSkippedDuplicate(_ candidate: Candidate) throws(Failure) -> Bool {
    let sameModel = candidate.modelID.flatMap { batchModelIDs[ModelID.comparisonKey($0)] }
    if sameModel != nil, options.existingEntries == .skip { return true }
    if let earlier = batchIDs[EntryID.comparisonKey(candidate.id)] {
      throw DuplicateFailure.idInBatch(candidate, earlier, hints)
    }
    if let sameModel { throw DuplicateFailure.modelIDInBatch(candidate, sameModel) }
    return false
  }

  /// `--update` and `--skip-existing` are for the same model; an id that another model has is still an error.
  private func refuseOtherModel(_ candidate: Candidate, _ match: EntryLookup.EntryMatch) throws(Failure) {
    guard match.byModelID == nil, let wanted = candidate.modelID, let owner = match.byID?.modelID,
      !ModelID.isSame(owner, wanted)
    else { return }
    throw DuplicateFailure.inDatabase(candidate, match, hints)
  }

  private mutating func update(_ existing: EntryLookup.ExistingEntry, with candidate: Candidate) {
    guard let old = layout.parsed(existing.index), let new = candidate.parsed() else { return }
    let content = new.withRoot { EntryUpdate(of: old, with: $0, style: style, forgetting: options.forgottenFields) }
    if isWorthWriting(content.changes) {
      updates.append(PlannedUpdate(index: existing.index, id: existing.label, candidate: candidate, content: content))
    } else {
      unchanged.append(EntryName(id: existing.label, label: candidate.label))
    }
  }

  /// An update of `hf_revision` alone is not written, except under `--record-revisions`.
  private func isWorthWriting(_ changes: [FieldChange]) -> Bool {
    let revision = EntryField.hfRevision.name.description
    return changes.contains { $0.field != revision || options.recordsRevisions }
  }
}

/// The two names of an entry: its id in the database, and its model on the Hub.
struct EntryName: Equatable {
  let id: String
  let label: String
}

extension Candidate {
  /// What the entry is called.
  var name: EntryName { EntryName(id: id, label: label) }
}

extension MergePlan.PlannedUpdate {
  /// What the entry is called.
  var name: EntryName { EntryName(id: id, label: candidate.label) }
}
