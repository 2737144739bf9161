import CommandLineTool
import JSON
import Platform

/// New content for a file, written beside it and renamed over it: readers see the old file or the new one, whole.
///
/// The order is write, flush, read back, rename, flush the directory. Only one process at a time may replace a file (the
/// callers hold a ``FileLock``), so the temporary file has a fixed name, and one that a killed process left is removed.
public struct FileReplacement {
  /// The file to replace: a symbolic link must have been followed already.
  public let path: String
  /// The temporary file beside it.
  public let temporaryPath: String
  private let role: TemporaryFiles.Role

  /// Prepares to replace a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - temporaryPath: a file on the same disk that nobody else uses; nil for a hidden one beside the file.
  ///   - role: what to register the temporary file as.
  public init(of path: String, temporaryPath: String? = nil, role: TemporaryFiles.Role = .replacement) {
    self.path = path
    self.role = role
    let parts = FilePath(path)
    self.temporaryPath = temporaryPath ?? parts.sibling(".\(parts.name).new")
  }

  /// Writes new content to the temporary file, flushes it, and checks it by reading it back.
  ///
  /// - Parameters:
  ///   - pieces: the content, in order.
  ///   - status: whose permissions and ownership the file gets; nil for a new file's.
  /// - Returns: whether the owner could be kept, which is the privilege of the superuser when it is not us.
  /// - Throws: ``FileError``; nothing is left behind then.
  public func prepare(
    _ pieces: [UnsafeBufferPointer<UInt8>], like status: FileStatus? = nil
  ) throws(FileError) -> Bool {
    discard()
    TemporaryFiles.register(temporaryPath, as: role)
    do throws(FileError) {
      let permissions = status?.permissions ?? 0o666
      let file = try OpenFile(
        temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, permissions: permissions & 0o777, operation: "create")
      let keepsOwner = try adopt(status, for: file)
      try file.write(pieces)
      try file.synchronize()
      guard try file.holds(pieces) else { throw FileError("write", temporaryPath, .notAsWritten) }
      return keepsOwner
    } catch {
      discard()
      throw error
    }
  }

  /// Puts the temporary file in the old one's place for good.
  ///
  /// - Parameters:
  ///   - expected: what the file must still be: when it has changed, nothing is replaced. Nil when there must be no file
  ///     yet.
  ///   - onRename: what must be done before a signal can end the process, once the new file is in place.
  /// - Throws: ``FileError``; the old file is then in place, and nothing is left behind. When only the last flush
  ///   failed, the new file is in place, and the error's operation is `flush`.
  public func commit(expecting expected: FileStatus?, onRename: () -> Void = {}) throws(FileError) {
    do throws(FileError) {
      try TemporaryFiles.withoutSignals { () throws(FileError) in
        let current = FileStatus(path: path)
        let isUnchanged = current.map { now in expected.map { now == $0 } ?? false } ?? (expected == nil)
        guard isUnchanged else { throw FileError("replace", path, .changed) }
        guard rename(temporaryPath, path) == 0 else { throw .lastCall("replace", path) }
        TemporaryFiles.forget(role)
        onRename()
      }
    } catch {
      discard()
      throw error
    }
    try OpenFile.synchronizeDirectory(FilePath(path).directory)
  }

  /// Removes the temporary file, if there is one.
  public func discard() {
    unlink(temporaryPath)
    TemporaryFiles.forget(role)
  }

  private func adopt(_ status: FileStatus?, for file: OpenFile) throws(FileError) -> Bool {
    guard let status else { return true }
    let own = try file.status()
    var keepsOwner = true
    if own.owner != status.owner || own.group != status.group {
      keepsOwner = fchown(file.descriptor, status.owner, status.group) == 0
      if !keepsOwner { _ = fchown(file.descriptor, uid_t.max, status.group) }
    }
    guard fchmod(file.descriptor, status.permissions) == 0 else { throw .lastCall("set the mode of", file.path) }
    return keepsOwner
  }
}

extension OpenFile {
  /// Writes pieces one after another, many with one call.
  ///
  /// - Throws: ``FileError``.
  public func write(_ pieces: [UnsafeBufferPointer<UInt8>]) throws(FileError) {
    let batchSize = 512
    var vector = [iovec](repeating: iovec(), count: min(batchSize, pieces.count))
    var next = pieces.startIndex
    while next < pieces.endIndex {
      let batch = pieces[next..<min(next + batchSize, pieces.endIndex)]
      for (slot, piece) in batch.enumerated() {
        vector[slot] = iovec(iov_base: UnsafeMutableRawPointer(mutating: piece.baseAddress), iov_len: piece.count)
      }
      try writeFully(&vector, count: batch.count)
      next = batch.endIndex
    }
  }

  /// Writes the first `count` parts of a vector; what a short write left over is written next.
  private func writeFully(_ vector: inout [iovec], count: Int) throws(FileError) {
    var first = 0
    while first < count {
      var written = vector.withUnsafeMutableBufferPointer { parts in
        writev(descriptor, parts.baseAddress.map { $0 + first }, Int32(count - first))
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .lastCall("write", path)
      }
      while first < count, written >= vector[first].iov_len {
        written -= vector[first].iov_len
        first += 1
      }
      if first < count, written > 0 {
        vector[first].iov_base = vector[first].iov_base.map { $0 + written }
        vector[first].iov_len -= written
      }
    }
  }

  /// Whether the file's content is exactly these pieces, compared in chunks.
  func holds(_ pieces: [UnsafeBufferPointer<UInt8>]) throws(FileError) -> Bool {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { chunk.deallocate() }
    var offset = 0
    for piece in pieces {
      var compared = 0
      while compared < piece.count {
        let wanted = min(chunk.count, piece.count - compared)
        let count = pread(descriptor, chunk.baseAddress, wanted, off_t(offset))
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw .lastCall("read", path) }
        guard count > 0, let expected = piece.baseAddress, let actual = chunk.baseAddress,
          memcmp(actual, expected + compared, count) == 0
        else { return false }
        compared += count
        offset += count
      }
    }
    return try status().size == offset
  }
}
