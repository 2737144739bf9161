import CommandLineTool
import Files
import JSON

/// An import or `--remove`: plans the change, shows it, asks, writes the database, and reports.
struct ImportRun {
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// How many times at most a run starts again because another program changed the database.
  private static let restarts = 5

  /// How a run ended.
  enum Outcome {
    /// The database was replaced. `backup` is the path of the backup of the old file.
    case written(backup: String)
    /// There was nothing to write, or it was a dry run.
    case nothingWritten
    /// Nothing was written, because an item failed.
    case refused
    /// The user did not confirm.
    case declined
  }

  /// Runs the import or the removal.
  ///
  /// - Returns: success, or ``ExitStatus/itemsFailed`` when an item failed or the user did not confirm.
  /// - Throws: ``ToolError`` when the input cannot be read or has too many failures, the database is invalid, there is
  ///   no terminal to ask on, or a file or the lock fails.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let log = try LogFile(options)
    let batch: ArrivedItems? = if case .remove = options.action { nil } else { try ArrivedItems(options, diagnostics) }
    let file = try DatabaseFile(options, diagnostics)
    for _ in 0..<ImportRun.restarts {
      do throws(ToolError) {
        return try attempt(batch, file, log)
      } catch {
        // A user confirms the change of one version of the file, so the change is not applied to another version.
        guard error.code == FileError.changedCode, !options.asksFirst else { throw error }
        diagnostics.detail("\(error.message): the import starts again with the new file")
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
      ?? PlannedChanges(removing: options.idsToRemove, from: layout, options)
    if !plan.updates.isEmpty || !plan.unchanged.isEmpty { try options.requireForgettable(plan.droppedOverrides) }
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
    if !plan.keptIDs.isEmpty {
      let ids = plan.keptIDs.map { "'\($0)' (not '\($1)')" }.abbreviated()
      diagnostics.note(
        "an update does not change ids: \(ids)",
        hint: "to rename an entry, edit its 'id' in the file, then run this command again")
    }
    if !plan.derivedWithoutOverrides.isEmpty {
      let entries = plan.derivedWithoutOverrides.map { label, fields in
        "'\(label)' (\(fields.joined(separator: ", ")))"
      }
      diagnostics.warning(
        "these entries have overrides, but were derived without them; fields such as kv_cache may be wrong: "
          + entries.abbreviated(),
        hint: ImportHints.deriveWithOverrides(options))
    }
    let preview = Preview(plan, composition, diagnostics)
    if options.isDryRun { preview.show() }
    if plan.hasFailed, !options.continuesOnError { return .refused }
    guard plan.changesDatabase, !options.isDryRun else { return .nothingWritten }
    var lock: FileLock?
    if options.asksFirst {
      preview.show()
      guard try TerminalConfirmation.isGiven(for: question(plan, composition), verb: verb) else { return .declined }
      // No lock is held while the file is read and while the user decides. Before the replacement, the file is checked
      // against the version that was shown.
      lock = try file.lock()
    } else {
      preview.showMoves()
    }
    defer { withExtendedLifetime(lock) {} }
    let backup = try write(plan, composition, file, log)
    prune(file.backups)
    return .written(backup: backup)
  }

  /// The verb for the action, in the hint of the error that there is no terminal to ask on.
  private var verb: String { if case .remove = options.action { "remove" } else { "import" } }

  /// Writes the log to a temporary file, then replaces the database, so that a full disk cannot leave an import without
  /// a log. Returns the path of the backup.
  private func write(
    _ plan: PlannedChanges, _ composition: DatabaseComposition, _ file: DatabaseFile, _ log: LogFile?
  ) throws(ToolError) -> String {
    do throws(ToolError) {
      return try composition.withBytes { pieces throws(ToolError) in
        try file.replace(plan.layout.file, with: pieces) { backup throws(FileError) in
          try log?.prepare(MergeReport(plan, composition, .written(backup: backup), options))
        }
      }
    } catch {
      log?.discard(error)
      throw error
    }
  }

  private func prune(_ backups: Backups) {
    guard let count = options.keptBackups else { return }
    do {
      try backups.prune(keeping: count)
    } catch {
      diagnostics.warning(
        "\(error.message); the database is written, but old backups are left",
        hint: "check the directory of the backups, or remove them yourself")
    }
  }

  private func question(_ plan: PlannedChanges, _ composition: DatabaseComposition) -> String {
    let parts = [
      ("add", plan.additions.count, "model", "models"), ("update", plan.updates.count, "model", "models"),
      ("remove", plan.removals.count, "entry", "entries"), ("move", composition.moves.count, "entry", "entries"),
    ].filter { $0.1 > 0 }.map { verb, count, one, many in "\(verb) \(count.counting(one, many))" }
    let last = parts.last ?? ""
    let list = parts.count > 1 ? parts.dropLast().joined(separator: ", ") + " and " + last : last
    return "change '\(options.databasePath)': \(list)?"
  }
}
