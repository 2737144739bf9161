import Platform

/// Properties and comparisons that do not make a `String`.
extension JSONElement {
  /// The position of this value's node on the parser's tape, which identifies it in its document. The distance between
  /// two positions is a number of nodes.
  @inline(__always)
  public var tapePosition: Int { Int(bitPattern: address) / MemoryLayout<JSONNode>.stride }

  /// The ``keyHash(of:)`` of this key's decoded text; meaningless if this is not a key.
  @inline(__always)
  public var hashOfKey: UInt32 { node.hash }

  /// Whether this is a number written with neither fraction nor exponent.
  @inline(__always)
  public var hasIntegerSyntax: Bool { kind == .number && node.flags.contains(.integer) }

  /// Whether this string or key, decoded, is equal to a text.
  @inline(__always)
  public func hasText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let node = node
    if node.flags.contains(.escaped) { return JSONEscapes.decode(content).elementsEqual(text) }
    guard Int(node.length) == text.count else { return false }
    guard let start = text.baseAddress else { return true }
    return equalBytes(base + Int(node.offset), start, text.count)
  }

  /// Calls `body` with the decoded bytes of this string or key. Without escapes, these are the bytes of the document,
  /// not a copy.
  @inline(__always)
  public func withDecodedBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard isEscaped else { return body(content) }
    return JSONEscapes.decode(content).withUnsafeBufferPointer(body)
  }
}
