import Platform

/// The escape sequences of JSON strings, in both directions.
public enum JSONEscapes {
  /// The decoded bytes of a string that a ``JSONParser`` has accepted, given without its quotes.
  public static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < text.count else {
        decoded.append(byte)
        index += 1
        continue
      }
      switch text[index + 1] {
      case UInt8(ascii: "b"): decoded.append(0x08)
      case UInt8(ascii: "f"): decoded.append(0x0C)
      case UInt8(ascii: "n"): decoded.append(0x0A)
      case UInt8(ascii: "r"): decoded.append(0x0D)
      case UInt8(ascii: "t"): decoded.append(0x09)
      case UInt8(ascii: "u"):
        var scalar = unit(text, at: index + 2)
        if scalar & 0xFC00 == 0xD800 {
          scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (unit(text, at: index + 8) & 0x3FF)
          index += 6
        }
        index += 4
        decoded.append(contentsOf: Character(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8)
      case let other: decoded.append(other)
      }
      index += 2
    }
    return decoded
  }

  /// The UTF-16 code unit that four hexadecimal digits state.
  private static func unit(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in start..<min(start + 4, text.count) {
      let byte = text[index]
      let digit = byte <= UInt8(ascii: "9") ? byte &- UInt8(ascii: "0") : (byte | 0x20) &- UInt8(ascii: "a") &+ 10
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// Whether JSON requires an escape for a byte of a string.
  @inline(__always)
  static func mustBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// The character that follows the backslash in the short escape of a byte; nil if JSON has none.
  static func shortEscape(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    case 0x08: UInt8(ascii: "b")
    case 0x0C: UInt8(ascii: "f")
    case 0x0A: UInt8(ascii: "n")
    case 0x0D: UInt8(ascii: "r")
    case 0x09: UInt8(ascii: "t")
    default: nil
    }
  }
}
