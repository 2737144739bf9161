import Foundation
import Shared

/// The Hub that is asked: huggingface.co or a mirror.
struct Endpoint: Sendable {
  /// The address without a trailing slash; it may have a path.
  let text: String
  /// The address taken apart.
  let url: URL
  /// The only origin that may see the token.
  let origin: Origin

  /// The Hub itself.
  static let standardText = "https://huggingface.co"

  /// Reads an address.
  ///
  /// - Throws: ``ToolError`` when it is none that can be asked.
  init(_ text: String) throws(ToolError) {
    var trimmed = text[...]
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    let isPlain = trimmed.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isPlain, let url = URL(string: String(trimmed)), let origin = Origin(url), url.user == nil,
      url.query == nil, url.fragment == nil
    else {
      throw .usage(
        code: "invalid_endpoint", "'\(text)' is no valid endpoint",
        hint: "give an address such as https://huggingface.co")
    }
    self.text = String(trimmed)
    self.url = url
    self.origin = origin
  }

  /// The host, with the port where one is named, as it stands in URLs that people paste.
  var authority: String {
    url.port.map { "\(origin.host):\($0)" } ?? origin.host
  }

  /// A URL below the endpoint: each segment is percent-encoded, slashes included.
  func url(_ segments: [String], query: [(name: String, value: String)] = []) -> URL? {
    var address = text
    for segment in segments { address += "/" + percentEncoded(segment) }
    let items = query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
    if !items.isEmpty { address += "?" + items.joined(separator: "&") }
    return URL(string: address)
  }

  /// The model's page for a person.
  func page(of id: String) -> String { "\(text)/\(id)" }
}

/// Encodes all but RFC 3986's unreserved characters.
func percentEncoded(_ text: String) -> String {
  var encoded = ""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      encoded += byte < 16 ? "%0" : "%"
      encoded += String(byte, radix: 16, uppercase: true)
    }
  }
  return encoded
}
