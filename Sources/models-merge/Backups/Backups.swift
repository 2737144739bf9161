import Files
import Platform

/// Makes, lists and removes the backups of a database.
struct Backups {
  /// One backup.
  struct Backup: Equatable {
    let path: String
    let purpose: BackupName.Purpose
    /// The time when it was made, in UTC and ISO 8601.
    let created: String
    /// The size in bytes.
    let size: Int
  }

  private let directory: String
  private let names: BackupName
  private let databasePath: String
  /// Whether ``databasePath`` is the database, and not an old version of it.
  private let isOfDatabase: Bool

  /// The backups of a database; `directory` is nil if they are in the database's directory.
  init(of databasePath: String, in directory: String?) {
    let parts = FilePath(databasePath)
    self.databasePath = databasePath
    self.directory = directory ?? parts.directory
    names = BackupName(database: parts.name)
    isOfDatabase = true
  }

  /// Prepares to back up an old version of the database at `path`, under a name of the database's backups.
  private init(of path: String, _ names: BackupName, in directory: String) {
    databasePath = path
    self.names = names
    self.directory = directory
    isOfDatabase = false
  }

  /// All backups, the oldest first; none when there is no backup directory.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read.
  func all() throws(FileError) -> [Backup] {
    let database = FileStatus(path: databasePath)
    let found = try directoryEntries().compactMap { name -> Backup? in
      guard let (purpose, time) = names.backup(named: name) else { return nil }
      let path = FilePath.join(directory, name)
      guard let status = FileStatus(path: path), status.isRegular, !isOfAnother(path, than: database) else {
        return nil
      }
      return Backup(path: path, purpose: purpose, created: time.iso8601, size: status.size)
    }
    return found.sorted { $0.created < $1.created }
  }

  /// The backups that an undo can restore, the newest first. They exclude those that an undo has made or restored, and
  /// hard links to the database itself, which an import leaves if it is killed between its backup and the rename.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read.
  func undoable() throws(FileError) -> [Backup] {
    let database = FileStatus(path: databasePath)
    return try all().reversed().filter { backup in
      guard backup.purpose == .before else { return false }
      guard let database, let status = FileStatus(path: backup.path) else { return true }
      return !status.isSameFile(as: database)
    }
  }

  /// Renames a backup that an undo has restored, so that the next undo restores the one before it.
  ///
  /// - Throws: ``FileError`` when its name cannot be changed.
  func markRestored(_ path: String) throws(FileError) {
    let file = FilePath(path)
    guard let name = names.name(file.name, as: .restored) else { return }
    guard rename(path, file.sibling(name)) == 0 else { throw .lastCall("rename", path) }
  }

  /// Makes a backup of the database: a hard link to the old file, since a change replaces the file and does not write
  /// to it. If the file system has no hard links, or the backup directory is on another one, it makes a copy.
  ///
  /// - Parameters:
  ///   - current: the content of the database.
  ///   - purpose: the purpose of the backup.
  /// - Returns: the path of the backup.
  /// - Throws: ``FileError``, also when the database has changed since it was read.
  func make(of current: LoadedFile, _ purpose: BackupName.Purpose) throws(FileError) -> String {
    try makeDirectory()
    // If the clock went back, the backup still gets the latest time, because an undo restores the backup with that time
    // and `--keep-backups` removes those with the earliest. A file with the last possible time has no successor.
    let others = ((try? directoryEntries()) ?? []).compactMap { names.backup(named: $0)?.time.milliseconds }
      .filter { $0 < Timestamp.maximumMilliseconds }
    var time = Timestamp(milliseconds: max(Timestamp().milliseconds, (others.max() ?? 0) + 1))
    while true {
      let path = FilePath.join(directory, names.name(at: time, purpose))
      if FileStatus(linkAt: path) == nil, try make(path, of: current) {
        recordDatabase(in: path)
        do throws(FileError) {
          try OpenFile.synchronizeDirectory(directory)
        } catch {
          discard(path)
          throw error
        }
        return path
      }
      time = time.successor
    }
  }

  /// Cleans up the files that killed runs left. The caller holds the lock. New files that did not replace the database
  /// are removed, as are unfinished copies. Old files that were replaced become backups, unless a hard link to them is
  /// one. Backups that are hard links to the database are removed, because their change did not happen.
  func cleanUpAfterKilledRuns() {
    for leftover in FileReplacement.leftovers(of: databasePath) {
      if leftover.isOldFile, leftover.linkCount == 1 {
        // A file that cannot be read or linked stays. If the directory cannot be written to, the change fails later.
        try? makeBackup(fromLeftover: leftover.path)
      } else {
        unlink(leftover.path)
      }
    }
    for leftover in FileReplacement.leftovers(of: databasePath, directory: directory, stem: copyStem) {
      unlink(leftover.path)
    }
    let database = FileStatus(path: databasePath)
    for backup in (try? all()) ?? [] {
      if let database, FileStatus(linkAt: backup.path)?.isSameFile(as: database) == true { unlink(backup.path) }
    }
  }

