import CommandLineTool
import JSON
public import Platform

/// An open file, closed when it is released.
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
  ///   - described: the path in error messages, if it differs.
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
    /// A path to the open file, even if it has no name.
    var descriptorPath: String { "/proc/self/fd/\(descriptor)" }
  #endif

  /// Gives an unnamed file a name that must not exist yet; false, with `errno`, when that fails.
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

  /// Flushes a directory, so that the names in it survive a power cut. It is not an error when the file system cannot
  /// flush directories.
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

/// Repeats a system call while a signal interrupts it.
@inline(__always)
func retryingInterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
