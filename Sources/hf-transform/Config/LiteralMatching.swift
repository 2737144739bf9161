import JSON

/// Comparisons of the bytes of a text with a literal, without making a `String`.
extension UnsafeBufferPointer<UInt8> {
  /// Whether the text ends with a literal.
  func ends(with suffix: StaticString) -> Bool {
    let length = suffix.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return equalBytes(start + (count - length), suffix.utf8Start, length)
  }

  /// Whether the text starts with a literal.
  func starts(with prefix: StaticString) -> Bool {
    let length = prefix.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return equalBytes(start, prefix.utf8Start, length)
  }

  /// The text after a prefix; nil if the text does not start with the prefix, or is only the prefix.
  func text(after prefix: StaticString) -> UnsafeBufferPointer<UInt8>? {
    let length = prefix.utf8CodeUnitCount
    guard count > length, let start = baseAddress, equalBytes(start, prefix.utf8Start, length) else { return nil }
    return UnsafeBufferPointer(rebasing: self[length...])
  }
}
