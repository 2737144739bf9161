import Files
import Platform

/// A folder whose files are only ever replaced as a whole.
///
/// A file is written under a temporary name and renamed. The temporary file is locked while it is written, so that a
/// later run recognizes the files of a killed run, which nobody locks, and removes them.
struct CacheFolder: Sendable {
  /// The folder.
  let path: String
  /// The folder of the temporary files, on the same file system.
  private let temporaries: String

  /// How often to try again when another run removes a temporary file before it is locked.
  private static let attempts = 10

  /// Describes a folder, which need not exist.
  ///
  /// - Parameter temporaries: a folder inside it for temporary files; nil for the folder itself.
  init(_ path: String, temporaries: String? = nil) {
    self.path = path
    self.temporaries = temporaries.map { path + "/" + $0 } ?? path
  }

  /// Writes a file, so that others see it whole or not at all.
  ///
  /// - Parameter name: its path inside the folder; missing folders are made.
  /// - Throws: ``SystemError``.
  func write(_ bytes: [UInt8], to name: String) throws(SystemError) {
    let (temporary, descriptor) = try openTemporary()
    defer { close(descriptor) }
    do throws(SystemError) {
      try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in try writeAll(buffer, to: descriptor) }
      try CacheFolder.making(path + "/" + name) { (place) throws(SystemError) in
        guard rename(temporary, place) == 0 else { throw SystemError(operation: "rename", errorNumber: errno) }
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Makes a symbolic link, or writes the content itself where links fail.
  ///
  /// - Throws: ``SystemError``.
  func link(_ name: String, to target: String, content: [UInt8]) throws(SystemError) {
    if CacheFolder.target(of: path + "/" + name) == target { return }
    do throws(SystemError) {
      try CacheFolder.making(path + "/" + name) { (place) throws(SystemError) in
        // The official client also removes an old link first; a reader that finds no link in between fetches the file
        // again.
        guard symlink(target, place) == 0 || unlink(place) == 0 && symlink(target, place) == 0 else {
          throw SystemError(operation: "symlink", errorNumber: errno)
        }
      }
    } catch {
      try write(content, to: name)
    }
  }

  /// The text of a symbolic link; nil for anything else.
  static func target(of place: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let length = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink(place, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
    }
    return length > 0 ? String(decoding: buffer[..<length], as: UTF8.self) : nil
  }

  private func openTemporary() throws(SystemError) -> (path: String, descriptor: Int32) {
    for _ in 0..<CacheFolder.attempts {
      let name = "\(temporaries)/\(CacheLeftovers.prefix)\(UInt64.random(in: 0...UInt64.max))\(CacheLeftovers.suffix)"
      var descriptor: Int32 = -1
      try CacheFolder.making(name) { (place) throws(SystemError) in
        descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError(operation: "create", errorNumber: errno) }
      }
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      var status = stat()
      if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (name, descriptor) }
      close(descriptor)
    }
    throw SystemError(operation: "create", errorNumber: EAGAIN)
  }

  /// Makes a file, and its folder first where that is missing.
  private static func making(_ place: String, _ make: (String) throws(SystemError) -> Void) throws(SystemError) {
    do throws(SystemError) { try make(place) } catch {
      guard error.errorNumber == ENOENT else { throw error }
      try makeFolder(FilePath(place).directory)
      try make(place)
    }
  }

  private static func makeFolder(_ path: String) throws(SystemError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let failed = errno
    let parent = FilePath(path).directory
    guard failed == ENOENT, parent != path else { throw SystemError(operation: "mkdir", errorNumber: failed) }
    try makeFolder(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemError(operation: "mkdir", errorNumber: errno) }
  }

  /// Removes the temporary files of killed runs.
  func removeLeftovers() { CacheLeftovers.remove(in: temporaries) }
}
