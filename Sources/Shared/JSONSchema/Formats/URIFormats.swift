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
      reference.path.utf8.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":"))
    {
      return false
    }
    return reference.authority.map { isAuthority($0, isInternational) } ?? true
      && holds(reference.path, ":@/") && holds(reference.query, ":@/?") && holds(reference.fragment, ":@/?")
  }

  /// Whether a text has only percent escapes, the characters of `extra`, and those that every part of a URI may have.
  private static func isMadeOf(_ text: some StringProtocol, _ extra: String, _ isInternational: Bool) -> Bool {
    var scanner = TextScanner(text)
    while let byte = scanner.current {
      if byte == UInt8(ascii: "%") {
        guard takePercentEncoded(&scanner) else { return false }
      } else if byte.isASCIILetter || byte.isDigit || (isInternational && byte >= 0x80) {
        _ = scanner.takeAll { $0.isASCIILetter || $0.isDigit || (isInternational && $0 >= 0x80) }
      } else if !scanner.take(anyOf: "-._~!$&'()*+,;=" + extra) {
        return false
      }
    }
    return true
  }

  private static let hexadecimalDigits = "0123456789abcdefABCDEF"

  private static func isAuthority(_ authority: String, _ isInternational: Bool) -> Bool {
    let parts = authority.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let host = parts.last else { return false }
    if parts.count == 2, !isMadeOf(Substring(parts[0]), ":", isInternational) { return false }
    if host.first == "[" {
      guard let close = host.firstIndex(of: "]") else { return false }
      let literal = String(host[..<close].dropFirst())
      return (AddressFormats.isIPv6(literal) || isFutureAddress(literal)) && isPort(host[close...].dropFirst())
    }
    let name = host.prefix { $0 != ":" }
    return isMadeOf(Substring(name), "", isInternational) && isPort(host[name.endIndex...])
  }

  /// Whether a text is an IP address of a version after 6 (`IPvFuture`).
  private static func isFutureAddress(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    guard scanner.take(anyOf: "vV"), scanner.takeAll(where: \.isHexadecimalDigit) > 0, scanner.take(anyOf: ".") else {
      return false
    }
    let length = scanner.takeAll { $0.isASCIILetter || $0.isDigit || "-._~!$&'()*+,;=:".utf8.contains($0) }
    return length > 0 && scanner.isAtEnd
  }

  private static func isPort(_ text: Substring.UnicodeScalarView) -> Bool {
    text.isEmpty || (text.first == ":" && text.dropFirst().allSatisfy { ("0"..."9").contains($0) })
  }

  static func isTemplate(_ text: String) -> Bool {
    var scanner = TextScanner(text)
    while let byte = scanner.current {
      if scanner.take(anyOf: "{") {
        guard takeExpression(&scanner) else { return false }
      } else if byte == UInt8(ascii: "%") {
        guard takePercentEncoded(&scanner) else { return false }
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
      repeat {
        guard takeVariableCharacters(&scanner) else { return false }
      } while scanner.take(anyOf: ".")
      if scanner.take(anyOf: ":") {
        guard (1...4).contains(scanner.takeAll(where: \.isDigit)) else { return false }
      } else {
        _ = scanner.take(anyOf: "*")
      }
    } while scanner.take(anyOf: ",")
    return scanner.take(anyOf: "}")
  }

  /// Takes at least one character of a variable's name. Source: `varchar` in RFC 6570, 2.3.
  private static func takeVariableCharacters(_ scanner: inout TextScanner) -> Bool {
    var isEmpty = true
    while let byte = scanner.current {
      if byte == UInt8(ascii: "%") {
        guard takePercentEncoded(&scanner) else { return false }
      } else if scanner.takeAll(where: { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "_") }) == 0 {
        break
      }
      isEmpty = false
    }
    return !isEmpty
  }

  private static func takePercentEncoded(_ scanner: inout TextScanner) -> Bool {
    scanner.take(anyOf: "%") && scanner.take(anyOf: hexadecimalDigits) && scanner.take(anyOf: hexadecimalDigits)
  }
}
