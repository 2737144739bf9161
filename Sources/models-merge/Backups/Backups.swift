import Shared

/// The backups of a database: made, listed and pruned.
struct Backups {
  /// One backup.
  struct Backup: Equatable {
    let path: String
    /// When it was made, in ISO 8601.
    let created: String
    let size: Int
  }

  private let directory: String
  private let names: BackupName
  private let databasePath: String

  /// Makes the backups of a database known, beside it or in a directory of their own.
  init(of databasePath: String, in directory: String?) {
    let parts = FilePath(databasePath)
    self.databasePath = databasePath
    self.directory = directory ?? parts.directory
    names = BackupName(database: parts.name)
  }

  /// All backups, the oldest first; none when there is no such directory.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read.
  func all() throws(FileError) -> [Backup] {
    let found = try directoryEntries().compactMap { name -> Backup? in
      guard let created = names.time(of: name) else { return nil }
      let path = FilePath.join(directory, name)
      guard let status = FileStatus(path: path), status.isRegular else { return nil }
      return Backup(path: path, created: created, size: status.size)
    }
    return found.sorted { $0.created < $1.created }
  }

  /// The backup that undoes the last import: the newest that is not the database itself under a second name, as an
  /// import leaves it that was killed after its backup.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read.
  func latest() throws(FileError) -> Backup? {
    let database = FileStatus(path: databasePath)
    return try all().last { backup in
      guard let database, let status = FileStatus(path: backup.path) else { return true }
      return !status.isSameFile(as: database)
    }
  }

  /// Makes a backup of the database: a second name for the old file, which is about to be replaced and never changed; a
  /// copy where the file system has no links, or for another disk.
  ///
  /// - Parameter image: the content of the database.
  /// - Returns: the path of the backup.
  /// - Throws: ``FileError``; also when the database is not the one that was read.
  func make(of image: FileImage) throws(FileError) -> String {
    try makeDirectory()
    var time = Timestamp()
    while true {
      let path = FilePath.join(directory, names.name(at: time))
      if FileStatus(path: path) == nil, try make(path, of: image) {
        try OpenFile.synchronizeDirectory(directory)
        return path
      }
      time = time.successor
    }
  }

  /// Removes all but the newest backups.
  ///
  /// - Throws: ``FileError`` when the directory cannot be read or a file not be removed.
  func prune(keeping count: Int) throws(FileError) {
    for backup in try all().dropLast(count) where unlink(backup.path) != 0 && errno != ENOENT {
      throw .lastCall("remove", backup.path)
    }
  }

  /// Makes one backup; false when the name is taken.
  private func make(_ path: String, of image: FileImage) throws(FileError) -> Bool {
    let outcome: Int32 = TemporaryFiles.withoutSignals {
      guard link(databasePath, path) == 0 else { return errno }
      TemporaryFiles.register(path, as: .backup)
      return 0
    }
    switch outcome {
    case 0:
      guard let status = FileStatus(path: path), status.hasSameContent(as: image.status) else {
        discard(path)
        throw FileError("back up", databasePath, .changed)
      }
    case EEXIST: return false
    case EXDEV, EPERM, EMLINK, ENOTSUP, ENOSYS, EACCES: try copy(image, to: path)
    default: throw FileError("back up to", path, .system(outcome))
    }
    return true
  }

  private func copy(_ image: FileImage, to path: String) throws(FileError) {
    let replacement = FileReplacement(
      of: path, temporaryPath: FilePath.join(directory, ".\(names.stem).backup.new"), role: .backupCopy)
    _ = try replacement.prepare([image.bytes], like: image.status)
    try replacement.commit(expecting: nil) { TemporaryFiles.register(path, as: .backup) }
  }

  /// Takes a backup back, since the import that it was for did not happen.
  func discard(_ path: String) {
    unlink(path)
    TemporaryFiles.forget(.backup)
  }

  private func makeDirectory() throws(FileError) {
    guard mkdir(directory, 0o777) != 0, errno != EEXIST else { return }
    // Any other reason shows when the backup is made, unless the directory is there and only its parent is read-only.
    guard access(directory, F_OK) == 0 else { throw .lastCall("create", directory) }
  }

  private func directoryEntries() throws(FileError) -> [String] {
    guard let stream = opendir(directory) else {
      if errno == ENOENT { return [] }
      throw .lastCall("read", directory)
    }
    defer { closedir(stream) }
    var entries: [String] = []
    while let entry = readdir(stream) {
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { entries.append(String(cString: $0)) }
      }
    }
    return entries
  }
}
