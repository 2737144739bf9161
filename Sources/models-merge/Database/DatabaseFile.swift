import CommandLineTool
import Files
import Platform

/// A database file. It is replaced atomically: lock it, write a new file, back up the old one, rename the new one.
struct DatabaseFile {
  /// How long to wait until another run releases the lock.
  static let lockTimeoutInSeconds = 30

  /// The path; if it is a symbolic link, that of its target.
  let path: String
  private let options: MergeOptions
  private let diagnostics: Diagnostics

  /// Resolves the path of the database.
  ///
  /// - Throws: ``ToolError`` when it is a broken link.
  init(_ options: MergeOptions, _ diagnostics: Diagnostics) throws(ToolError) {
    self.options = options
    self.diagnostics = diagnostics
    do { path = try FilePath.followingLink(options.databasePath) } catch { throw error.toolError }
  }

  /// The backups of the database.
  var backups: Backups { Backups(of: path, in: options.backupDirectory) }

  /// Locks the database. If another run has the lock, it waits for at most 30 seconds.
  ///
  /// - Throws: ``ToolError`` when the lock is not released in time, or the file cannot be opened or locked.
  func lock() throws(ToolError) -> FileLock {
    do {
      return try FileLock(path, waitingAtMost: DatabaseFile.lockTimeoutInSeconds) {
        diagnostics.note(
          "waiting for another run to release '\(path)'",
          hint: "for at most \(DatabaseFile.lockTimeoutInSeconds) seconds")
      }
    } catch {
      throw describing(error)
    }
  }

  /// Reads the database.
  ///
  /// - Parameter lock: the lock on the file; nil to read it without a lock.
  /// - Throws: ``ToolError`` when the file cannot be read, changes while it is read, is not a regular file, or is too
  ///   large.
  func read(_ lock: FileLock?) throws(ToolError) -> LoadedFile {
    do { return try DatabaseFile.content(of: path, lock) } catch { throw describing(error) }
  }

  /// Reads a database or a backup. A file of 500 MB or more is refused.
  ///
  /// - Throws: ``FileError`` when the file cannot be read, changes while it is read, is not a regular file, or is too
  ///   large.
  static func content(of path: String, _ lock: FileLock? = nil) throws(FileError) -> LoadedFile {
    let file = if let lock { lock.file } else { try OpenFile(path, O_RDONLY | O_NONBLOCK, operation: "read") }
    return try LoadedFile(file, limit: 500_000_000)
  }

  /// Backs up the database and replaces its content. The caller holds the lock.
  ///
  /// - Parameters:
  ///   - current: the content that was read. If the file has changed since then, nothing is written.
  ///   - pieces: the new content, in order.
  ///   - purpose: the purpose of the backup.
  ///   - beforeCommit: called with the path of the backup before the replacement; if it throws, nothing is replaced.
  /// - Returns: the path of the backup.
  /// - Throws: ``ToolError``; the database is then unchanged, and no temporary file is left.
  func replace(
    _ current: LoadedFile, with pieces: [UnsafeBufferPointer<UInt8>], backupAs purpose: BackupName.Purpose = .before,
    beforeCommit: (String) throws(FileError) -> Void = { _ in }
  ) throws(ToolError) -> String {
    do throws(FileError) {
      guard FileStatus(path: path) == current.status else { throw FileError("replace", path, .changed) }
      guard access(path, W_OK) == 0 else { throw .lastCall("write", path) }
      return try writeProtected(current, pieces, purpose, beforeCommit)
    } catch {
      throw describing(error)
    }
  }

  private func writeProtected(
    _ current: LoadedFile, _ pieces: [UnsafeBufferPointer<UInt8>], _ purpose: BackupName.Purpose,
    _ beforeCommit: (String) throws(FileError) -> Void
  ) throws(FileError) -> String {
    // A message to a closed stderr must not end the process between these steps.
    let pipeHandling = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, pipeHandling) }
    backups.cleanUpAfterKilledRuns()
    let old = try OpenFile(path, O_RDONLY | O_NONBLOCK)
    let replacement = FileReplacement(of: path)
    report(try replacement.prepare(pieces, like: old))
    try old.synchronize()
    let backup: String
    do throws(FileError) {
      backup = try backups.make(of: current, purpose)
    } catch {
      replacement.discard()
      throw error
    }
    if let error = try commit(replacement, of: old, current, backup, beforeCommit) {
      diagnostics.warning("\(error.message); the database is replaced, its backup is '\(backup)'")
    }
    return backup
  }

  /// Renames the new file over the database. If that fails, the new file and the backup are removed.
  ///
  /// - Returns: the error of flushing the directory after the rename; nil without one.
  private func commit(
    _ replacement: FileReplacement, of old: OpenFile, _ current: LoadedFile, _ backup: String,
    _ beforeCommit: (String) throws(FileError) -> Void
  ) throws(FileError) -> FileError? {
    do throws(FileError) {
      // The hard link of the backup has changed the status of the old file, so the status is read again, for the check
      // at the rename.
      let expected = try old.status()
      guard expected.isUnmodified(since: current.status) else { throw FileError("replace", path, .changed) }
      try beforeCommit(backup)
      // After the replacement, the backup is the only copy of the old file, so a signal must no longer remove it.
      return try replacement.commit(expecting: expected) { TemporaryFiles.forget(.backup) }
    } catch {
      replacement.discard()
      backups.discard(backup)
      throw error
    }
  }

  private func report(_ preserved: FileReplacement.PreservedAttributes) {
    if !preserved.hasOwner {
      diagnostics.warning(
        "cannot keep the owner of '\(path)': only the superuser can set it", hint: "set it with chown if it matters")
    }
    if !preserved.hasExtendedAttributes {
      diagnostics.warning("cannot keep all extended attributes of '\(path)'; its backup has them")
    }
  }

  private func describing(_ error: FileError) -> ToolError {
    var described = error.toolError
    if error.reason == .system(ENOENT), error.path == path {
      let newest = (try? backups.all())?.last?.path
      described.hint =
        newest.map { "check the path; to restore the newest backup: cp \($0.shellQuoted) \(path.shellQuoted)" }
        ?? "check the path; a new database starts as {\"models\": []}"
    }
    return described
  }
}
