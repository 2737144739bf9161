/// Scans a text byte by byte.
struct TextScanner {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  /// Whether no bytes are left.
  var isAtEnd: Bool { position == bytes.count }

  /// The next byte; nil at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes the next byte if it is one of these ASCII characters; returns whether it is.
  mutating func take(anyOf characters: String) -> Bool {
    guard let current, characters.utf8.contains(current) else { return false }
    position += 1
    return true
  }

  /// Takes bytes up to the first that does not satisfy a condition; returns their number.
  mutating func takeAll(where condition: (UInt8) -> Bool) -> Int {
    let start = position
    while let current, condition(current) { position += 1 }
    return position - start
  }

  /// Takes a number of this many digits, even if more follow; nil, without taking any, if there are fewer.
  mutating func takeNumber(digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + digits] {
      guard byte.isDigit else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    position += digits
    return value
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isASCIILetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
  var isHexadecimalDigit: Bool { isDigit || ((self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "f")) }
}
