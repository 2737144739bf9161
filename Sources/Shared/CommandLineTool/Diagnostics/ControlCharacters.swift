import JSON

extension String {
  /// The text with control characters (C0, DEL, C1) and bidirectional overrides written as `\u{…}`, so that text from
  /// outside cannot steer a terminal. Line feeds are escaped too.
  public func escapingControlCharacters() -> String {
    guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
    var escaped = ""
    for scalar in unicodeScalars {
      if scalar.steersTerminals {
        escaped += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension ByteBuffer {
  /// Appends UTF-8 like ``Swift/String/escapingControlCharacters()``. Most of it is ASCII, which takes one look.
  func append(escapingControlCharactersOf text: UnsafeBufferPointer<UInt8>) {
    if text.allSatisfy({ $0 &- 0x20 < 0x5F }) { return append(text) }
    append(text: String(decoding: text, as: UTF8.self).escapingControlCharacters())
  }
}

extension Unicode.Scalar {
  fileprivate var steersTerminals: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
