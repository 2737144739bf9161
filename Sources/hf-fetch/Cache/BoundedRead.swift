import Platform

/// Reading files and parts of files.
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
}
