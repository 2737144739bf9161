/// Output to a descriptor. What is written gathers in the caller's buffer; here nothing is held back.
public final class OutputStream {
  private let descriptor: Int32

  /// Makes a stream on an open descriptor.
  public init(descriptor: Int32 = STDOUT_FILENO) { self.descriptor = descriptor }

  /// Writes all of `bytes`.
  ///
  /// - Throws: ``SystemError``.
  public func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    try writeAll(bytes, to: descriptor)
  }

  /// Writes what gathered in a buffer, and empties it.
  ///
  /// - Throws: ``SystemError``.
  public func flush(_ buffer: ByteBuffer) throws(SystemError) {
    defer { buffer.truncate() }
    try write(buffer.bytes)
  }
}

/// Writes bytes to a descriptor, all of them: short and interrupted writes are continued.
///
/// - Throws: ``SystemError``.
public func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) throws(SystemError) {
  var written = 0
  while written < bytes.count {
    let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
    if count >= 0 {
      written += count
    } else if errno == EAGAIN {
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&request, 1, -1)
    } else if errno != EINTR {
      throw SystemError(operation: "write", errorNumber: errno)
    }
  }
}
