public import JSON

/// JSON Pointers (RFC 6901).
///
/// They are read as UTF-8. As characters of a `String`, a `/` and a combining mark after it would be one character.
public enum JSONPointer {
  /// A reference token with `~` and `/` escaped.
  public static func escape(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return token }
    var escaped: [UInt8] = []
    for byte in token.utf8 {
      switch byte {
      case UInt8(ascii: "~"): escaped += "~0".utf8
      case UInt8(ascii: "/"): escaped += "~1".utf8
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  /// The reference tokens of a pointer, unescaped; nil when the pointer is not empty and does not start with `/`. A `~`
  /// without `0` or `1` after it is kept.
  public static func tokens(_ pointer: String) -> [String]? {
    guard let first = pointer.utf8.first else { return [] }
    guard first == UInt8(ascii: "/") else { return nil }
    return pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(unescape)
  }

  private static func unescape(_ token: Substring.UTF8View) -> String {
    var text: [UInt8] = []
    var rest = token
    while let byte = rest.popFirst() {
      let isEscape = byte == UInt8(ascii: "~") && (rest.first == UInt8(ascii: "0") || rest.first == UInt8(ascii: "1"))
      text.append(isEscape && rest.removeFirst() == UInt8(ascii: "1") ? UInt8(ascii: "/") : byte)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The member of an object with this key, or the element of an array with this index; otherwise nil.
  public static func child(of value: JSONElement, token: String) -> JSONElement? {
    switch value.kind {
    case .object: return value[key: token]
    case .array:
      guard let index = Int(token), index >= 0, token == "\(index)" else { return nil }
      var iterator = value.elements
      for _ in 0..<index where iterator.next() == nil { return nil }
      return iterator.next()
    default: return nil
    }
  }
}
