import JSON

/// Comparisons of the bytes of a text with a literal, without making a `String`.
extension UnsafeBufferPointer<UInt8> {
  /// Whether the text ends with a literal.
  func ends(with suffix: StaticString) -> Bool {
    let length = suffix.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return equalBytes(start + (count - length), suffix.utf8Start, length)
  }

  /// The text after a literal at its start; nil if it does not start with it, or has nothing after it.
  func text(after prefix: StaticString) -> UnsafeBufferPointer<UInt8>? {
    let length = prefix.utf8CodeUnitCount
    guard count > length, let start = baseAddress, equalBytes(start, prefix.utf8Start, length) else { return nil }
    return UnsafeBufferPointer(rebasing: self[length...])
  }
}
