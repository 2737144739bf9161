import Platform

/// Parses parts of a text, so that the nodes of a large text are never all in memory.
///
/// The caller reads the brackets, colons and commas of the outer containers with ``take(_:otherwise:)``, and each key
/// or value in them with ``nextValue(depth:)``. The tape has the nodes of one key or value only.
public struct JSONWalker {
  /// The offset of the next byte to read, in bytes from the start of the buffer.
  public var offset = 0

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let tape = JSONTape()
  private let parser: JSONParser

  /// Prepares to parse a buffer.
  ///
  /// - Parameters:
  ///   - base: the start of the buffer. ``JSONParser/padding`` bytes after the content must be readable, and the first
  ///     must be zero.
  ///   - end: the length of the content, in bytes.
  public init(_ base: UnsafePointer<UInt8>, end: Int) {
    self.base = base
    self.end = end
    parser = JSONParser(base, end: end, tape: tape)
  }

  /// Whether the end of the text is reached.
  public var isAtEnd: Bool { offset >= end }

  /// Skips white space and returns the next byte without reading it; zero at the end.
  @inline(__always)
  public mutating func peek() -> UInt8 {
    offset = parser.endOfWhiteSpace(from: offset)
    return base[offset]
  }

  /// Skips white space and reads a bracket, colon or comma.
  ///
  /// - Throws: ``JSONSyntaxError`` for another byte: with the given reason, unless the text ends there, or the byte
  ///   shows another encoding or a conflict marker.
  public mutating func take(_ byte: UInt8, otherwise reason: JSONSyntaxError.Reason) throws(JSONSyntaxError) {
    guard peek() == byte, !isAtEnd else {
      throw parser.fault(reason, at: base + min(offset, end))
    }
    offset += 1
  }

  /// The message about the byte at ``offset`` if it shows another encoding or a conflict marker; nil otherwise.
  public var messageAboutMistake: String? {
    guard offset < end, let reason = parser.knownMistake(at: offset) else { return nil }
    return JSONSyntaxError(reason: reason, offset: offset).message
  }

  /// Skips white space and parses a value.
  ///
  /// - Parameter depth: how many containers enclose the value.
  /// - Returns: the value, valid until the next call.
  /// - Throws: ``JSONSyntaxError``.
  @inline(__always)
  public mutating func nextValue(depth: Int) throws(JSONSyntaxError) -> JSONElement {
    tape.reset()
    offset = try parser.parseValue(at: parser.endOfWhiteSpace(from: offset), depth: depth)
    return JSONElement(base: base, tape: tape, index: 0)
  }

  /// The offset of the duplicate key that was found first in the value parsed last, in bytes from the start of the
  /// buffer; nil without duplicate keys.
  public var duplicateKeyOffset: Int? { tape.duplicateKeyOffset }
}
