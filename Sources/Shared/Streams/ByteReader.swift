import CommandLineTool
public import JSON
import ModelSpec
public import Platform

/// Reads from a file descriptor; interrupted calls are restarted.
public struct ByteReader: Sendable {
  /// The descriptor.
  public let descriptor: Int32

  /// Standard input.
  public static let standardInput = ByteReader(descriptor: STDIN_FILENO)

  /// Makes a reader of an open descriptor.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Reads the available bytes, at most `capacity`; waits for the first. 0 at the end.
  ///
  /// - Throws: ``SystemError``.
  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws(SystemError) -> Int {
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

  /// Reads to the end.
  ///
  /// - Parameters:
  ///   - limit: the maximum size of the buffer in bytes.
  ///   - onChunk: called with each piece, as it arrives.
  /// - Throws: ``SystemError``; its number is `EFBIG` when there are more than `limit` bytes.
  public func readAll(
    into buffer: ByteBuffer, limit: Int = .max, onChunk: (UnsafeBufferPointer<UInt8>) -> Void = { _ in }
  ) throws(SystemError) {
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: ReadStorage.readSize)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk, capacity: ReadStorage.readSize)
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

  /// Waits until a read would return at once, at most `timeout` milliseconds; -1 is without a limit. Whether it would;
  /// true also if that cannot be found out.
  func isReadable(withinMilliseconds timeout: Int32 = 0) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, timeout) != 0
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
  read(descriptor, buffer, capacity)
}
