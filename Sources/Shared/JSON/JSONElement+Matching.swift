import Platform

/// Matches values against tables of a compiled program, without making strings.
extension JSONElement {
  /// The index of this value on its document's tape, which identifies it in the document.
  @inline(__always)
  public var tapeIndex: Int { index }

  /// The ``keyHash(of:)`` of a key's decoded text; meaningless for another value.
  @inline(__always)
  public var hashOfKey: UInt32 { node.nextOrHash }

  /// Whether this is a number written with neither fraction nor exponent.
  @inline(__always)
  public var hasIntegerSyntax: Bool { kind == .number && node.flags.contains(.integer) }

  /// Whether the decoded string (or key) is this text.
  @inline(__always)
  public func hasText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let node = node
    if node.flags.contains(.escaped) { return JSONEscapes.decode(content).elementsEqual(text) }
    guard Int(node.length) == text.count else { return false }
    guard let start = text.baseAddress else { return true }
    return equalBytes(base + Int(node.offset), start, text.count)
  }

  /// Calls `body` with the decoded bytes of a string. Without escapes these are the document's bytes.
  @inline(__always)
  public func withDecodedBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard isEscaped else { return body(content) }
    return JSONEscapes.decode(content).withUnsafeBufferPointer(body)
  }
}
