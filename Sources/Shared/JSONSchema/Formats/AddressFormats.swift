/// Email addresses (RFC 5321), host names (RFC 1123), internationalized forms of both, and IP addresses of version 4
/// (RFC 2673) and 6 (RFC 4291).
enum AddressFormats {
  static func isEmail(_ text: String, isInternational: Bool) -> Bool {
    // As characters of a `String`, `@` and a combining mark after it would be one character.
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let domain = String(text[text.utf8.index(after: at)...])
    guard isLocalPart(text[..<at].utf8, isInternational: isInternational) else { return false }
    if domain.utf8.first == UInt8(ascii: "["), domain.utf8.last == UInt8(ascii: "]") {
      let literal = String(Substring(domain.utf8.dropFirst().dropLast()))
      return literal.hasPrefix("IPv6:") ? isIPv6(String(literal.dropFirst(5))) : isIPv4(literal)
    }
    return isInternational ? isInternationalHostname(domain) : isHostname(domain)
  }

  private static func isLocalPart(_ text: Substring.UTF8View, isInternational: Bool) -> Bool {
    func isAtom(_ byte: UInt8) -> Bool {
      byte.isASCIILetter || byte.isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        || (isInternational && byte >= 0x80)
    }
    guard (1...64).contains(text.count) else { return false }
    if text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\""), text.count > 1 {
      var isEscaped = false
      for byte in text.dropFirst().dropLast() {
        guard isEscaped || byte != UInt8(ascii: "\""), byte >= 0x20, byte < 0x7F || isInternational else {
          return false
        }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      }
      return !isEscaped
    }
    return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy(isAtom)
    }
  }

  static func isHostname(_ text: String) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      isLabel(label) { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    }
  }

  /// Whether a text is a host name with letters of any script. Of the rules for code points (RFC 5892), some are
  /// checked: symbols, non-ASCII uppercase letters, unassigned code points, and a mark at the start of a label are
  /// refused.
  static func isInternationalHostname(_ text: String) -> Bool {
    let separators: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) { separators.contains($0) }
    guard (1...253).contains(text.utf8.count) else { return false }
    return labels.allSatisfy { label in
      guard let first = label.first, !first.isMark else { return false }
      return isLabel(Substring(label)) { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 >= 0x80 }
        && label.allSatisfy { $0.isASCII || $0.isLetterMarkOrDigit }
    }
  }

  private static func isLabel(_ label: Substring, _ isAllowed: (UInt8) -> Bool) -> Bool {
    let bytes = Array(label.utf8)
    guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
      return false
    }
    // Hyphens as the third and fourth character mark an encoding. Only Punycode (`xn--`) is defined.
    if bytes.count >= 4, bytes[2...3].elementsEqual("--".utf8), !label.lowercased().hasPrefix("xn--") { return false }
    return bytes.allSatisfy(isAllowed)
  }

  static func isIPv4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit), let value = Int(part) else {
          return false
        }
        return value <= 255 && (part.utf8.count == 1 || !part.hasPrefix("0"))
      }
  }

  static func isIPv6(_ text: String) -> Bool {
    guard text.utf8.allSatisfy({ $0.isHexadecimalDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
      return false
    }
    let halves = AddressFormats.splitOnce(text, "::")
    guard let head = groupCount(halves.0, mayEndInIPv4: halves.1 == nil) else { return false }
    guard let rest = halves.1 else { return head == 8 }
    guard let tail = groupCount(rest, mayEndInIPv4: true) else { return false }
    return head + tail <= 7
  }

  private static func splitOnce(_ text: String, _ separator: String) -> (String, String?) {
    guard let range = text.firstRange(of: separator) else { return (text, nil) }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }

  /// The number of 16-bit groups in a part of an IPv6 address; nil when the part is malformed. An IPv4 address at the
  /// end counts as two groups.
  private static func groupCount(_ text: String, mayEndInIPv4: Bool) -> Int? {
    if text.isEmpty { return 0 }
    var groups = text.split(separator: ":", omittingEmptySubsequences: false)
    var count = 0
    if mayEndInIPv4, let last = groups.last, last.contains(".") {
      guard isIPv4(String(last)) else { return nil }
      groups.removeLast()
      count = 2
    }
    for group in groups {
      guard (1...4).contains(group.utf8.count), group.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
      count += 1
    }
    return count
  }
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Whether this is a letter that is not uppercase, a mark, a digit, or one of some other code points that RFC 5892
  /// allows in certain contexts, which are not checked.
  fileprivate var isLetterMarkOrDigit: Bool {
    switch properties.generalCategory {
    case .lowercaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .nonspacingMark, .spacingMark: true
    default: value == 0xB7 || value == 0x375 || value == 0x5F3 || value == 0x5F4 || value == 0x30FB || value == 0x200D
    }
  }
}
