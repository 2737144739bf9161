import CommandLineTool
import Files
import JSON
import Platform

/// `--restore` and `--undo`: replaces the database with a backup. Like an import, it asks first, backs up the current
/// file, and is atomic.
struct RestoreRun {
  let choice: MergeOptions.BackupChoice
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// Restores the backup.
  ///
  /// - Returns: success, or ``ExitStatus/itemsFailed`` when the user did not confirm.
  /// - Throws: ``ToolError`` when there is no such backup, it is not a database, there is no terminal to ask on, the
  ///   lock is not released in time, or a file cannot be read or written.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let file = try DatabaseFile(options, diagnostics)
    var lock = options.asksFirst || options.isDryRun ? nil : try file.lock()
    defer { withExtendedLifetime(lock) {} }
    let current = try file.read(lock)
    let source = try backup(of: file, current)
    let entries: Int
    do throws(ToolError) { entries = try DatabaseLayout(source).entries.count } catch {
      var described = error
      described.hint = ImportHints.listBackups(options)
      throw described
    }
    guard !current.hasSameContent(as: source) else {
      diagnostics.note("'\(options.databasePath)' and '\(source.path)' are equal; nothing was changed")
      return try report(source, backup: nil, entries)
    }
    if options.asksFirst || options.isDryRun { show(current, source) }
    guard !options.isDryRun else { return try report(source, backup: nil, entries) }
    if options.asksFirst {
      let question = "restore '\(options.databasePath)' from '\(source.path)'?"
      guard try TerminalConfirmation.isGiven(for: question, verb: "restore") else {
        diagnostics.note("nothing was changed")
        return .itemsFailed
      }
      lock = try file.lock()
    }
    let backup = try withExtendedLifetime(source) { () throws(ToolError) in
      try file.replace(current, with: [source.bytes], backupAs: choice == .latest ? .undone : .before)
    }
    if choice == .latest { markRestored(source.path, file.backups) }
    reportRestoration(source, backup)
    return try report(source, backup: backup, entries)
  }

  /// The backup to restore: the one that `--restore` names, or the newest one that an undo can restore and that differs
  /// from the database.
  ///
  /// - Throws: ``ToolError`` when there is no such backup, or it cannot be read.
  private func backup(of file: DatabaseFile, _ current: LoadedFile) throws(ToolError) -> LoadedFile {
    if case .path(let path) = choice { return try read(path) }
    let backups: [Backups.Backup]
    do { backups = try file.backups.undoable() } catch { throw error.toolError }
    for backup in backups {
      let candidate = try read(backup.path)
      if !candidate.hasSameContent(as: current) { return candidate }
    }
    throw .systemFailure(
      code: "no_backup",
      "there is nothing to undo: no backup of '\(options.databasePath)' that an undo can restore is left",
      hint: ImportHints.listBackups(options))
  }

  private func markRestored(_ path: String, _ backups: Backups) {
    do throws(FileError) {
      try backups.markRestored(path)
    } catch {
      diagnostics.warning("\(error.message); a later undo may restore this backup again")
    }
  }

  private func reportRestoration(_ source: LoadedFile, _ backup: String) {
    diagnostics.note(
      "restored '\(options.databasePath)' from '\(source.path)'; the replaced file is kept as '\(backup)'",
      hint: "undo this with: \(UndoCommand(options: options).restoring(backup))")
  }

  private func read(_ path: String) throws(ToolError) -> LoadedFile {
    do { return try DatabaseFile.content(of: path) } catch { throw error.toolError }
  }

  private func show(_ current: LoadedFile, _ source: LoadedFile) {
    guard diagnostics.verbosity >= .normal else { return }
    defer { withExtendedLifetime((current, source)) {} }
    let output = ByteBuffer()
    let diff = UnifiedDiff(to: composition(of: source.bytes, from: current.bytes))
    DiffText(
      diff, path: options.databasePath, isForTerminal: Terminal.isTerminal(STDERR_FILENO),
      usesColor: diagnostics.usesColor
    ).write(to: output)
    diagnostics.emit(output.text)
  }

  /// The new text as a composition: the common start and end as parts of the old text, and new bytes between them.
  private func composition(
    of new: UnsafeBufferPointer<UInt8>, from old: UnsafeBufferPointer<UInt8>
  ) -> ComposedText {
    let shorter = min(old.count, new.count)
    var head = 0
    while head < shorter, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
    let middle = ByteBuffer(capacity: new.count - tail - head)
    middle.append(UnsafeBufferPointer(rebasing: new[head..<new.count - tail]))
    var text = ComposedText(from: old)
    text.append(0..<head)
    text.append(middle)
    text.append(old.count - tail..<old.count)
    return text
  }

  private func report(_ source: LoadedFile, backup: String?, _ entries: Int) throws(ToolError) -> ExitStatus {
    let output = ByteBuffer()
    output.beginObject()
    output.member("database", options.databasePath)
    output.member("dry_run", options.isDryRun)
    output.member("restored", source.path)
    output.member("total", entries)
    output.member("backup", backup)
    output.endObject()
    try printDocument(output, isPretty: options.isPretty)
    return .success
  }
}
