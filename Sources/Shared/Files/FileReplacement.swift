import CommandLineTool
import JSON
import Platform

/// Replaces a file atomically: readers see the whole old file or the whole new one.
///
/// The steps: write a new file, flush it, read it back, exchange it with the old file, remove the old file, flush the
/// directory. On most file systems of Linux, the new file is created without a name and gets a ``TemporaryName`` only
/// for the exchange. So nothing is left of it if the process is killed earlier. On others, it has that name from the
/// start.
public final class FileReplacement {
  /// Which attributes of the old file the new one has got.
  public struct PreservedAttributes: Sendable, Equatable {
    /// Whether it has the old file's owner and group. Only the superuser can give a file another owner.
    public var hasOwner = true
    /// Whether it has the old file's extended attributes and access control list.
    public var hasExtendedAttributes = true

    /// All attributes are preserved.
    public init() {}
  }

  /// The path of the file to replace. It must not be a symbolic link, which would itself be replaced.
  public let path: String
  private let name: TemporaryName
  private let purpose: TemporaryFiles.Purpose
  /// The new file; nil before it is prepared and after it has replaced the old one.
  private var file: OpenFile?
  /// The temporary path of the new file; nil while it has no name.
  private var temporaryPath: String?
  /// The call that exchanges two files. Tests put other programs' changes before and after it.
  var exchangeFiles: (String, String) -> Int32 = FileExchange.exchange

  /// Sets up the replacement of a file, without any access to the disk.
  ///
  /// - Parameters:
  ///   - path: the file, which must not be a symbolic link.
  ///   - stem: what a temporary name has instead of the file's name; nil for the file's name.
  ///   - purpose: the purpose under which ``TemporaryFiles`` registers the new file.
  public init(of path: String, stem: String? = nil, purpose: TemporaryFiles.Purpose = .replacement) {
    self.path = path
    self.purpose = purpose
    name = TemporaryName(of: path, stem: stem)
  }

  /// Writes new content to a new file, flushes it, and checks it by reading it back.
  ///
  /// - Parameters:
  ///   - pieces: the content, in order.
  ///   - old: the file whose permissions, owner and extended attributes the new one gets; nil for those of any new
  ///     file.
  /// - Returns: which attributes of the old file were preserved.
  /// - Throws: ``FileError``; then no temporary file is left.
  public func prepare(
    _ pieces: [UnsafeBufferPointer<UInt8>], like old: OpenFile? = nil
  ) throws(FileError) -> PreservedAttributes {
    discard()
    do throws(FileError) {
      let status = try old?.status()
      let file = try create(permissions: (status?.permissions ?? 0o666) & 0o777)
      self.file = file
      var preserved = PreservedAttributes()
      if let old, let status { preserved = try preserveAttributes(from: old, status, to: file) }
      try file.write(pieces)
      try file.synchronize()
      guard try file.holds(pieces) else { throw FileError("write", path, .notAsWritten) }
      return preserved
    } catch {
      discard()
      throw error
    }
  }

  /// Replaces the old file with the new one.
  ///
  /// - Parameters:
  ///   - expected: the status that the old file must still have; otherwise it is not replaced. Nil if there must be no
  ///     old file.
  ///   - onPlaced: called after the replacement, while signals that would end the process are still blocked.
  /// - Returns: the error if the file was replaced, but its directory could not be flushed; nil otherwise.
  /// - Throws: ``FileError``; the old file is then in place, and no temporary file is left. But if another program
  ///   replaced the old file, and the exchange cannot be undone or that program then changed the new file too, its
  ///   file keeps the temporary name.
  public func commit(expecting expected: FileStatus?, onPlaced: () -> Void = {}) throws(FileError) -> FileError? {
    do throws(FileError) {
      try TemporaryFiles.withoutSignals { () throws(FileError) in
        if let expected { try exchange(with: expected) } else { try moveToUnusedPath() }
        onPlaced()
      }
      file = nil
    } catch {
      discard()
      throw error
    }
    do throws(FileError) {
      try OpenFile.synchronizeDirectory(FilePath(path).directory)
      return nil
    } catch {
      return error
    }
  }

  /// Removes the new file, unless it has replaced the old one.
  public func discard() {
    if let temporaryPath { unlink(temporaryPath) }
    temporaryPath = nil
    file = nil
    TemporaryFiles.forget(purpose)
  }

  /// Creates the new file, without a name if the system and the file system support that.
  private func create(permissions: mode_t) throws(FileError) -> OpenFile {
    #if os(Linux)
      // `O_TMPFILE`, which Swift's module of the C library lacks.
      let unnamed = O_RDWR | O_DIRECTORY | 0o20_000_000
      // The file gets its name later through its path in /proc, so that path must exist.
      if let file = try? OpenFile(name.directory, unnamed, permissions: permissions, describedAs: path),
        access(file.descriptorPath, F_OK) == 0
      {
        return file
      }
    #endif
    return try createNamed(permissions: permissions)
  }

