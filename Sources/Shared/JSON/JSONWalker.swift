import Platform

/// Parses a text that is too large for one tape, value by value.
///
/// The caller reads the brackets, colons and commas of the outer containers, and parses their content one value at a
/// time, so that the tape has only one value.
public struct JSONWalker {
  /// The offset of the next step, in bytes from the start of the buffer.
  public var offset = 0

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let tape = JSONTape()
  private let parser: JSONParser

  /// Prepares to parse the bytes from `base` to `end`; ``JSONParser/padding`` zero bytes must follow.
  public init(_ base: UnsafePointer<UInt8>, end: Int) {
    self.base = base
    self.end = end
    parser = JSONParser(base, end: end, tape: tape)
  }

  /// Whether the end of the text is reached.
  public var isAtEnd: Bool { offset >= end }

  /// Skips white space and returns the next byte; zero at the end.
  @inline(__always)
  public mutating func peek() -> UInt8 {
    offset = parser.endOfWhiteSpace(from: offset)
    return base[offset]
  }

  /// Skips white space and reads a structural byte.
  ///
  /// - Throws: ``JSONSyntaxError`` with the given reason for another byte.
  public mutating func take(_ byte: UInt8, otherwise reason: JSONSyntaxError.Reason) throws(JSONSyntaxError) {
    guard peek() == byte, !isAtEnd else {
      throw parser.fault(reason, at: base + min(offset, end))
    }
    offset += 1
  }

  /// The message about the next byte if it shows another encoding or a conflict marker; nil otherwise.
  public var messageAboutMistake: String? {
    guard offset < end, let reason = parser.knownMistake(at: offset) else { return nil }
    return JSONSyntaxError(reason: reason, offset: offset).message
  }

  /// Skips white space and parses a value.
  ///
  /// - Parameter depth: how many containers enclose it.
  /// - Returns: the value, valid until the next step.
  /// - Throws: ``JSONSyntaxError``.
  @inline(__always)
  public mutating func nextValue(depth: Int) throws(JSONSyntaxError) -> JSONElement {
    tape.reset()
    offset = try parser.parseValue(at: parser.endOfWhiteSpace(from: offset), depth: depth)
    return JSONElement(base: base, tape: tape, index: 0)
  }

  /// The offset of the first duplicate key in the value parsed last, in bytes from the start of the buffer; nil without
  /// one.
  public var duplicateKeyOffset: Int? { tape.duplicateKeyOffset }
}
