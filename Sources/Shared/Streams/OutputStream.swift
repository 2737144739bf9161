import CommandLineTool
public import JSON
import ModelSpec
public import Platform

/// JSON output to a descriptor. The caller has the buffer; nothing is buffered here.
public final class OutputStream {
  private let descriptor: Int32
  /// Whether it is a terminal; then control characters are escaped.
  private let isTerminal: Bool

  /// Makes a stream on an open descriptor.
  public init(descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
    isTerminal = Terminal.isTerminal(descriptor)
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: ``SystemError``.
  public func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    guard isTerminal else { return try writeAll(bytes, to: descriptor) }
    let escaped = escapingControlCharacters(ofJSON: bytes)
    var written: Result<Void, SystemError> = .success(())
    escaped.withUnsafeBufferPointer { text in
      do throws(SystemError) { try writeAll(text, to: descriptor) } catch { written = .failure(error) }
    }
    try written.get()
  }

  /// Writes the content of a buffer, and empties it.
  ///
  /// - Throws: ``SystemError``.
  public func flush(_ buffer: ByteBuffer) throws(SystemError) {
    defer { buffer.truncate() }
    try write(buffer.bytes)
  }
}
