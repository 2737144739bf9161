import CommandLineTool
public import JSON
import ModelSpec
public import Platform

/// Writes JSON to a descriptor, without a buffer. On a terminal, control characters are escaped.
public final class OutputStream {
  private let descriptor: Int32
  /// Whether the descriptor is a terminal.
  private let isTerminal: Bool

  /// Makes a stream on an open descriptor.
  public init(descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
    isTerminal = Terminal.isTerminal(descriptor)
  }

  /// Writes all of `bytes`, which are valid JSON documents.
  ///
  /// - Throws: ``SystemError`` when they cannot be written.
  public func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    guard isTerminal else { return try writeAll(bytes, to: descriptor) }
    let escaped = escapingControlCharacters(ofJSON: bytes)
    try escaped.withUnsafeBufferPointer { (text) throws(SystemError) in try writeAll(text, to: descriptor) }
  }

  /// Writes the content of a buffer, and empties the buffer, also when writing fails.
  ///
  /// - Throws: ``SystemError`` when the content cannot be written.
  public func flush(_ buffer: ByteBuffer) throws(SystemError) {
    defer { buffer.truncate() }
    try write(buffer.bytes)
  }
}
