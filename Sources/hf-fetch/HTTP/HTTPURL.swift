import CLibcurl
import JSON

/// An absolute http or https URL.
///
/// libcurl both parses the URL and connects to it. So the host that is checked before the token is sent is the host
/// that is contacted.
struct HTTPURL: Hashable, Sendable {
  /// The URL as libcurl writes it: without a fragment, dot segments removed.
  let text: String
  /// The origin of the server.
  let origin: Origin
  /// The path, percent-encoded.
  let path: String

  /// Why a string is not a URL that can be requested.
  enum ParseError: Error, Equatable {
    /// It is not a URL. A relative URL without a base is not one either.
    case malformed
    /// The scheme is not http or https.
    case unsupportedScheme
    /// The URL contains a user name.
    case hasUser
    /// libcurl cannot be used, for this reason.
    case unavailable(String)
  }

  /// Parses a URL.
  ///
  /// - Parameters:
  ///   - text: an absolute URL; with a base, it can be relative (RFC 3986, section 5.2).
  ///   - base: the URL whose response contained `text`, as a redirect does.
  /// - Throws: ``ParseError``.
  init(_ text: String, relativeTo base: HTTPURL? = nil) throws(ParseError) {
    let curl: Libcurl
    do throws(TransportError) { curl = try Libcurl.loaded() } catch { throw .unavailable(error.reason) }
    guard let handle = curl.makeURL() else { throw .unavailable("out of memory") }
    defer { curl.freeURL(handle) }
    if let base { try HTTPURL.set(base.text, of: handle, curl) }
    try HTTPURL.set(HTTPURL.encodingSpacesAndNonASCII(text), of: handle, curl)
    _ = curl.setURLPart(handle, HF_CURLUPART_FRAGMENT, nil, 0)
    func part(_ part: Int32, _ flags: UInt32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard curl.getURLPart(handle, part, &value, flags) == HF_CURLUE_OK, let value else { return nil }
      defer { curl.freeText(value) }
      return String(cString: value)
    }
    guard let whole = part(HF_CURLUPART_URL), let scheme = part(HF_CURLUPART_SCHEME)?.lowercased() else {
      throw .malformed
    }
    guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme }
    guard let host = part(HF_CURLUPART_HOST), !host.isEmpty,
      let port = part(HF_CURLUPART_PORT, UInt32(HF_CURLU_DEFAULT_PORT)).flatMap({ Int($0) }),
      (1...65_535).contains(port)
    else { throw .malformed }
    let zone = part(HF_CURLUPART_ZONEID).map { "%" + $0 } ?? ""
    self.text = whole
    origin = Origin(scheme: scheme, host: host.lowercased() + zone, port: port)
    path = part(HF_CURLUPART_PATH) ?? "/"
  }

  private static func set(_ text: String, of handle: Libcurl.Handle, _ curl: Libcurl) throws(ParseError) {
    // For libcurl, a string ends at its first NUL, and programs disagree whether a backslash is a slash. With either,
    // the host that is checked could differ from the host that is contacted.
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else { throw .malformed }
    switch curl.setURLPart(handle, HF_CURLUPART_URL, text, UInt32(HF_CURLU_DISALLOW_USER)) {
    case HF_CURLUE_OK: return
    case HF_CURLUE_UNSUPPORTED_SCHEME: throw .unsupportedScheme
    case HF_CURLUE_USER_NOT_ALLOWED: throw .hasUser
    default: throw .malformed
    }
  }

  /// Percent-encodes spaces and non-ASCII characters. Some servers do not encode them in `Location`, but a request line
  /// cannot contain them.
  private static func encodingSpacesAndNonASCII(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x20 || $0 > 0x7F }) else { return text }
    return text.utf8.map { $0 == 0x20 || $0 > 0x7F ? percentEncoded($0) : String(Unicode.Scalar($0)) }.joined()
  }

  /// The segments of the path, percent-decoded; a segment with an invalid encoding is unchanged.
  var pathSegments: [String] { path.split(separator: "/").map { percentDecoded(String($0)) ?? String($0) } }
}
