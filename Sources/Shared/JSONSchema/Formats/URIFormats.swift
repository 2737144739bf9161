/// URIs (RFC 3986), IRIs (RFC 3987) and URI templates (RFC 6570).
enum URIFormats {
  /// Whether a text is a URI or a relative reference.
  ///
  /// - Parameters:
  ///   - requiresScheme: whether only a URI is allowed.
  ///   - isInternational: whether characters outside ASCII are allowed, as in an IRI.
  static func isReference(_ text: String, requiresScheme: Bool, isInternational: Bool) -> Bool {
    let reference = URIReference(text)
    if requiresScheme, !reference.isAbsolute { return false }
    func holds(_ part: String?, _ extra: String) -> Bool {
      part.map { isMadeOf($0, extra, isInternational) } ?? true
    }
    // Without a scheme, a colon in the first segment would be read as the end of a scheme.
    if reference.scheme == nil, reference.authority == nil,
      reference.path.split(separator: "/", omittingEmptySubsequences: false).first?.contains(":") == true
    {
      return false
    }
    return holds(reference.authority.map(withoutLiteral), ":@") && isAuthority(reference.authority)
      && holds(reference.path, ":@/") && holds(reference.query, ":@/?") && holds(reference.fragment, ":@/?")
  }

  /// Whether a text has only percent escapes, the characters of `extra`, and those that every part of a URI may have.
  private static func isMadeOf(_ text: String, _ extra: String, _ isInternational: Bool) -> Bool {
    var scanner = TextScanner(text)
    while let byte = scanner.current {
      if scanner.take(anyOf: "%") {
        guard scanner.take(anyOf: hexadecimalDigits), scanner.take(anyOf: hexadecimalDigits) else { return false }
      } else if byte.isASCIILetter || byte.isDigit || (isInternational && byte >= 0x80) {
        _ = scanner.takeAll { $0.isASCIILetter || $0.isDigit || (isInternational && $0 >= 0x80) }
      } else if !scanner.take(anyOf: "-._~!$&'()*+,;=" + extra) {
        return false
      }
    }
    return true
  }

  private static let hexadecimalDigits = "0123456789abcdefABCDEF"

  /// The authority without an IP address in brackets.
  private static func withoutLiteral(_ authority: String) -> String {
    guard let open = authority.firstIndex(of: "["), let close = authority.lastIndex(of: "]"), open < close else {
      return authority
    }
    return String(authority[..<open] + authority[authority.index(after: close)...])
  }

  private static func isAuthority(_ authority: String?) -> Bool {
    guard let authority else { return true }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard authority.split(separator: "@", omittingEmptySubsequences: false).count <= 2 else { return false }
    if host.hasPrefix("[") {
      guard let close = host.firstIndex(of: "]") else { return false }
      let literal = String(host[host.index(after: host.startIndex)..<close])
      return (AddressFormats.isIPv6(literal) || literal.hasPrefix("v")) && isPort(host[host.index(after: close)...])
    }
    guard let colon = host.firstIndex(of: ":") else { return true }
    return isPort(host[colon...])
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || (text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy(\.isDigit))
  }

  static func isTemplate(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    while let byte = scanner.current {
      if scanner.take(anyOf: "{") {
        guard takeExpression(&scanner) else { return false }
      } else {
        guard byte > 0x20, byte != 0x7F, !"\"'<>\\^`|}".utf8.contains(byte) else { return false }
        _ = scanner.takeAll(where: { $0 == byte })
      }
    }
    return true
  }

  private static func takeExpression(_ scanner: inout TextScanner) -> Bool {
    _ = scanner.take(anyOf: "+#./;?&=,!@|")
    repeat {
      let name = scanner.takeAll { $0.isASCIILetter || $0.isDigit || "_.%".utf8.contains($0) }
      guard name > 0 else { return false }
      if scanner.take(anyOf: ":") {
        guard (1...4).contains(scanner.takeAll(where: \.isDigit)) else { return false }
      } else {
        _ = scanner.take(anyOf: "*")
      }
    } while scanner.take(anyOf: ",")
    return scanner.take(anyOf: "}")
  }
}
