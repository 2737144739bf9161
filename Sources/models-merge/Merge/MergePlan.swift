import JSON
import ModelSpec

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
  /// The entries that go.
  private(set) var removals: [KnownEntries.Known] = []
  /// Entries that are as they should be already.
  private(set) var unchanged: [EntryName] = []
  /// Entries that were there and were to be left alone.
  private(set) var skipped: [EntryName] = []
  /// What cannot be imported, failures of earlier stages first.
  private(set) var failures: [ReportedFailure]
  /// How many items had to arrive; nil when nobody said.
  let expectedItems: Int?
  /// Whether as many items arrived as had to.
  let isComplete: Bool

  private var batchIDs: [String: Candidate] = [:]
  private var batchModelIDs: [String: Candidate] = [:]
  /// The candidates by the index of the entry that they update.
  private var updating: [Int: Candidate] = [:]

  private let options: MergeOptions
  let hints: ImportHints

  /// Decides what becomes of each entry of a batch.
  init(_ batch: Batch, into layout: DatabaseLayout, _ options: MergeOptions) {
    self.layout = layout
    self.options = options
    style = EntryStyle(of: layout)
    failures = batch.failures
    expectedItems = batch.expectedItems
    isComplete = batch.isComplete
    hints = ImportHints(isBatch: batch.candidates.count + batch.failures.count > 1)
    let known = KnownEntries(batch.candidates.map { ($0.id, $0.modelID) }, in: layout)
    for (candidate, match) in zip(batch.candidates, known.matches) {
      do throws(Failure) {
        try place(candidate, match)
      } catch {
        failures.append(ReportedFailure(error))
      }
    }
  }

  /// Decides which entries go: those with one of these ids, or of one of these models.
  init(removing names: [String], from layout: DatabaseLayout, _ options: MergeOptions) {
    self.layout = layout
    self.options = options
    style = EntryStyle(of: layout)
    failures = []
    (expectedItems, isComplete) = (nil, true)
    hints = ImportHints(isBatch: false)
    var isRemoved: Set<Int> = []
    for (name, match) in zip(names, KnownEntries(names.map { ($0, $0) }, in: layout).matches) {
      if let known = match.byID ?? match.byModelID {
        if isRemoved.insert(known.index).inserted { removals.append(known) }
      } else {
        failures.append(ReportedFailure(DuplicateFailure.missing(name)))
      }
    }
  }

  /// Whether something went wrong: then nothing is written, unless errors are passed over.
  var hasFailed: Bool { !failures.isEmpty || !isComplete }

  /// Whether the import changes the database.
  var changesDatabase: Bool { !additions.isEmpty || !updates.isEmpty || !removals.isEmpty }

  private mutating func place(_ candidate: Candidate, _ match: KnownEntries.Match) throws(Failure) {
    if try isRepeated(candidate) {
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
    } else {
      additions.append(candidate)
    }
    batchIDs[EntryID.comparisonKey(candidate.id)] = candidate
    if let modelID = candidate.modelID { batchModelIDs[ModelID.comparisonKey(modelID)] = candidate }
  }

  /// Whether the batch had this very model before, and that is to be passed over.
  private func isRepeated(_ candidate: Candidate) throws(Failure) -> Bool {
    let sameModel = candidate.modelID.flatMap { batchModelIDs[ModelID.comparisonKey($0)] }
    if sameModel != nil, options.existingEntries == .skip { return true }
    if let earlier = batchIDs[EntryID.comparisonKey(candidate.id)] {
      throw DuplicateFailure.idInBatch(candidate, earlier, hints)
    }
    if let sameModel { throw DuplicateFailure.modelIDInBatch(candidate, sameModel) }
    return false
  }

  /// An id that another model has is a conflict even where entries of the same model are welcome.
  private func refuseOtherModel(_ candidate: Candidate, _ match: KnownEntries.Match) throws(Failure) {
    guard match.byModelID == nil, let wanted = candidate.modelID, let owner = match.byID?.modelID,
      !ModelID.isSame(owner, wanted)
    else { return }
    throw DuplicateFailure.inDatabase(candidate, match, hints)
  }

  private mutating func update(_ existing: KnownEntries.Known, with candidate: Candidate) {
    guard let old = layout.parsed(existing.index), let new = candidate.parsed() else { return }
    let content = new.withRoot { EntryUpdate(of: old, with: $0, style: style, forgetting: options.forgottenFields) }
    if isWorthWriting(content.changes) {
      updates.append(Update(index: existing.index, id: existing.label, candidate: candidate, content: content))
    } else {
      unchanged.append(EntryName(id: existing.label, label: candidate.label))
    }
  }

  /// A commit that changes nothing else is not worth a rewrite, unless commits are to be recorded.
  private func isWorthWriting(_ changes: [FieldChange]) -> Bool {
    let revision = EntryField.hfRevision.name.description
    return changes.contains { $0.field != revision || options.recordsRevisions }
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
