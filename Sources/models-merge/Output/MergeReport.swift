import Shared

/// What an import did: as JSON for programs, as a summary for people.
struct MergeReport {
  let database: String
  let isDryRun: Bool
  let added: [String]
  let updated: [String]
  let unchanged: [String]
  let skipped: [String]
  let failures: [ReportedFailure]
  /// How many entries the database has now, or would have after a dry run.
  let total: Int
  let backup: String?
  private let isPretty: Bool
  private let logPath: String?

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
    added = isCarriedOut ? plan.additions.map(\.id) : []
    updated = isCarriedOut ? plan.updates.map(\.id) : []
    unchanged = plan.unchanged
    skipped = plan.skipped
    failures = plan.failures
    total = isCarriedOut ? composition.total : plan.layout.entries.count
    backup = if case .written(let path) = outcome { path } else { nil }
    isPretty = options.isPretty
    logPath = options.logPath
  }

  /// How many models are in the database as they should be.
  var successes: Int { added.count + updated.count + unchanged.count + skipped.count }

  /// The share of models that succeeded, in percent with one digit; nil when there were none.
  var successRate: String? {
    let all = successes + failures.count
    guard all > 0 else { return nil }
    let tenths = (successes * 1000 + all / 2) / all
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Says, logs and prints how the import ended.
  ///
  /// - Throws: ``ToolError`` when the log or the report cannot be written.
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
    output.endLine()
    if isPretty { output.prettify(from: 0) }
    do {
      try writeAll(output.bytes, to: STDOUT_FILENO)
    } catch {
      var failed = ToolError.cannotWriteOutput(error)
      if backup != nil {
        failed.message += "; the database has been written all the same"
        failed.hint = "do not import again: only the report is lost"
      }
      throw failed
    }
  }

  /// Writes the report as one JSON value.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("database")
    output.string(database)
    output.key("dry_run")
    output.bool(isDryRun)
    for (key, ids) in [("added", added), ("updated", updated), ("unchanged", unchanged), ("skipped", skipped)] {
      output.key(key)
      output.beginArray()
      for id in ids { output.string(id) }
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
