import CommandLineTool
public import Platform

/// An open file. It is closed when the object is released.
public final class OpenFile {
  /// The file's path, for messages.
  public let path: String
  /// The descriptor.
  public let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - flags: the flags for `open`; `O_CLOEXEC` is added.
  ///   - permissions: the permissions of a file that is created, before the umask is applied.
  ///   - operation: the operation for an error, such as `read`.
  ///   - described: the path for messages, if it is another one.
  /// - Throws: ``FileError`` when the file cannot be opened.
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

  /// Gives a file without a name this path, which must not exist yet. False when that fails (`errno` says why), and
  /// always on systems other than Linux.
  func link(as path: String) -> Bool {
    #if os(Linux)
      retryingInterrupted { linkat(AT_FDCWD, descriptorPath, AT_FDCWD, path, AT_SYMLINK_FOLLOW) } == 0
    #else
      false
    #endif
  }

  /// The status of the file.
  ///
  /// - Throws: ``FileError`` when it cannot be read.
  public func status() throws(FileError) -> FileStatus {
    guard let status = FileStatus(descriptor: descriptor) else { throw .lastCall("read", path) }
    return status
  }

  /// Flushes content and metadata to the disk.
  ///
  /// - Throws: ``FileError`` when that fails.
  public func synchronize() throws(FileError) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw .lastCall("flush", path) }
    }
  }

  /// Flushes a directory, so that the names in it survive a power failure. It is not an error when the file system
  /// cannot flush directories.
  ///
  /// - Throws: ``FileError`` when the directory cannot be opened or flushed.
  public static func synchronizeDirectory(_ path: String) throws(FileError) {
    let directory = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    while fsync(directory.descriptor) != 0 {
      if errno == EINTR { continue }
      if errno == EINVAL || errno == ENOTSUP { return }
      throw .lastCall("flush", path)
    }
  }
}

/// Makes a system call, and repeats it if a signal interrupts it.
@inline(__always)
func retryingInterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
