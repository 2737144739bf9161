/// The case and the class of ASCII characters.
enum ASCII {
  /// A byte, in lower case if it is an upper-case letter.
  @inline(__always)
  static func lowercase(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }

  /// Whether a byte is a digit or a lower-case letter.
  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
  }
}
