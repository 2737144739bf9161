import Platform

/// Walks through a text that is too large for one tape, value by value.
///
/// The caller takes the brackets, colons and commas of the outer containers itself, and has their content parsed one
/// value at a time, so that the tape never holds more than one.
public struct JSONWalker {
  /// Where the next step reads, in bytes from the base of the buffer.
  public var offset = 0

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let tape = JSONTape()
  private let parser: JSONParser

  /// Prepares to walk through what is in `base` before `end`; ``JSONParser/padding`` zero bytes must follow.
  public init(_ base: UnsafePointer<UInt8>, end: Int) {
    self.base = base
    self.end = end
    parser = JSONParser(base, end: end, tape: tape)
  }

  /// Whether the walk has come to the end of the text.
  public var isAtEnd: Bool { offset >= end }

  /// Skips white space and gives the byte that follows; zero at the end.
  @inline(__always)
  public mutating func peek() -> UInt8 {
    offset = parser.endOfWhiteSpace(from: offset)
    return base[offset]
  }

  /// Takes a structural byte, white space before it skipped.
  ///
  /// - Throws: ``JSONSyntaxError`` with the given reason when another byte is there.
  public mutating func take(_ byte: UInt8, otherwise reason: JSONSyntaxError.Reason) throws(JSONSyntaxError) {
    guard peek() == byte, !isAtEnd else {
      throw JSONSyntaxError(reason: isAtEnd ? .unexpectedEnd : reason, offset: min(offset, end))
    }
    offset += 1
  }

  /// Parses the value that follows, white space before it skipped.
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

  /// Where the value parsed last has a key a second time, in bytes from the base; nil when it has none.
  public var duplicateKeyOffset: Int? { tape.duplicateKeyOffset }
}
