public import JSON
public import Platform

/// Reads from a file descriptor. It repeats system calls that a signal interrupts.
public struct ByteReader: Sendable {
  /// The descriptor.
  public let descriptor: Int32

  /// How many bytes ``readAll(into:limit:onChunk:)`` reads at a time.
  private static let pieceSize = 1 << 18

  /// Standard input.
  public static let standardInput = ByteReader(descriptor: STDIN_FILENO)

  /// Makes a reader of an open descriptor.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Reads the bytes that are available, at most `capacity`. Waits if there are none yet.
  ///
  /// - Returns: the number of bytes read; 0 at the end.
  /// - Throws: ``SystemError`` when the descriptor cannot be read.
  public func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws(SystemError) -> Int {
    while true {
      let count = systemRead(descriptor, buffer, capacity)
      if count >= 0 { return count }
      if errno == EAGAIN {
        _ = isReadable(withinMilliseconds: -1)
      } else if errno != EINTR {
        throw SystemError(errno)
      }
    }
  }

  /// Reads to the end, and appends what is read to a buffer.
  ///
  /// - Parameters:
  ///   - buffer: the buffer.
  ///   - limit: the maximum size of the buffer in bytes.
  ///   - onChunk: called with each piece when it has arrived.
  /// - Throws: ``SystemError`` when the descriptor cannot be read. The number is `EFBIG` when the buffer would become
  ///   larger than `limit`.
  public func readAll(
    into buffer: ByteBuffer, limit: Int = .max, onChunk: (UnsafeBufferPointer<UInt8>) -> Void = { _ in }
  ) throws(SystemError) {
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: ByteReader.pieceSize)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk, capacity: ByteReader.pieceSize)
      guard count > 0 else { return }
      guard buffer.count <= limit - count else { throw SystemError(EFBIG) }
      let piece = UnsafeBufferPointer(start: UnsafePointer(chunk), count: count)
      buffer.append(piece)
      onChunk(piece)
    }
  }

  /// The content of a file.
  ///
  /// - Parameter limit: the maximum size in bytes.
  /// - Throws: ``SystemError``, as ``readAll(into:limit:onChunk:)`` does, or because the file cannot be opened.
  public static func content(ofFile path: String, limit: Int = .max) throws(SystemError) -> ByteBuffer {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(errno) }
    defer { close(descriptor) }
    let content = ByteBuffer()
    try ByteReader(descriptor: descriptor).readAll(into: content, limit: limit)
    return content
  }

  /// Whether a read would return at once, without waiting. If not, this waits until it would, for at most `timeout`
  /// milliseconds; -1 means without a limit. The result is also true when `poll` fails.
  func isReadable(withinMilliseconds timeout: Int32 = 0) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, timeout) != 0
  }
}

/// The C library's `read`, which a call inside ``ByteReader`` would not find because of the method with that name.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
  read(descriptor, buffer, capacity)
}
