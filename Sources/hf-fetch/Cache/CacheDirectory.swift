import Files
import Platform

/// A directory in which files are replaced as a whole.
///
/// A file is written under a temporary name and then renamed. The temporary file is locked while it is written. A later
/// run removes temporary files that are not locked: they are from a run that was killed.
struct CacheDirectory: Sendable {
  let path: String
  /// The directory of the temporary files, on the same file system.
  private let temporaryDirectory: String

  /// The maximum number of attempts to create a temporary file: another run can remove it before it is locked.
  private static let maximumAttempts = 10

  /// Describes a directory, which need not exist.
  ///
  /// - Parameter temporaries: the subdirectory for temporary files; nil for the directory itself.
  init(_ path: String, temporaries: String? = nil) {
    self.path = path
    temporaryDirectory = temporaries.map { path + "/" + $0 } ?? path
  }

  /// Writes a file. Other programs see either the old file, if there is one, or the whole new one.
  ///
  /// - Parameter name: its path inside the directory; missing directories are created.
  /// - Throws: ``SystemError``.
  func write(_ bytes: [UInt8], to name: String) throws(SystemError) {
    let (temporary, descriptor) = try openTemporary()
    defer { close(descriptor) }
    do throws(SystemError) {
      try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in try writeAll(buffer, to: descriptor) }
      try CacheDirectory.creatingParent(of: path + "/" + name) { (file) throws(SystemError) in
        guard rename(temporary, file) == 0 else { throw SystemError(errno) }
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Creates a symbolic link. If that fails, writes a file with the content instead.
  ///
  /// - Parameters:
  ///   - name: the path of the link inside the directory; missing directories are created.
  ///   - target: the path that the link contains.
  ///   - content: the content of the file that the link points to.
  /// - Throws: ``SystemError`` when neither can be written.
  func link(_ name: String, to target: String, content: [UInt8]) throws(SystemError) {
    if CacheDirectory.target(of: path + "/" + name) == target { return }
    do throws(SystemError) {
      try CacheDirectory.creatingParent(of: path + "/" + name) { (file) throws(SystemError) in
        // A link to another target is removed first, as in huggingface_hub. A reader that finds no link at that moment
        // fetches the file again.
        guard symlink(target, file) == 0 || unlink(file) == 0 && symlink(target, file) == 0 else {
          throw SystemError(errno)
        }
      }
    } catch {
      try write(content, to: name)
    }
  }

  /// The target of a symbolic link; nil for anything else.
  static func target(of link: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let length = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink(link, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
    }
    return length > 0 ? String(decoding: buffer[..<length], as: UTF8.self) : nil
  }

  /// Creates a temporary file and locks it.
  private func openTemporary() throws(SystemError) -> (path: String, descriptor: Int32) {
    for _ in 0..<CacheDirectory.maximumAttempts {
      let name =
        temporaryDirectory + "/" + CacheLeftovers.prefix + "\(UInt64.random(in: 0...UInt64.max))"
        + CacheLeftovers.suffix
      var descriptor: Int32 = -1
      try CacheDirectory.creatingParent(of: name) { (file) throws(SystemError) in
        descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError(errno) }
      }
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      if let status = FileStatus(descriptor: descriptor), status.linkCount > 0 { return (name, descriptor) }
      close(descriptor)
    }
    throw SystemError(EAGAIN)
  }

  /// Calls `create` with the path of a file. If the file's directory is missing, creates the directory and calls
  /// `create` again.
  private static func creatingParent(
    of file: String, _ create: (String) throws(SystemError) -> Void
  ) throws(SystemError) {
    do throws(SystemError) { try create(file) } catch {
      guard error.errorNumber == ENOENT else { throw error }
      try makeDirectory(FilePath(file).directory)
      try create(file)
    }
  }

  private static func makeDirectory(_ path: String) throws(SystemError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let failed = errno
    let parent = FilePath(path).directory
    guard failed == ENOENT, parent != path else { throw SystemError(failed) }
    try makeDirectory(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemError(errno) }
  }

  /// Removes the temporary files of runs that were killed.
  func removeLeftovers() { CacheLeftovers.remove(in: temporaryDirectory) }
}