  /// Makes a backup of an old file that a killed run left, and removes the file.
  ///
  /// - Throws: ``FileError``; the file is then left as it is.
  private func makeBackup(fromLeftover path: String) throws(FileError) {
    _ = try Backups(of: path, names, in: directory).make(of: try DatabaseFile.content(of: path), .before)
    TemporaryFiles.forget(.backup)
    unlink(path)
  }

  /// The prefix of the temporary names of unfinished copies.
  private var copyStem: String { "\(names.stem).backup" }

  /// Removes all but the newest backups, whatever their purpose.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read, or a file cannot be removed.
  func prune(keeping count: Int) throws(FileError) {
    for backup in try all().dropLast(count) where unlink(backup.path) != 0 && errno != ENOENT {
      throw .lastCall("remove", backup.path)
    }
  }

  /// Makes a backup with this path; false when the path exists already.
  private func make(_ path: String, of current: LoadedFile) throws(FileError) -> Bool {
    let outcome: Int32 = TemporaryFiles.withoutSignals {
      while link(databasePath, path) != 0 {
        if errno != EINTR { return errno }
      }
      TemporaryFiles.register(path, as: .backup)
      return 0
    }
    switch outcome {
    case 0:
      guard let status = FileStatus(path: path), status.isUnmodified(since: current.status) else {
        discard(path)
        throw FileError("back up", databasePath, .changed)
      }
    case EEXIST: return false
    case ENOENT where FileStatus(path: databasePath) == nil: throw FileError("back up", databasePath, .changed)
    case EXDEV, EPERM, EMLINK, ENOTSUP, ENOSYS, EACCES: try copy(current, to: path)
    default: throw FileError("back up to", path, .system(outcome))
    }
    return true
  }

  private func copy(_ current: LoadedFile, to path: String) throws(FileError) {
    let replacement = FileReplacement(of: path, stem: copyStem, purpose: .backupCopy)
    _ = try replacement.prepare([current.bytes], like: try OpenFile(databasePath, O_RDONLY | O_NONBLOCK))
    let errorAfterRename = try replacement.commit(expecting: nil) { TemporaryFiles.register(path, as: .backup) }
    if let errorAfterRename {
      discard(path)
      throw errorAfterRename
    }
  }

  /// Removes a backup whose change did not happen.
  func discard(_ path: String) {
    unlink(path)
    TemporaryFiles.forget(.backup)
  }

  private func makeDirectory() throws(FileError) {
    guard mkdir(directory, 0o777) != 0, errno != EEXIST else { return }
    // If the directory exists, an error of mkdir, such as a read-only parent, does not matter. If the directory cannot
    // be written to, making the backup fails.
    guard access(directory, F_OK) == 0 else { throw .lastCall("create", directory) }
  }

  /// The extended attribute of a backup that has two lines: the absolute paths of its database and of its directory.
  private static let databaseAttribute = "user.models-merge.database"

  /// Whether a backup is of another database, which still exists. Two databases of one name can share a directory of
  /// backups, and the backups of `models` have the same names as those of `models.json`. On a file system without
  /// extended attributes, no backup is known to be of another one.
  private func isOfAnother(_ path: String, than database: FileStatus?) -> Bool {
    guard isOfDatabase, let database, let text = ExtendedAttributes.text(Backups.databaseAttribute, at: path) else {
      return false
    }
    let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
    // If a directory was copied with its attributes, they are those of the backups in the original directory.
    guard lines.count == 2, lines[1] == FilePath.absolute(directory), let owner = FileStatus(path: lines[0]) else {
      return false
    }
    return !owner.isSameFile(as: database)
  }

  /// Records in a backup which database it is of.
  private func recordDatabase(in path: String) {
    guard isOfDatabase, let database = FilePath.absolute(databasePath), let directory = FilePath.absolute(directory)
    else { return }
    ExtendedAttributes.setText(Backups.databaseAttribute, to: "\(database)\n\(directory)", at: path)
  }

  private func directoryEntries() throws(FileError) -> [String] {
    do throws(FileError) {
      return try FilePath.names(in: directory)
    } catch {
      if error.reason == .system(ENOENT) { return [] }
      throw error
    }
  }
}
