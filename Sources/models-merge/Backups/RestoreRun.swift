import Shared

/// Puts a backup back in the database's place: backed up, atomic and asked for like an import.
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
  /// - Throws: ``ToolError`` when there is no such backup, it is no database, or the surroundings fail.
  func run() throws(ToolError) -> ExitStatus {
    TemporaryFiles.removeOnSignals()
    let file = try DatabaseFile(options, diagnostics)
    let source = try read(try backupPath(file))
    let entries = try DatabaseLayout(source).entries.count
    var lock = options.asksFirst || options.isDryRun ? nil : try file.lock()
    defer { withExtendedLifetime(lock) {} }
    let current = try file.read(lock)
    guard !current.bytes.elementsEqual(source.bytes) else {
      diagnostics.note("'\(options.databasePath)' equals '\(source.path)' already; nothing was changed")
      return try report(source, backup: nil, entries)
    }
    if options.asksFirst || options.isDryRun { show(current, source) }
    guard !options.isDryRun else { return try report(source, backup: nil, entries) }
    if options.asksFirst {
      let question = "put '\(source.path)' back as '\(options.databasePath)'?"
      guard try Question(diagnostics).isAnsweredYes(question) else { return .itemsFailed }
      lock = try file.lock()
    }
    let backup = try withExtendedLifetime(source) { () throws(ToolError) in
      try file.replace(current, with: [source.bytes])
    }
    return try report(source, backup: backup, entries)
  }

  private func backupPath(_ file: DatabaseFile) throws(ToolError) -> String {
    guard choice == .latest else {
      if case .path(let path) = choice { return path }
      return ""
    }
    do throws(FileError) {
      if let latest = try file.backups.latest() { return latest.path }
    } catch {
      throw error.toolError
    }
    throw .surroundings(
      code: "no_backup", "there is no backup of '\(options.databasePath)'",
      hint: "name a file with --restore PATH, or where the backups are with --backup-dir DIR")
  }

  private func read(_ path: String) throws(ToolError) -> FileImage {
    do throws(FileError) {
      return try FileImage(try OpenFile(path, O_RDONLY | O_NONBLOCK, operation: "read"), limit: DatabaseFile.sizeLimit)
    } catch {
      throw error.toolError
    }
  }

  private func show(_ current: FileImage, _ source: FileImage) {
    guard diagnostics.verbosity >= .normal else { return }
    let output = ByteBuffer()
    let diff = UnifiedDiff(from: current.bytes, to: commonEnds(current.bytes, source.bytes))
    DiffText(
      diff, path: options.databasePath, isForTerminal: Terminal.isTerminal(STDERR_FILENO),
      usesColor: diagnostics.usesColor
    ).write(to: output)
    withExtendedLifetime((current, source)) { diagnostics.emit(output.text) }
  }

  /// The new text in pieces: the start and the end that both have are taken from the old one.
  private func commonEnds(
    _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>
  ) -> [UnsafeBufferPointer<UInt8>] {
    let shorter = min(old.count, new.count)
    var head = 0
    while head < shorter, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
    let pieces = [old[..<head], new[head..<new.count - tail], old[(old.count - tail)...]]
    return pieces.map { UnsafeBufferPointer(rebasing: $0) }.filter { !$0.isEmpty }
  }

  private func report(_ source: FileImage, backup: String?, _ entries: Int) throws(ToolError) -> ExitStatus {
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

/// Prints one document to standard output.
///
/// - Throws: ``ToolError`` when that is impossible.
func printDocument(_ document: ByteBuffer, isPretty: Bool) throws(ToolError) {
  document.endLine()
  if isPretty { document.prettify(from: 0) }
  do { try writeAll(document.bytes, to: STDOUT_FILENO) } catch { throw .cannotWriteOutput(error) }
}
