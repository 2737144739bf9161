/// A format of strings: as a pattern for JSON Schema, as a check, and in words.
public struct TextFormat: Sendable {
  /// A regular expression of JSON Schema.
  let pattern: String
  /// The maximum number of characters.
  let longest: Int
  /// What the text has to be, in words.
  let requirement: String
  /// Whether a text matches.
  let matches: @Sendable (String) -> Bool

  /// Text that is more than spaces.
  static let visible = TextFormat(pattern: "[^ ]", longest: 256, requirement: "a JSON string that is more than spaces")
  {
    $0.contains { $0 != " " }
  }

  /// Makes a format.
  init(pattern: String, longest: Int, requirement: String, matches: @escaping @Sendable (String) -> Bool) {
    self.pattern = pattern
    self.longest = longest
    self.requirement = requirement
    self.matches = matches
  }
}

/// Rules for the characters of ids.
enum ASCII {
  @inline(__always)
  static func lowercase(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }

  /// Whether a byte is a digit or a lower-case letter; for any letter, pass it through ``lowercase(_:)`` first.
  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
  }
}

/// The hash of Fowler, Noll and Vo (FNV-1a), 32 bits: short texts, byte by byte.
struct FNV1a {
  private var state: UInt32 = 0x811C_9DC5

  /// The hash; never 0, which means that there is no text.
  var value: UInt32 { max(1, state) }

  @inline(__always)
  mutating func add(_ byte: UInt8) { state = (state ^ UInt32(byte)) &* 0x0100_0193 }
}
