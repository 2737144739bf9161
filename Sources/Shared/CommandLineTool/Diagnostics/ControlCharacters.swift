import JSON

extension String {
  /// The text with control characters (C0, DEL, C1), bidirectional controls and invisible characters written as
  /// `\u{…}`, so that text from outside cannot control a terminal, or look like another text. Line feeds are control
  /// characters too.
  public func escapingControlCharacters() -> String {
    guard unicodeScalars.contains(where: \.mustBeEscaped) else { return self }
    var escaped = ""
    for scalar in unicodeScalars {
      if scalar.mustBeEscaped {
        escaped += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension ByteBuffer {
  /// Appends text as ``Swift/String/escapingControlCharacters()`` writes it.
  func append(escapingControlCharactersOf text: String) {
    let isPlain = text.utf8.allSatisfy { $0 &- 0x20 < 0x5F }
    append(text: isPlain ? text : text.escapingControlCharacters())
  }
}

extension Unicode.Scalar {
  fileprivate var mustBeEscaped: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    // Characters that change the direction of text, and line and paragraph separators.
    case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    // Invisible characters, which can make two different names look the same: zero-width space, word joiner and
    // invisible operators, byte order mark, annotation marks, tags.
    case 0x200B, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}

/// Returns JSON text that is safe to print on a terminal: it has `\uXXXX` instead of DEL, C1 controls, bidirectional
/// controls and invisible characters. Valid JSON has these characters only in strings, so the values do not change.
/// Line feeds and other C0 controls are kept: valid JSON has them only between values.
public func escapingControlCharacters(ofJSON text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
  if text.allSatisfy({ $0 < 0x7F }) { return Array(text) }
  var escaped: [UInt8] = []
  escaped.reserveCapacity(text.count)
  for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
    if scalar.value >= 0x7F, scalar.mustBeEscaped {
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        escaped += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      }
    } else {
      escaped += String(scalar).utf8
    }
  }
  return escaped
}
