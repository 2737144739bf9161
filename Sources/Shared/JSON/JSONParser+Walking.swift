/// Walking through a text that is too large for one tape, value by value.
extension JSONParser {
  /// Where the next step reads, in bytes from the base of the buffer.
  public var offset: Int {
    get { cursor }
    set { cursor = newValue }
  }

  /// Whether the walk has come to the end of the text.
  public var isAtEnd: Bool { cursor >= end }

  /// Skips white space and tells the byte that follows; zero at the end.
  @inline(__always)
  public mutating func peek() -> UInt8 { skipWhiteSpace() }

  /// Takes a structural byte, white space before it skipped.
  ///
  /// - Throws: ``JSONSyntaxError`` with the given reason when another byte stands there.
  public mutating func take(_ byte: UInt8, otherwise reason: JSONSyntaxError.Reason) throws(JSONSyntaxError) {
    guard skipWhiteSpace() == byte, !isAtEnd else { throw fault(reason) }
    cursor += 1
  }

  /// Parses the value that follows, white space before it skipped; the tape then holds nothing else.
  ///
  /// - Parameter depth: how many containers enclose it.
  /// - Returns: the value, valid until the next step.
  /// - Throws: ``JSONSyntaxError``.
  @inline(__always)
  public mutating func nextValue(depth: Int) throws(JSONSyntaxError) -> JSONElement {
    _ = skipWhiteSpace()
    tape.reset()
    _ = try parseValue(at: cursor, depth: depth)
    return JSONElement(base: base, tape: tape, index: 0)
  }

  /// Where the value parsed last has a key a second time, in bytes from the base; nil when it has none.
  public var duplicateKeyOffset: Int? { tape.duplicateKeyOffset }
}
