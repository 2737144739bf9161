import Platform

/// Reading and writing small files, with nothing ever half written under its final name.
enum FileAccess {
  /// The content of a regular file no longer than `limit` bytes; nil for anything else.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      return nil
    }
    return read(descriptor, 0..<Int(status.st_size))
  }

  /// The bytes of a range, fewer where the file ends first; nil when it cannot be read.
  static func read(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        let count = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled, off_t(range.lowerBound + filled))
        if count < 0, errno == EINTR { continue }
        failed = count < 0
        guard count > 0 else { return }
        filled += count
      }
    }
    return failed ? nil : bytes
  }

  /// Writes a file under a name of its own and renames it, so that others see it whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    try replace(path) { temporary throws(SystemError) in
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw SystemError(operation: "create", errorNumber: errno) }
      defer { close(descriptor) }
      try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in try writeAll(buffer, to: descriptor) }
    }
  }

  /// Makes a symbolic link, or puts the content itself there where links fail.
  static func link(_ path: String, to target: String, content: [UInt8]) throws(SystemError) {
    func makeLink(_ place: String) throws(SystemError) {
      guard symlink(target, place) == 0 else { throw SystemError(operation: "symlink", errorNumber: errno) }
    }
    do throws(SystemError) {
      // A link is never half made, so that it needs no other name first, unless something is there already.
      try makeInDirectory(path, makeLink)
    } catch {
      do throws(SystemError) { try replace(path, makeLink) } catch { try write(content, to: path) }
    }
  }

  private static func replace(
    _ path: String, _ make: (_ temporary: String) throws(SystemError) -> Void
  ) throws(SystemError) {
    let temporary = path + ".\(getpid()).\(UInt32.random(in: 0...UInt32.max)).incomplete"
    do throws(SystemError) {
      try makeInDirectory(temporary, make)
      guard rename(temporary, path) == 0 else { throw SystemError(operation: "rename", errorNumber: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Makes a file, and its folder first where that is missing.
  private static func makeInDirectory(
    _ path: String, _ make: (_ path: String) throws(SystemError) -> Void
  ) throws(SystemError) {
    do throws(SystemError) { try make(path) } catch {
      guard error.errorNumber == ENOENT else { throw error }
      try makeDirectory(parent(of: path))
      try make(path)
    }
  }

  private static func makeDirectory(_ path: String) throws(SystemError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let failed = errno
    let parent = parent(of: path)
    guard failed == ENOENT, !parent.isEmpty else { throw SystemError(operation: "mkdir", errorNumber: failed) }
    try makeDirectory(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemError(operation: "mkdir", errorNumber: errno) }
  }

  /// The path up to its last slash; empty for a name without one, and for the root.
  private static func parent(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
  }
}
