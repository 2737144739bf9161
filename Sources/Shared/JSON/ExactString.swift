/// A string that is equal to another one only if both have the same code points, as keys and strings of JSON are.
///
/// Values of `String` are also equal if they are different forms of the same characters (canonical equivalence), such
/// as `é` as one code point, and as `e` and an accent.
public struct ExactString: Hashable, Comparable, Sendable {
  /// The string.
  public let text: String

  /// Makes an exact string.
  public init(_ text: String) { self.text = text }

  /// Whether two strings have the same code points.
  public static func == (a: ExactString, b: ExactString) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  /// Whether a string comes before another one in the order of code points.
  public static func < (a: ExactString, b: ExactString) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

  /// Feeds the code points to a hasher.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // UTF-8 never has this byte. It separates the string from what is hashed after it.
    hasher.combine(UInt8.max)
  }
}
