import Patterns

/// The formats that draft 2020-12 defines. They are also checked in schemas of draft 7, although it does not define
/// `duration` and `uuid`.
enum Format: String {
  case dateTime = "date-time"
  case date, time, duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4, ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uuid
  case uriTemplate = "uri-template"
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  /// Whether a text has the format.
  func admits(_ text: String) -> Bool {
    switch self {
    case .dateTime: DateFormats.isDateTime(text)
    case .date: DateFormats.isDate(text)
    case .time: DateFormats.isTime(text)
    case .duration: DateFormats.isDuration(text)
    case .email: AddressFormats.isEmail(text, isInternational: false)
    case .idnEmail: AddressFormats.isEmail(text, isInternational: true)
    case .hostname: AddressFormats.isHostname(text)
    case .idnHostname: AddressFormats.isInternationalHostname(text)
    case .ipv4: AddressFormats.isIPv4(text)
    case .ipv6: AddressFormats.isIPv6(text)
    case .uri: URIFormats.isReference(text, requiresScheme: true, isInternational: false)
    case .uriReference: URIFormats.isReference(text, requiresScheme: false, isInternational: false)
    case .iri: URIFormats.isReference(text, requiresScheme: true, isInternational: true)
    case .iriReference: URIFormats.isReference(text, requiresScheme: false, isInternational: true)
    case .uuid: Format.isUUID(text)
    case .uriTemplate: URIFormats.isTemplate(text)
    case .jsonPointer: Format.isJSONPointer(text)
    case .relativeJSONPointer: Format.isRelativeJSONPointer(text)
    case .regex: Pattern.isExpression(text)
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.utf8.allSatisfy(\.isHexadecimalDigit) }
  }

  private static func isJSONPointer(_ text: String) -> Bool {
    guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return false }
    var scanner = TextScanner(text)
    while !scanner.isAtEnd {
      _ = scanner.takeAll { $0 != UInt8(ascii: "~") }
      if scanner.take(anyOf: "~"), !scanner.take(anyOf: "01") { return false }
    }
    return true
  }

  private static func isRelativeJSONPointer(_ text: String) -> Bool {
    let digits = text.utf8.prefix(while: \.isDigit)
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else { return false }
    let rest = String(text[digits.endIndex...])
    return rest == "#" || isJSONPointer(rest)
  }
}
