import CommandLineTool
import JSON
public import Platform

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
  ///   - described: the path that errors name, where it is another one.
  /// - Throws: ``FileError``.
  public init(
    _ path: String, _ flags: Int32 = O_RDONLY, permissions: mode_t = 0o600, operation: String = "open",
    describedAs described: String? = nil
  ) throws(FileError) {
    self.path = described ?? path
    descriptor = retryingInterrupted { open(path, flags | O_CLOEXEC, permissions) }
    if descriptor < 0 { throw .lastCall(operation, self.path) }
  }

  deinit { close(descriptor) }

  #if os(Linux)
    /// Another path to the open file, whether it has a name or not.
    var descriptorPath: String { "/proc/self/fd/\(descriptor)" }
  #endif

  /// Gives a file without a name one that no file has; false, with `errno`, when that is impossible.
  func link(as path: String) -> Bool {
    #if os(Linux)
      retryingInterrupted { linkat(AT_FDCWD, descriptorPath, AT_FDCWD, path, AT_SYMLINK_FOLLOW) } == 0
    #else
      false
    #endif
  }

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

/// Makes a system call again as long as a signal interrupts it.
@inline(__always)
func retryingInterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
