public import JSON

/// JSON Pointers (RFC 6901).
public enum JSONPointer {
  /// A reference token with `~` and `/` escaped.
  public static func escape(_ token: String) -> String {
    guard token.contains(where: { $0 == "~" || $0 == "/" }) else { return token }
    return token.reduce(into: "") { escaped, character in
      switch character {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.append(character)
      }
    }
  }

  /// The reference tokens of a pointer, unescaped; nil when the pointer is not empty and does not start with `/`. A `~`
  /// without `0` or `1` after it is kept.
  public static func tokens(_ pointer: String) -> [String]? {
    if pointer.isEmpty { return [] }
    guard pointer.hasPrefix("/") else { return nil }
    return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(unescape)
  }

  private static func unescape(_ token: Substring) -> String {
    guard token.contains("~") else { return String(token) }
    var text = ""
    var isEscape = false
    for character in token {
      switch (isEscape, character) {
      case (false, "~"): isEscape = true
      case (true, "0"):
        text += "~"
        isEscape = false
      case (true, "1"):
        text += "/"
        isEscape = false
      default:
        if isEscape { text += "~" }
        isEscape = false
        text.append(character)
      }
    }
    return isEscape ? text + "~" : text
  }

  /// A URI fragment with its percent escapes decoded; nil when an escape is malformed, or the bytes are not UTF-8.
  static func decodeFragment(_ fragment: String) -> String? {
    guard fragment.contains("%") else { return fragment }
    var bytes: [UInt8] = []
    var rest = Array(fragment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), !digits.hasPrefix("+") else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The member of an object with this key, or the element of an array with this index; nil when there is none.
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
