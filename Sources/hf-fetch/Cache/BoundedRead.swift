import Files
import Platform

/// Reads files and parts of files. The caller limits the number of bytes.
enum BoundedRead {
  /// The content of a regular file; nil if it cannot be read, is not a regular file, or has more than `limit` bytes.
  static func file(_ path: String, limit: Int) -> [UInt8]? {
    guard let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK), let status = try? file.status(), status.isRegular,
      status.size <= limit
    else { return nil }
    return withExtendedLifetime(file) { bytes(of: file.descriptor, 0..<status.size) }
  }

  /// The bytes in a range of an open file, fewer if the file ends before the range does; nil if they cannot be read.
  static func bytes(of descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    var failed = false
    let content = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        let count = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled, off_t(range.lowerBound + filled))
        if count < 0, errno == EINTR { continue }
        failed = count < 0
        guard count > 0 else { return }
        filled += count
      }
    }
    return failed ? nil : content
  }
}
