import CommandLineTool
import Files
import Platform

/// A database on disk. Replacing it is atomic: lock, backup, new file, rename.
struct DatabaseFile {
  /// The size in bytes from which a database is refused.
  static let sizeLimit = 500_000_000
  /// How long to wait for another run, in seconds.
  static let lockPatience = 30

  /// The path with links followed.
  let path: String
  private let options: MergeOptions
  private let diagnostics: Diagnostics

  /// Finds a database.
  ///
  /// - Throws: ``ToolError`` when its path is a broken link.
  init(_ options: MergeOptions, _ diagnostics: Diagnostics) throws(ToolError) {
    self.options = options
    self.diagnostics = diagnostics
    do { path = try FilePath.followingLink(options.databasePath) } catch { throw error.toolError }
  }

  /// The backups of the database.
  var backups: Backups { Backups(of: path, in: options.backupDirectory) }

  /// Waits for the lock of the database.
  ///
  /// - Throws: ``ToolError`` when it is not free in time, or there is no database.
  func lock() throws(ToolError) -> FileLock {
    do {
      return try FileLock(path, waitingAtMost: DatabaseFile.lockPatience) {
        diagnostics.note("waiting for another run to be done with '\(path)'")
      }
    } catch {
      throw describing(error)
    }
  }

  /// Reads the database.
  ///
  /// - Throws: ``ToolError`` when that is impossible.
  func read(_ lock: FileLock?) throws(ToolError) -> LoadedFile {
    do throws(FileError) {
      if let lock { return try LoadedFile(lock.file, limit: DatabaseFile.sizeLimit) }
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, operation: "read")
      return try LoadedFile(file, limit: DatabaseFile.sizeLimit)
    } catch {
      throw describing(error)
    }
  }

  /// Backs up the database and replaces its content, under the lock.
  ///
  /// - Parameters:
  ///   - image: the content as read; if the file has changed since, nothing is written.
  ///   - pieces: the new content.
  ///   - purpose: what the backup is for.
  ///   - beforeCommit: called with the path of the backup before the replacement; if it throws, nothing is replaced.
  /// - Returns: the path of the backup.
  /// - Throws: ``ToolError``; the database is then unchanged, and no temporary file is left.
  func replace(
    _ image: LoadedFile, with pieces: [UnsafeBufferPointer<UInt8>], backupAs purpose: BackupName.Purpose = .before,
    beforeCommit: (String) throws(FileError) -> Void = { _ in }
  ) throws(ToolError) -> String {
    do throws(FileError) {
      guard FileStatus(path: path) == image.status else { throw FileError("replace", path, .changed) }
      guard access(path, W_OK) == 0 else { throw .lastCall("write", path) }
      return try writeProtected(image, pieces, purpose, beforeCommit)
    } catch {
      throw describing(error)
    }
  }

  private func writeProtected(
    _ image: LoadedFile, _ pieces: [UnsafeBufferPointer<UInt8>], _ purpose: BackupName.Purpose,
    _ beforeCommit: (String) throws(FileError) -> Void
  ) throws(FileError) -> String {
    // SIGPIPE of a message must not end the process between these steps.
    let pipeHandling = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, pipeHandling) }
    backups.settleLeftovers()
    let old = try OpenFile(path, O_RDONLY | O_NONBLOCK)
    let replacement = FileReplacement(of: path)
    report(try replacement.prepare(pieces, like: old))
    try old.synchronize()
    let backup: String
    do throws(FileError) {
      backup = try backups.make(of: image, purpose)
    } catch {
      replacement.discard()
      throw error
    }
    let late: FileError?
    do throws(FileError) {
      // The hard link changed the old file's status; from here on it must not change.
      let expected = try old.status()
      guard expected.hasSameContent(as: image.status) else { throw FileError("replace", path, .changed) }
      try beforeCommit(backup)
      // After the commit, the backup is the only copy of the old file.
      late = try replacement.commit(expecting: expected) { TemporaryFiles.forget(.backup) }
    } catch {
      replacement.discard()
      backups.discard(backup)
      throw error
    }
    if let late { diagnostics.warning("\(late.message); the new database is in place, its backup is '\(backup)'") }
    return backup
  }

  private func report(_ inheritance: FileReplacement.PreservedAttributes) {
    if !inheritance.hasOwner {
      diagnostics.warning("the owner of '\(path)' could not be kept: only the superuser can give files away")
    }
    if !inheritance.hasAttributes {
      diagnostics.warning("not all extended attributes of '\(path)' could be kept; its backup has them")
    }
  }

  private func describing(_ error: FileError) -> ToolError {
    var described = error.toolError
    if error.reason == .system(ENOENT), error.path == path {
      described.hint = "check the path; a new database starts as {\"models\": []}"
    }
    return described
  }
}
