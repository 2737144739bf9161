import CommandLineTool
import JSON

/// The report of an import: as JSON for programs, and as a summary for people.
struct MergeReport {
  let database: String
  let isDryRun: Bool
  /// How the import ended.
  let outcome: ImportRun.Outcome
  let added: [EntryName]
  let updated: [EntryName]
  let removed: [EntryName]
  let unchanged: [EntryName]
  let skipped: [EntryName]
  /// The changed fields of the updated entries. `id` is the entry's id; its number when it has none.
  let changes: [(id: String, fields: [FieldChange])]
  let failures: [BatchFailure]
  /// The valid entries that were not written, because others failed or the user did not confirm.
  let notWritten: [EntryName]
  /// The number of models, including those that failed, were not tried or did not arrive.
  let models: Int
  /// The number of items that `--expect` requires; nil without it.
  let expectedItems: Int?
  /// The number of models that did not arrive.
  let missingModels: Int
  /// The number of entries in the database after the import. For a dry run, the number after the same import without
  /// `--dry-run`.
  let total: Int
  /// The path of the backup; nil if the database was not written.
  let backup: String?
  /// The hints of messages about this run.
  let hints: ImportHints
  private let options: MergeOptions

  init(
    _ plan: PlannedChanges, _ composition: DatabaseComposition, _ outcome: ImportRun.Outcome, _ options: MergeOptions
  ) {
    let isAccepted =
      switch outcome {
      case .written, .nothingWritten: true
      case .refused, .declined: false
      }
    self.outcome = outcome
    self.options = options
    database = options.databasePath
    isDryRun = options.isDryRun
    added = isAccepted ? plan.additions.map(\.name) : []
    updated = isAccepted ? plan.updates.map(\.name) : []
    removed = isAccepted ? plan.removals.map { EntryName(id: $0.label, label: $0.modelID ?? $0.label) } : []
    notWritten = isAccepted ? [] : plan.additions.map(\.name) + plan.updates.map(\.name)
    changes = isAccepted ? plan.updates.map { ($0.label, $0.content.changes) } : []
    unchanged = plan.unchanged
    skipped = plan.skipped
    failures = plan.failures
    hints = plan.hints
    expectedItems = plan.expectedItems
    missingModels = plan.missingItems
    models = plan.modelCount ?? plan.removals.count + plan.failures.count
    total = isAccepted ? composition.total : plan.layout.entries.count
    backup = if case .written(let path) = outcome { path } else { nil }
  }

  /// The models whose entries were added, updated or removed.
  var changed: [EntryName] { added + updated + removed }

  /// The failures, without the models that were not tried.
  var failed: [BatchFailure] { failures.filter { !$0.isNotTried } }

  /// The models that were not tried, because an earlier failure ended the batch.
  var notTried: [BatchFailure] { failures.filter(\.isNotTried) }

  /// The number of models that were handled without a failure.
  private var successes: Int { changed.count + unchanged.count + skipped.count }

  /// The number of models that failed. With `--expect`, it is the number of models minus all that did not fail, because
  /// a failure can be about a stage, or about a model that is not in the list.
  var failedModels: Int {
    guard expectedItems != nil else { return failed.count(where: \.isOfModel) }
    return max(models - successes - notWritten.count - notTried.count - missingModels, 0)
  }

  /// The number of failures that are not about a model.
  var otherFailures: Int { max(failed.count - failedModels, 0) }

  /// The share of successful models of a batch in percent; skipped models do not count. Nil when it has no meaning: for
  /// one model, when all were skipped, and when the valid models were not written because others failed or the user did
  /// not confirm.
  var successRate: String? {
    switch outcome {
    case .refused, .declined: nil
    case .written, .nothingWritten:
      models > 1 ? MergeReport.rate(successes - skipped.count, of: models - skipped.count) : nil
    }
  }

  /// A share in percent with one decimal; nil when `models` is 0. It is 100.0% only when all models succeeded: 99.96%
  /// is not rounded up.
  static func rate(_ successes: Int, of models: Int) -> String? {
    guard models > 0 else { return nil }
    let rounded = (successes * 1000 + models / 2) / models
    let tenths = successes < models ? min(rounded, 999) : rounded
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// Writes the summary to stderr and the report to stdout.
  ///
  /// - Throws: ``ToolError`` when the report cannot be written.
  func conclude(_ diagnostics: Diagnostics) throws(ToolError) {
    ImportSummary(report: self, options: options).write(to: diagnostics)
    try print()
  }

  private func print() throws(ToolError) {
    let output = ByteBuffer()
    write(to: output)
    do { try printDocument(output, isPretty: options.isPretty) } catch { throw describing(error) }
  }

  /// An error whose message adds that the database was written before it; the same error when it was not written.
  func describing(_ error: ToolError) -> ToolError {
    guard let backup else { return error }
    var described = error
    described.message += "; the database was written before this error, and its backup is '\(backup)'"
    described.hint = "do not import again: only this output is lost"
    return described
  }

  /// Writes the report as one JSON value.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member("database", database)
    output.member("dry_run", isDryRun)
    output.member("added", added.map(\.id))
    output.member("updated", updated.map(\.id))
    output.member("removed", removed.map(\.id))
    output.member("unchanged", unchanged.map(\.id))
    output.member("skipped", skipped.map(\.id))
    writeChanges(to: output)
    output.beginArray("failed")
    for failure in failures { output.raw(String(decoding: failure.json, as: UTF8.self)) }
    output.endArray()
    output.member("expected", expectedItems)
    output.member("total", total)
    output.member("backup", backup)
    output.endObject()
  }

  private func writeChanges(to output: ByteBuffer) {
    output.beginObject("changes")
    for (id, fields) in changes {
      output.key(id)
      output.beginArray()
      for change in fields { change.write(to: output) }
      output.endArray()
    }
    output.endObject()
  }
}
