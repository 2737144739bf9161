import CommandLineTool
import JSON
import Platform

/// An open file, closed when it is let go of.
public final class OpenFile {
  /// The file's path.
  public let path: String
  /// The descriptor.
  public let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - flags: those of `open`; `O_CLOEXEC` is added.
  ///   - permissions: of a file that is created, before the umask.
  ///   - operation: the verb for an error.
  /// - Throws: ``FileError``.
  public init(
    _ path: String, _ flags: Int32 = O_RDONLY, permissions: mode_t = 0o600, operation: String = "open"
  ) throws(FileError) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC, permissions)
    if descriptor < 0 { throw .lastCall(operation, path) }
  }

  deinit { close(descriptor) }

  /// The status of the file.
  ///
  /// - Throws: ``FileError``.
  public func status() throws(FileError) -> FileStatus {
    guard let status = FileStatus(descriptor: descriptor) else { throw .lastCall("read", path) }
    return status
  }

  /// Flushes content and metadata to the disk.
  ///
  /// - Throws: ``FileError``.
  public func synchronize() throws(FileError) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw .lastCall("flush", path) }
    }
  }

  /// Flushes a directory, so that the names in it survive a power cut. Where directories cannot be flushed, that is no
  /// error: there the file system keeps its own order.
  ///
  /// - Throws: ``FileError``.
  public static func synchronizeDirectory(_ path: String) throws(FileError) {
    let directory = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    while fsync(directory.descriptor) != 0 {
      if errno == EINTR { continue }
      if errno == EINVAL || errno == ENOTSUP { return }
      throw .lastCall("flush", path)
    }
  }
}
