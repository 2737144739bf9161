import CommandLineTool
public import JSON
import ModelSpec
public import Platform

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
