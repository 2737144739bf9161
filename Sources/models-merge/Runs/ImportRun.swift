import CommandLineTool
import Files
import Platform

/// An import, or `--remove`: one change of a database, from the stream (or the ids to remove) to the report.
struct ImportRun {
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// How often a run starts again when another program replaces the database.
  private static let restarts = 5

  /// Prepares an import.
  init(_ options: MergeOptions, _ diagnostics: Diagnostics) {
    self.options = options
    self.diagnostics = diagnostics
  }

  /// The result of an import.
  enum Outcome {
    /// The database has been replaced; the backup of the old one.
    case written(backup: String)
    /// Nothing had to be written, or it was a dry run.
    case nothingWritten
    /// The batch is all or nothing, and something failed.
    case refused
    /// The user did not confirm, or could not be asked.
    case declined
  }

  /// Runs the import.
  ///
  /// - Throws: ``ToolError`` when a file or the lock fails.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let log = try LogFile(options)
    let batch: ArrivedItems? = if case .remove = options.action { nil } else { try ArrivedItems(options, diagnostics) }
    let file = try DatabaseFile(options, diagnostics)
    for _ in 0..<ImportRun.restarts {
      do throws(ToolError) {
        return try attempt(batch, file, log)
      } catch {
        // The user confirmed the change of the file as shown, so it is not repeated on another version.
        guard error.code == FileError.changedCode, !options.asksFirst else { throw error }
        diagnostics.detail("\(error.message): starting again with the new file")
      }
    }
    return try attempt(batch, file, log)
  }

  private func attempt(_ batch: ArrivedItems?, _ file: DatabaseFile, _ log: LogFile?) throws(ToolError) -> ExitStatus {
    let lock = options.asksFirst || options.isDryRun ? nil : try file.lock()
    defer { withExtendedLifetime(lock) {} }
    let layout = try DatabaseLayout(try file.read(lock))
    let plan =
      batch.map { PlannedChanges($0, into: layout, options) }
      ?? PlannedChanges(removing: options.removed, from: layout, options)
    let composition = DatabaseComposition(plan, keepsOrder: options.keepsOrder || batch == nil)
    let outcome = try carryOut(plan, composition, file, log)
    let report = MergeReport(plan, composition, outcome, options)
    try log?.conclude(report)
    try report.conclude(diagnostics)
    if case .declined = outcome { return .itemsFailed }
    return plan.hasFailed ? .itemsFailed : .success
  }

  private func carryOut(
    _ plan: PlannedChanges, _ composition: DatabaseComposition, _ file: DatabaseFile, _ log: LogFile?
  ) throws(ToolError) -> Outcome {
    let preview = Preview(plan, composition, diagnostics)
    if options.isDryRun { preview.show() }
    if plan.hasFailed, !options.continuesOnError { return .refused }
    guard plan.changesDatabase, !options.isDryRun else { return .nothingWritten }
    var lock: FileLock?
    if options.asksFirst {
      preview.show()
      guard try TerminalConfirmation().isAnsweredYes(question(plan, composition), verb: verb) else { return .declined }
      // No lock is held while the file is read and while the user decides. Before the replacement, the file is checked
      // against the version that was shown.
      lock = try file.lock()
    } else {
      preview.showMoves()
    }
    defer { withExtendedLifetime(lock) {} }
    let backup = try write(plan, composition, file, log)
    try prune(file.backups)
    return .written(backup: backup)
  }

  /// The verb for the message that there is no terminal to ask on.
  private var verb: String { if case .remove = options.action { "remove" } else { "import" } }

  /// Replaces the database, after space for the log is reserved, so that no import is without a log.
  private func write(
    _ plan: PlannedChanges, _ composition: DatabaseComposition, _ file: DatabaseFile, _ log: LogFile?
  ) throws(ToolError) -> String {
    do throws(ToolError) {
      return try composition.withBytes { pieces throws(ToolError) in
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

  private func question(_ plan: PlannedChanges, _ composition: DatabaseComposition) -> String {
    let parts = [
      ("add", plan.additions.count, "model", "models"), ("update", plan.updates.count, "model", "models"),
      ("remove", plan.removals.count, "entry", "entries"), ("move", composition.moves.count, "entry", "entries"),
    ].filter { $0.1 > 0 }.map { verb, count, one, many in "\(verb) \(count) \(count == 1 ? one : many)" }
    let last = parts.last ?? ""
    let list = parts.count > 1 ? parts.dropLast().joined(separator: ", ") + " and " + last : last
    return "\(list) in '\(options.databasePath)'?"
  }
}
