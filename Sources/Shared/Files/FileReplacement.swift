import CommandLineTool
import JSON
import Platform

/// Replaces a file atomically: readers see the whole old file or the whole new one.
///
/// The steps are write, flush, read back, rename, flush the directory. On Linux the new file has no name until it is
/// renamed, so nothing is left of it when the process ends early. Elsewhere, and between two steps, it has a
/// ``TemporaryName``.
public final class FileReplacement {
  /// The properties of the old file that the new one got.
  public struct PreservedAttributes: Sendable, Equatable {
    /// The owner, which only the superuser can change.
    public var hasOwner = true
    /// The extended attributes and the access control list.
    public var hasExtendedAttributes = true

    /// Starts with all attributes preserved.
    public init() {}
  }

  /// The file to replace: a symbolic link must have been followed already.
  public let path: String
  private let name: TemporaryName
  private let purpose: TemporaryFiles.Purpose
  /// The new file, once it is prepared.
  private var file: OpenFile?
  /// The temporary path of the new file; nil while it has no name.
  private var temporaryPath: String?

  /// Prepares to replace a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - stem: the prefix of temporary names; nil for the file's name.
  ///   - purpose: the purpose under which a temporary file is registered.
  public init(of path: String, stem: String? = nil, purpose: TemporaryFiles.Purpose = .replacement) {
    self.path = path
    self.purpose = purpose
    name = TemporaryName(of: path, stem: stem)
  }

  /// Writes new content to a new file, flushes it, and checks it by reading it back.
  ///
  /// - Parameters:
  ///   - pieces: the content, in order.
  ///   - old: the file whose permissions, owner and attributes the new one gets; nil for a new file's.
  /// - Returns: the properties that were preserved.
  /// - Throws: ``FileError``; no temporary file is left then.
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
  ///   - expected: the status that the file must still have; otherwise nothing is replaced. Nil when there must be no
  ///     file yet.
  ///   - onPlaced: called after the replacement, before a signal can end the process.
  /// - Returns: the error of flushing the directory, if any.
  /// - Throws: ``FileError``; the old file is then in place, and no temporary file is left.
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

  /// Discards the new file.
  public func discard() {
    if let temporaryPath { unlink(temporaryPath) }
    temporaryPath = nil
    file = nil
    TemporaryFiles.forget(purpose)
  }

  /// Opens a new file: without a name where the system supports it.
  private func create(permissions: mode_t) throws(FileError) -> OpenFile {
    #if os(Linux)
      let unnamed = O_RDWR | O_DIRECTORY | 0o20_000_000  // O_TMPFILE, which Swift's view of the C library lacks
      if let file = try? OpenFile(name.directory, unnamed, permissions: permissions, describedAs: path),
        access(file.descriptorPath, F_OK) == 0
      {
        return file
      }
    #endif
    return try createNamed(permissions: permissions)
  }

  private func createNamed(permissions: mode_t) throws(FileError) -> OpenFile {
    while true {
      let first = name.random()
      TemporaryFiles.register(first, as: purpose)
      do throws(FileError) {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
        let file = try OpenFile(first, flags, permissions: permissions, operation: "write", describedAs: path)
        temporaryPath = first
        // A name with the inode number lets a later run recognize the file.
        let nameWithInode = name.nameWithInode(try file.status())
        if link(first, nameWithInode) == 0 {
          TemporaryFiles.register(nameWithInode, as: purpose)
          unlink(first)
          temporaryPath = nameWithInode
        }
        return file
      } catch {
        guard error.reason == .system(EEXIST) else { throw error }
        TemporaryFiles.forget(purpose)
      }
    }
  }

  /// Gives the new file a name in the directory of the old one, if it has none yet.
  private func temporaryName() throws(FileError) -> String {
    if let temporaryPath { return temporaryPath }
    guard let file else { throw FileError("replace", path, .system(ENOENT)) }
    let status = try file.status()
    for attempt in 0... {
      let candidate = name.nameWithInode(status, attempt)
      if file.link(as: candidate) {
        temporaryPath = candidate
        return candidate
      }
      guard errno == EEXIST else { throw .lastCall("replace", path) }
    }
    throw FileError("replace", path, .system(EEXIST))
  }

  /// Exchanges the new file with the old one, then removes the old one. If another program replaced the old file in
  /// the meantime, the exchange is undone.
  private func exchange(with expected: FileStatus) throws(FileError) {
    guard FileStatus(path: path) == expected else { throw FileError("replace", path, .changed) }
    let new = try temporaryName()
    switch FileExchange.exchange(new, path) {
    case 0:
      guard FileStatus(path: new)?.hasSameContent(as: expected) ?? false else {
        // If undoing the exchange fails too, the other program's file stays under the temporary name, so it must not
        // be removed.
        if FileExchange.exchange(new, path) != 0 { temporaryPath = nil }
        throw FileError("replace", path, .changed)
      }
      unlink(new)
    case EINVAL, ENOSYS, ENOTSUP:
      // The file system cannot exchange two files.
      guard retryingInterrupted({ rename(new, path) }) == 0 else { throw .lastCall("replace", path) }
    case let number: throw FileError("replace", path, .system(number))
    }
    temporaryPath = nil
    TemporaryFiles.forget(purpose)
  }

  /// Moves the new file to a name that must not exist yet.
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

  private func preserveAttributes(from old: OpenFile, _ status: FileStatus, to file: OpenFile) throws(FileError)
    -> PreservedAttributes
  {
    var preserved = PreservedAttributes()
    let own = try file.status()
    if own.owner != status.owner || own.group != status.group {
      preserved.hasOwner = fchown(file.descriptor, status.owner, status.group) == 0
      if !preserved.hasOwner { _ = fchown(file.descriptor, uid_t.max, status.group) }
    }
    guard retryingInterrupted({ fchmod(file.descriptor, status.permissions) }) == 0 else {
      throw .lastCall("set the mode of", path)
    }
    // The access control list includes the mode, so it is copied last.
    preserved.hasExtendedAttributes = ExtendedAttributes.copy(from: old.descriptor, to: file.descriptor)
    return preserved
  }
}
