import Shared

/// One import, from the stream to the report.
struct ImportRun {
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// Prepares an import.
  init(_ options: MergeOptions, _ diagnostics: Diagnostics) {
    self.options = options
    self.diagnostics = diagnostics
  }

  /// How an import ended.
  enum Outcome {
    /// The database has been replaced; the backup of the old one.
    case written(backup: String)
    /// Nothing had to be written, or a dry run was asked for.
    case nothingWritten
    /// The batch is all or nothing, and something failed.
    case refused
    /// The person said no, or could not be asked.
    case declined
  }

  /// Runs the import.
  ///
  /// - Throws: ``ToolError`` when the surroundings fail.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let log = try LogFile(options)
    let batch = try Batch(diagnostics)
    let file = try DatabaseFile(options, diagnostics)
    let lock = options.asksFirst || options.isDryRun ? nil : try file.lock()
    defer { withExtendedLifetime(lock) {} }
    let image = try file.read(lock)
    let plan = MergePlan(batch, into: try DatabaseLayout(image), existing: options.existingEntries)
    let composition = DatabaseComposition(plan)
    let outcome = try carryOut(plan, composition, file, log)
    let report = MergeReport(plan, composition, outcome, options)
    try log?.conclude(report)
    try report.conclude(diagnostics)
    if case .declined = outcome { return .itemsFailed }
    return plan.failures.isEmpty ? .success : .itemsFailed
  }

  private func carryOut(
    _ plan: MergePlan, _ composition: DatabaseComposition, _ file: DatabaseFile, _ log: LogFile?
  ) throws(ToolError) -> Outcome {
    let isRefused = !plan.failures.isEmpty && !options.continuesOnError
    if options.isDryRun { Preview(plan, composition, diagnostics).show() }
    if isRefused { return .refused }
    guard plan.changesDatabase, !options.isDryRun else { return .nothingWritten }
    var lock: FileLock?
    if options.asksFirst {
      Preview(plan, composition, diagnostics).show()
      guard try Question(diagnostics).isAnsweredYes(question(plan)) else { return .declined }
      // Reading needs no lock, and none is held while a person thinks: whether the file is still the one that was shown
      // is checked before it is replaced.
      lock = try file.lock()
    }
    defer { withExtendedLifetime(lock) {} }
    if !options.asksFirst, let notice = composition.orderNotice(plan) { diagnostics.note(notice) }
    let backup = try write(plan, composition, file, log)
    try prune(file.backups)
    return .written(backup: backup)
  }

  /// Puts the new database in place, once the log has found room: an import whose log is lost would be one that nobody
  /// can account for.
  private func write(
    _ plan: MergePlan, _ composition: DatabaseComposition, _ file: DatabaseFile, _ log: LogFile?
  ) throws(ToolError) -> String {
    do throws(ToolError) {
      return try composition.withPieces { pieces throws(ToolError) in
        try file.replace(plan.layout.image, with: pieces) { backup throws(FileError) in
          try log?.prepare(MergeReport(plan, composition, .written(backup: backup), options))
        }
      }
    } catch {
      log?.discard(error)
      throw error
    }
  }

  private func prune(_ backups: Backups) throws(ToolError) {
    guard let count = options.keptBackups else { return }
    do {
      try backups.prune(keeping: count)
    } catch {
      diagnostics.warning("\(error.message); the database has been written")
    }
  }

  private func question(_ plan: MergePlan) -> String {
    let parts = [
      plan.additions.isEmpty ? nil : "add \(plan.additions.count == 1 ? "1 model" : "\(plan.additions.count) models")",
      plan.updates.isEmpty ? nil : "update \(plan.updates.count == 1 ? "1 model" : "\(plan.updates.count) models")",
    ]
    return parts.compactMap { $0 }.joined(separator: " and ") + " in '\(options.databasePath)'?"
  }
}
