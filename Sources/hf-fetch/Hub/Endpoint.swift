import CommandLineTool
import ModelSpec

/// The configured Hub: huggingface.co or a mirror.
///
/// The URL is checked here without libcurl, because a run that sends no requests does not load libcurl. The first
/// request parses the URL with libcurl (``HTTPURL``).
struct Endpoint: Sendable {
  /// The URL without a trailing slash; it may have a path.
  let text: String
  /// The host in lower case, and the port if the URL has one.
  let authority: String
  /// The segments of the path.
  let pathSegments: [String]

  /// What to do when a response is not one that a Hub sends. Callers may add another cause, as in `, or …`.
  static let hint = "check the endpoint, which HF_ENDPOINT or an option sets: perhaps it is not a Hub"

  /// Checks a URL.
  ///
  /// - Throws: ``ToolError`` when it is not a usable endpoint.
  init(_ text: String) throws(ToolError) {
    var trimmed = text[...]
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let rest = trimmed.dropping(prefix: "https://") ?? trimmed.dropping(prefix: "http://") else {
      throw Endpoint.invalid(text)
    }
    let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    guard let authority = parts.first, Endpoint.isAuthority(authority), Endpoint.isPath(parts.dropFirst()) else {
      throw Endpoint.invalid(text)
    }
    self.text = String(trimmed)
    self.authority = authority.lowercased()
    pathSegments = parts.dropFirst().filter { !$0.isEmpty }.map(String.init)
  }

  private static func invalid(_ text: String) -> ToolError {
    .usage(
      code: "invalid_endpoint",
      "'\(text.maskingUserInformation())' is not a valid endpoint: expected an http or https URL without user name, query and fragment",
      hint: "give a URL such as \(StandardLocation.hub)")
  }

  /// Whether the text is a host name or IP address with an optional port, and without a user name.
  private static func isAuthority(_ text: Substring) -> Bool {
    let isBracketed = text.hasPrefix("[")
    let (host, port): (Substring, Substring)
    if isBracketed {
      guard let end = text.firstIndex(of: "]") else { return false }
      (host, port) = (text[...end], text[text.index(after: end)...])
    } else {
      host = text.prefix { $0 != ":" }
      port = text[host.endIndex...]
    }
    guard port.isEmpty || port.hasPrefix(":") && Int(port.dropFirst()).map({ (1...65_535).contains($0) }) ?? false
    else {
      return false
    }
    let allowed = isBracketed ? "[]:.%" : ".-_~"
    return !host.isEmpty && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0)) }
  }

  /// Whether the segments are printable ASCII without spaces and without `?`, `#`, `\` and `@`.
  private static func isPath(_ segments: ArraySlice<Substring>) -> Bool {
    segments.allSatisfy { segment in
      segment.utf8.allSatisfy { (0x21..<0x7F).contains($0) } && !segment.contains { "?#\\@".contains($0) }
    }
  }

  /// A URL below the endpoint. Each segment is percent-encoded; a slash in a segment becomes `%2F`.
  func url(_ segments: [String], query: [(name: String, value: String)] = []) -> String {
    let path = segments.map { "/" + percentEncoded($0) }.joined()
    let items = query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
    return text + path + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
  }

  /// The URL of the page of the model with this id.
  func page(of id: String) -> String { "\(text)/\(id)" }
}
