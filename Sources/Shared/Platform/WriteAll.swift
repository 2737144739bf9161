/// Writes all bytes to a descriptor. It continues after a short or interrupted write, and waits when a nonblocking
/// descriptor is not ready.
///
/// - Throws: ``SystemError`` when a write fails.
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
      throw SystemError(errno)
    }
  }
}