  /// Creates the new file with a temporary name, which has the inode number if the file system has hard links.
  private func createNamed(permissions: mode_t) throws(FileError) -> OpenFile {
    while true {
      let first = name.randomPath()
      TemporaryFiles.register(first, as: purpose)
      do throws(FileError) {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
        let file = try OpenFile(first, flags, permissions: permissions, operation: "write", describedAs: path)
        temporaryPath = first
        // If this run is killed, a later one recognizes the file by the inode number in its name.
        let pathWithInode = name.pathWithInode(try file.status())
        if link(first, pathWithInode) == 0 {
          TemporaryFiles.register(pathWithInode, as: purpose)
          unlink(first)
          temporaryPath = pathWithInode
        }
        return file
      } catch {
        guard error.reason == .system(EEXIST) else { throw error }
        TemporaryFiles.forget(purpose)
      }
    }
  }

  /// Gives the new file a temporary name in the directory of the old one, if it has none yet.
  ///
  /// - Returns: the path with that name.
  private func makeTemporaryPath() throws(FileError) -> String {
    if let temporaryPath { return temporaryPath }
    guard let file else { throw FileError("replace", path, .system(ENOENT)) }
    let status = try file.status()
    for attempt in 0... {
      let candidate = name.pathWithInode(status, attempt)
      if file.link(as: candidate) {
        temporaryPath = candidate
        return candidate
      }
      guard errno == EEXIST else { throw .lastCall("replace", path) }
    }
    throw FileError("replace", path, .system(EEXIST))
  }

  /// Exchanges the new file with the old one, then removes the old one. If the exchange shows that another program
  /// changed or replaced the old file, it is undone.
  private func exchange(with expected: FileStatus) throws(FileError) {
    guard FileStatus(path: path) == expected else { throw FileError("replace", path, .changed) }
    let new = try makeTemporaryPath()
    let own = try file?.status()
    switch exchangeFiles(new, path) {
    case 0:
      guard FileStatus(path: new)?.isUnmodified(since: expected) ?? false else {
        throw undoExchange(of: new, own)
      }
      unlink(new)
    case EINVAL, ENOSYS, ENOTSUP:
      // The system or the file system cannot exchange two files.
      guard retryingInterrupted({ rename(new, path) }) == 0 else { throw .lastCall("replace", path) }
    case let number: throw FileError("replace", path, .system(number))
    }
    temporaryPath = nil
    TemporaryFiles.forget(purpose)
  }

  /// Undoes an exchange because another program had changed or replaced the old file.
  ///
  /// - Parameters:
  ///   - new: the temporary path, which the other program's file has now.
  ///   - own: the status of the new file.
  /// - Returns: the error to throw.
  private func undoExchange(of new: String, _ own: FileStatus?) -> FileError {
    if exchangeFiles(new, path) == 0 {
      guard let own, let moved = FileStatus(linkAt: new), !moved.isUnmodified(since: own) else {
        return FileError("replace", path, .changed)
      }
      // Another program changed the new file before the exchange was undone. What it wrote last gets the path again.
      temporaryPath = nil
      guard exchangeFiles(new, path) == 0 else { return FileError("replace", path, .displaced(to: new)) }
      return FileError("replace", path, .changedTwice(earlier: new))
    }
    // The other program's file keeps the temporary name. It must not be removed.
    temporaryPath = nil
    return FileError("replace", path, .displaced(to: new))
  }

  /// Gives the new file its path, which must not exist yet.
  private func moveToUnusedPath() throws(FileError) {
    let isPlaced =
      if let temporaryPath {
        retryingInterrupted { link(temporaryPath, path) } == 0
      } else {
        file?.link(as: path) ?? false
      }
    guard isPlaced else { throw errno == EEXIST ? FileError("write", path, .changed) : .lastCall("write", path) }
    if let temporaryPath { unlink(temporaryPath) }
    temporaryPath = nil
    TemporaryFiles.forget(purpose)
  }

  /// Gives the new file the owner, group, permissions and extended attributes of the old one, as far as possible.
  private func preserveAttributes(from old: OpenFile, _ status: FileStatus, to file: OpenFile) throws(FileError)
    -> PreservedAttributes
  {
    var preserved = PreservedAttributes()
    let own = try file.status()
    if own.owner != status.owner || own.group != status.group {
      preserved.hasOwner = fchown(file.descriptor, status.owner, status.group) == 0
      // A user may be allowed to set the group of a file, but not its owner. `uid_t.max` leaves the owner unchanged.
      if !preserved.hasOwner { _ = fchown(file.descriptor, uid_t.max, status.group) }
    }
    guard retryingInterrupted({ fchmod(file.descriptor, status.permissions) }) == 0 else {
      throw .lastCall("set the mode of", path)
    }
    // `fchmod` would change an access control list, so the list is copied after it.
    preserved.hasExtendedAttributes = ExtendedAttributes.copy(from: old.descriptor, to: file.descriptor)
    return preserved
  }
}
