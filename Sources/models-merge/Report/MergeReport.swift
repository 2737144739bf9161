import CommandLineTool
import JSON
import Platform

/// What an import did: as JSON for programs, as a summary for people.
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
  /// What changes in the updated entries, field by field, under their ids.
  let changes: [(id: String, fields: [FieldChange])]
  let failures: [ReportedFailure]
  /// Entries that could have been imported, had nothing else failed.
  let held: [EntryName]
  /// How many models there are, failures and models that never arrived included.
  let models: Int
  /// The number of items that `--expect` requires; nil without it.
  let expectedItems: Int?
  /// How many models never arrived.
  let notTried: Int
  /// How many entries the database has now, or would have after a dry run.
  let total: Int
  let backup: String?
  let hints: ImportHints
  private let options: MergeOptions

  /// Sums an import up.
  init(
    _ plan: PlannedChanges, _ composition: DatabaseComposition, _ outcome: ImportRun.Outcome, _ options: MergeOptions
  ) {
    let isCarriedOut =
      switch outcome {
      case .written, .nothingWritten: true
      case .refused, .declined: false
      }
    self.outcome = outcome
    self.options = options
    database = options.databasePath
    isDryRun = options.isDryRun
    added = isCarriedOut ? plan.additions.map(\.name) : []
    updated = isCarriedOut ? plan.updates.map(\.name) : []
    removed = isCarriedOut ? plan.removals.map { EntryName(id: $0.label, label: $0.modelID ?? $0.label) } : []
    held = isCarriedOut ? [] : plan.additions.map(\.name) + plan.updates.map(\.name)
    changes = isCarriedOut ? plan.updates.map { ($0.id, $0.content.changes) } : []
    unchanged = plan.unchanged
    skipped = plan.skipped
    failures = plan.failures
    hints = plan.hints
    expectedItems = plan.expectedItems
    let arrived =
      plan.additions.count + plan.updates.count + plan.removals.count + plan.unchanged.count + plan.skipped.count
      + plan.failures.count
    // A failure that reports the missing items is not itself one of the models.
    notTried = plan.missingItems
    models = notTried > 0 ? plan.expectedItems ?? arrived : arrived
    total = isCarriedOut ? composition.total : plan.layout.entries.count
    backup = if case .written(let path) = outcome { path } else { nil }
  }

  /// How many models are in the database as they should be.
  var successes: Int { successful.count }

  /// All models that are in the database as they should be.
  var successful: [EntryName] { added + updated + removed + unchanged + skipped }

  /// The share of models that succeeded, in percent with one digit; nil when there were none.
  var successRate: String? { MergeReport.rate(successes, of: models) }

  /// A share in percent with one digit: 100.0% only when nothing is missing, be it one in thousands.
  static func rate(_ successes: Int, of models: Int) -> String? {
    guard models > 0 else { return nil }
    let rounded = (successes * 1000 + models / 2) / models
    let tenths = successes < models ? min(rounded, 999) : rounded
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// Says and prints how the import ended.
  ///
  /// - Throws: ``ToolError`` when the report cannot be written.
  func conclude(_ diagnostics: Diagnostics) throws(ToolError) {
    ImportSummary(self, options).say(to: diagnostics)
    try print()
  }

  private func print() throws(ToolError) {
    let output = ByteBuffer()
    write(to: output)
    do { try printDocument(output, isPretty: options.isPretty) } catch { throw describing(error) }
  }

  /// Says in an error that comes too late that the database is written.
  func describing(_ error: ToolError) -> ToolError {
    guard let backup else { return error }
    var described = error
    described.message += "; the database has been written all the same, the old one is '\(backup)'"
    described.hint = "do not import again: nothing but this output is lost"
    return described
  }

  /// Writes the report as one JSON value.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("database")
    output.string(database)
    output.key("dry_run")
    output.bool(isDryRun)
    let lists = [
      ("added", added), ("updated", updated), ("removed", removed), ("unchanged", unchanged), ("skipped", skipped),
    ]
    for (key, names) in lists {
      output.key(key)
      output.beginArray()
      for name in names { output.string(name.id) }
      output.endArray()
    }
    writeChanges(to: output)
    output.key("failed")
    output.beginArray()
    for failure in failures { output.raw(String(decoding: failure.json, as: UTF8.self)) }
    output.endArray()
    if let expectedItems {
      output.key("expected")
      output.integer(expectedItems)
    }
    output.key("total")
    output.integer(total)
    if let backup {
      output.key("backup")
      output.string(backup)
    }
    output.endObject()
  }

  private func writeChanges(to output: ByteBuffer) {
    output.key("changes")
    output.beginObject()
    for (id, fields) in changes {
      output.key(id)
      output.beginArray()
      for change in fields { change.write(to: output) }
      output.endArray()
    }
    output.endObject()
  }
}
