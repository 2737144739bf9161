import CommandLineTool
import JSON
import ModelSpec

/// The changes that a run makes to the database, and its failures, computed before anything is written.
struct PlannedChanges {
  /// An entry of the database that gets a new version.
  struct PlannedUpdate {
    /// The position of the entry in the `models` array, from 0.
    let index: Int
    /// The entry in messages: its id; its number when it has none.
    let label: String
    /// The entry of the batch.
    let arrived: ArrivedEntry
    /// The new text of the entry, and its changed fields.
    let content: EntryUpdate
  }

  /// The database before the changes.
  let layout: DatabaseLayout
  /// The formatting of the database's entries.
  let style: EntryStyle
  /// The new entries, in the order of the batch.
  private(set) var additions: [ArrivedEntry] = []
  private(set) var updates: [PlannedUpdate] = []
  /// The entries to remove.
  private(set) var removals: [EntryLookup.ExistingEntry] = []
  /// The updated entries for which the user states another id. Their ids stay.
  private(set) var keptIDs: [(kept: String, stated: String)] = []
  /// The updated entries that were derived without their overrides of these fields, although other fields are computed
  /// from them.
  private(set) var derivedWithoutOverrides: [(label: String, fields: [String])] = []
  /// The names of the overrides that `--forget` drops from entries.
  private(set) var droppedOverrides: Set<String> = []
  /// Entries whose update would change nothing, or only `hf_revision` without `--record-revisions`.
  private(set) var unchanged: [EntryName] = []
  /// Under `--skip-existing`, existing entries and models that the batch repeats; under `--no-add`, new entries.
  private(set) var skipped: [EntryName] = []
  /// The failures: first those of reading the stream, then duplicates. For a removal, the ids that no entry has.
  private(set) var failures: [BatchFailure]
  /// The number of items that `--expect` requires; nil without it.
  let expectedItems: Int?
  /// Whether the required number of items arrived.
  let isComplete: Bool
  /// How many of the items that `--expect` requires did not arrive.
  let missingItems: Int
  /// The number of models of the import: how many arrived as entries or failures, or the number of `--expect` if items
  /// are missing or make reported a wrong number. Nil for a removal.
  private(set) var modelCount: Int?

  private let options: MergeOptions
  /// The hints of messages about this run.
  let hints: ImportHints

  /// Plans the import of a batch.
  init(_ batch: ArrivedItems, into layout: DatabaseLayout, _ options: MergeOptions) {
    self.layout = layout
    self.options = options
    style = EntryStyle(of: layout)
    failures = batch.failures
    expectedItems = batch.expectedItems
    isComplete = batch.isComplete
    missingItems = batch.missingItems
    let isBatch = batch.entries.count + batch.failures.count(where: \.isOfModel) > 1 || Caller.isBatchOfMake
    hints = ImportHints(isBatch: isBatch)
    let known = EntryLookup(ids: batch.entries.map(\.id), modelIDs: batch.entries.map(\.modelIDs), in: layout)
    var duplicates = DuplicateCheck(options.existingEntries, hints, count: batch.entries.count)
    for (arrived, match) in zip(batch.entries, known.matches) {
      do throws(Failure) {
        try plan(arrived, match, &duplicates)
      } catch {
        failures.append(BatchFailure(error))
      }
    }
    let arrived = batch.entries.count + batch.failures.count(where: \.isOfModel)
    modelCount =
      if let expected = expectedItems, batch.hasStageFailure || missingItems > 0 { expected } else { arrived }
  }

  /// Plans the removal of entries that are named by id or by `hf_model_id`.
  init(removing names: [String], from layout: DatabaseLayout, _ options: MergeOptions) {
    self.layout = layout
    self.options = options
    style = EntryStyle(of: layout)
    failures = []
    (expectedItems, isComplete, missingItems) = (nil, true, 0)
    hints = ImportHints(isBatch: false)
    var isRemoved: Set<Int> = []
    for (name, match) in zip(names, EntryLookup(ids: names, modelIDs: names.map { [$0] }, in: layout).matches) {
      if let known = match.byID ?? match.byModelID {
        if isRemoved.insert(known.index).inserted { removals.append(known) }
      } else {
        failures.append(BatchFailure(EntryLookup.missing(name, from: options.databasePath, layout: layout)))
      }
    }
  }

  /// Whether something failed. If so, nothing is written without `--continue-on-error`.
  var hasFailed: Bool { !failures.isEmpty || !isComplete }

  /// Whether the run changes the database.
  var changesDatabase: Bool { !additions.isEmpty || !updates.isEmpty || !removals.isEmpty }

  private mutating func plan(
    _ arrived: ArrivedEntry, _ match: EntryLookup.EntryMatch, _ duplicates: inout DuplicateCheck
  ) throws(Failure) {
    switch try duplicates.decide(on: arrived, match) {
    case .isNew where options.addsNewModels: additions.append(arrived)
    case .isNew: skipped.append(arrived.name)
    case .skip(let existing): skipped.append(EntryName(id: existing?.label ?? arrived.id, label: arrived.label))
    case .update(let existing): try update(existing, with: arrived)
    }
  }

  private mutating func update(
    _ existing: EntryLookup.ExistingEntry, with arrived: ArrivedEntry
  ) throws(Failure) {
    guard let old = layout.parsed(existing.index), let new = arrived.parsed() else {
      throw Failure(
        .invalidEntry, stage: .merge, modelID: arrived.label,
        message: "the entry '\(arrived.id)' cannot be parsed again",
        hint: "report this as a fault of models-merge")
    }
    let content = new.withRoot { EntryUpdate(of: old, with: $0, style: style, forgetting: options.forgottenFields) }
    droppedOverrides.formUnion(content.droppedOverrides)
    let statesID = new.withRoot { $0[EntryField.overrides.name]?[EntryField.id.name] != nil }
    if statesID, existing.label != arrived.id { keptIDs.append((existing.label, arrived.id)) }
    if isWorthWriting(content.changes) {
      let missed = content.differingOverrides.map(\.field).filter { EntryField.named($0)?.determinesOthers ?? false }
      if !missed.isEmpty { derivedWithoutOverrides.append((existing.label, missed)) }
      updates.append(PlannedUpdate(index: existing.index, label: existing.label, arrived: arrived, content: content))
    } else {
      unchanged.append(EntryName(id: existing.label, label: arrived.label))
    }
  }

  /// A change of only `hf_revision` is not written without `--record-revisions`.
  private func isWorthWriting(_ changes: [FieldChange]) -> Bool {
    let revision = EntryField.hfRevision.name.description
    return changes.contains { $0.field != revision || options.recordsRevisions }
  }
}
