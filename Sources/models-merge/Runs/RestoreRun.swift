import CommandLineTool
import Files
import JSON
import Platform
import Streams

/// `--restore` and `--undo`: restores a backup, confirmed, backed up and atomic, like an import.
struct RestoreRun {
  private let options: MergeOptions
  private let choice: MergeOptions.BackupChoice
  private let diagnostics: Diagnostics

  /// Prepares to restore a backup.
  init(_ options: MergeOptions, _ choice: MergeOptions.BackupChoice, _ diagnostics: Diagnostics) {
    self.options = options
    self.choice = choice
    self.diagnostics = diagnostics
  }

  /// Restores it.
  ///
  /// - Throws: ``ToolError`` when there is no such backup, it is not a database, or a file cannot be read or written.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let file = try DatabaseFile(options, diagnostics)
    var lock = options.asksFirst || options.isDryRun ? nil : try file.lock()
    defer { withExtendedLifetime(lock) {} }
    let current = try file.read(lock)
    let source = try backup(of: file, current)
    let entries = try DatabaseLayout(source).entries.count
    guard !current.bytes.elementsEqual(source.bytes) else {
      diagnostics.note("'\(options.databasePath)' equals '\(source.path)' already; nothing was changed")
      return try report(source, backup: nil, entries)
    }
    if options.asksFirst || options.isDryRun { show(current, source) }
    guard !options.isDryRun else { return try report(source, backup: nil, entries) }
    if options.asksFirst {
      let question = "put '\(source.path)' back as '\(options.databasePath)'?"
      guard try TerminalConfirmation().isAnsweredYes(question, verb: "restore") else {
        diagnostics.note("nothing was changed")
        return .itemsFailed
      }
      lock = try file.lock()
    }
    let backup = try withExtendedLifetime(source) { () throws(ToolError) in
      try file.replace(current, with: [source.bytes], backupAs: choice == .latest ? .undone : .before)
    }
    if choice == .latest { markRestored(source.path, file.backups) }
    tellWhatWasRestored(source, backup)
    return try report(source, backup: backup, entries)
  }

  /// The backup to restore: the one named, or the newest that differs from the database.
  private func backup(of file: DatabaseFile, _ current: LoadedFile) throws(ToolError) -> LoadedFile {
    if case .path(let path) = choice { return try read(path) }
    let backups: [Backups.Backup]
    do { backups = try file.backups.undoable() } catch { throw error.toolError }
    for backup in backups {
      let image = try read(backup.path)
      if !image.bytes.elementsEqual(current.bytes) { return image }
    }
    throw .systemFailure(
      code: "no_backup", "there is nothing to undo: no backup of '\(options.databasePath)' is left to go back to",
      hint: "see --list-backups; name a file with --restore PATH, or where the backups are with --backup-dir DIR")
  }

  private func markRestored(_ path: String, _ backups: Backups) {
    do throws(FileError) {
      try backups.markRestored(path)
    } catch {
      diagnostics.warning("\(error.message); the next undo may stop here")
    }
  }

  private func tellWhatWasRestored(_ source: LoadedFile, _ backup: String) {
    let path = UndoCommand.quoted(options.databasePath)
    let command = UndoCommand.quoted(CommandLine.arguments.first ?? "models-merge")
    diagnostics.note(
      "'\(options.databasePath)' is as it was in '\(source.path)'; what it was until now is kept as '\(backup)'",
      hint: "take this back with: \(command) \(path) --restore \(UndoCommand.quoted(backup))")
  }

  private func read(_ path: String) throws(ToolError) -> LoadedFile {
    do throws(FileError) {
      return try LoadedFile(try OpenFile(path, O_RDONLY | O_NONBLOCK, operation: "read"), limit: DatabaseFile.sizeLimit)
    } catch {
      throw error.toolError
    }
  }

  private func show(_ current: LoadedFile, _ source: LoadedFile) {
    guard diagnostics.verbosity >= .normal else { return }
    let output = ByteBuffer()
    let diff = UnifiedDiff(to: commonEnds(current.bytes, source.bytes))
    DiffText(
      diff, path: options.databasePath, isForTerminal: Terminal.isTerminal(STDERR_FILENO),
      usesColor: diagnostics.usesColor
    ).write(to: output)
    withExtendedLifetime((current, source)) { diagnostics.emit(output.text) }
  }

  /// The new text: the start and the end that both have are taken from the old one.
  private func commonEnds(
    _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>
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
    output.key("database")
    output.string(options.databasePath)
    output.key("dry_run")
    output.bool(options.isDryRun)
    output.key("restored")
    output.string(source.path)
    output.key("total")
    output.integer(entries)
    if let backup {
      output.key("backup")
      output.string(backup)
    }
    output.endObject()
    try printDocument(output, isPretty: options.isPretty)
    return .success
  }
}
