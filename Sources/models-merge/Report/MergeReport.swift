import Shared

/// What an import did: as JSON for programs, as a summary for people.
struct MergeReport {
  let database: String
  let isDryRun: Bool
  let added: [EntryName]
  let updated: [EntryName]
  let unchanged: [EntryName]
  let skipped: [EntryName]
  let failures: [ReportedFailure]
  /// How many models arrived, failures included.
  let models: Int
  /// How many entries the database has now, or would have after a dry run.
  let total: Int
  let backup: String?
  private let isPretty: Bool

  /// Sums an import up.
  init(_ plan: MergePlan, _ composition: DatabaseComposition, _ outcome: ImportRun.Outcome, _ options: MergeOptions) {
    let isCarriedOut =
      switch outcome {
      case .written: true
      case .nothingWritten: true
      case .refused, .declined: false
      }
    database = options.databasePath
    isDryRun = options.isDryRun
    added = isCarriedOut ? plan.additions.map(\.name) : []
    updated = isCarriedOut ? plan.updates.map(\.name) : []
    unchanged = plan.unchanged
    skipped = plan.skipped
    failures = plan.failures
    models =
      plan.additions.count + plan.updates.count + plan.unchanged.count + plan.skipped.count + plan.failures.count
    total = isCarriedOut ? composition.total : plan.layout.entries.count
    backup = if case .written(let path) = outcome { path } else { nil }
    isPretty = options.isPretty
  }

  /// How many models are in the database as they should be.
  var successes: Int { successful.count }

  /// All models that are in the database as they should be.
  var successful: [EntryName] { added + updated + unchanged + skipped }

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
    for failure in failures {
      let subject = failure.modelID.map { "'\($0)': " } ?? ""
      diagnostics.error(subject + failure.message, hint: failure.hint)
    }
    summarize(diagnostics)
    try print()
  }

  private func summarize(_ diagnostics: Diagnostics) {
    if !failures.isEmpty, added.isEmpty, updated.isEmpty, !isDryRun {
      diagnostics.note("nothing was written to '\(database)'", hint: "use --continue-on-error to import what is good")
    }
    if let backup { diagnostics.detail("the old database is kept as '\(backup)'") }
    let rate = successRate.map { ", success rate \($0)" } ?? ""
    diagnostics.note(
      "\(successes) successful, \(failures.count) failed\(rate)\(isDryRun ? " (dry run: nothing was written)" : "")")
  }

  private func print() throws(ToolError) {
    let output = ByteBuffer()
    write(to: output)
    do { try printDocument(output, isPretty: isPretty) } catch { throw describing(error) }
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
    for (key, names) in [("added", added), ("updated", updated), ("unchanged", unchanged), ("skipped", skipped)] {
      output.key(key)
      output.beginArray()
      for name in names { output.string(name.id) }
      output.endArray()
    }
    output.key("failed")
    output.beginArray()
    for failure in failures { output.raw(String(decoding: failure.json, as: UTF8.self)) }
    output.endArray()
    output.key("total")
    output.integer(total)
    if let backup {
      output.key("backup")
      output.string(backup)
    }
    output.endObject()
  }
}
