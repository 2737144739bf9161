extension String {
  /// The text without the white space, such as line ends, at its start and end.
  func trimmingWhiteSpace() -> String {
    // Most texts start and end with a printable ASCII character, so there is nothing to trim.
    if let first = utf8.first, let last = utf8.last, first &- 0x21 < 0x5E, last &- 0x21 < 0x5E { return self }
    let rest = drop { $0.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}
