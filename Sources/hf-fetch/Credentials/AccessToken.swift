import CommandLineTool
import ModelSpec
import Platform

/// An access token, and where it was found. Its value is masked in responses and messages.
struct AccessToken: Sendable {
  /// The token as text, for the body of an OIDC exchange.
  let value: String
  private let mask: TokenMask
  /// Where the token was found, for messages.
  let source: String

  /// A token with fewer characters is not masked in the body of a successful response, because it can occur there by
  /// chance. The Hub's tokens have 37 characters.
  private static let minimumMaskedLength = 8

  /// The value of the Authorization header.
  var authorization: String { "Bearer " + value }

  /// Finds a stored token, in the order of huggingface_hub; nil without one.
  ///
  /// - Throws: ``ToolError`` for a token that cannot be in a header. If it were ignored, requests would be sent without
  ///   any token.
  static func find(in environment: HubEnvironment) throws(ToolError) -> AccessToken? {
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
      if let text = environment.value(name), let token = try usable(text, source: name) { return token }
    }
    let path = environment.tokenPath
    guard let bytes = BoundedRead.file(path, limit: 1 << 16) else { return nil }
    return try usable(String(decoding: bytes, as: UTF8.self), source: "the file '\(path)'")
  }

  /// The token in a text; nil if the text has only white space.
  private static func usable(_ text: String, source: String) throws(ToolError) -> AccessToken? {
    if let token = AccessToken(text, source: source) { return token }
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    throw .usage(
      code: "invalid_token", "the token in \(source) has a space or another character that no token has",
      hint: "copy the token again from \(StandardLocation.hub)/settings/tokens")
  }

  /// Removes line ends, and white space at both ends; nil if the rest is empty or cannot be in a header.
  init?(_ text: String, source: String) {
    value = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }.trimmingWhiteSpace()
    guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.source = source
    mask = TokenMask(value)
  }

  /// Masks every occurrence of the token. Call it before truncating: a truncated token would not be recognized.
  func masking(_ text: String) -> String {
    var bytes = Array(text.utf8)
    return mask.apply(to: &bytes) ? String(decoding: bytes, as: UTF8.self) : text
  }

  /// Masks every occurrence of the token in a response. The length does not change, so byte ranges and Content-Length
  /// stay correct.
  func masking(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers = response.headers.mapValues { masking($0) }
    response.redirectedPath = response.redirectedPath?.map { masking($0) }
    if value.utf8.count >= AccessToken.minimumMaskedLength || !(200..<300).contains(response.status) {
      mask.apply(to: &response.body)
    }
    return response
  }

  /// Whether a text contains the token: as it is, escaped, or in base64.
  func occurs(in text: String) -> Bool {
    var bytes = Array(text.utf8)
    return mask.apply(to: &bytes)
  }
}
