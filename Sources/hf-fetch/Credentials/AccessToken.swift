import Platform

/// An access token, and where it was found. Its value is sent in one header and is shown nowhere.
struct AccessToken: Sendable {
  private let value: String
  private let mask: SecretMask
  /// The token itself, for the body of an exchange.
  var text: String { value }
  /// Where it was found, for messages.
  let source: String

  /// A shorter token can occur in a document by chance. The Hub's tokens have 37 characters.
  private static let shortestInDocuments = 8

  /// The header's value.
  var authorization: String { "Bearer " + value }

  /// Finds a stored token in the official client's order; nil without one.
  static func find(in environment: HubEnvironment) -> AccessToken? {
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
      if let token = environment.value(name).flatMap({ AccessToken($0, source: name) }) { return token }
    }
    let path = environment.tokenPath
    guard let bytes = BoundedRead.file(path, limit: 1 << 16) else { return nil }
    return AccessToken(String(decoding: bytes, as: UTF8.self), source: "the file '\(path)'")
  }

  /// Trims white space and line ends; nil when the rest is empty or cannot be in a header.
  init?(_ text: String, source: String) {
    value = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }.trimmingWhiteSpace()
    guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.source = source
    mask = SecretMask(value)
  }

  /// Masks every occurrence of the token. Call it before truncating: a truncated token would not be recognized.
  func masking(_ text: String) -> String {
    var bytes = Array(text.utf8)
    return mask.apply(to: &bytes) ? String(decoding: bytes, as: UTF8.self) : text
  }

  /// Masks every occurrence of the token in an answer. The length stays the same, so that byte ranges and
  /// Content-Length remain right.
  func masking(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers = response.headers.mapValues { masking($0) }
    response.redirectedPath = response.redirectedPath?.map { masking($0) }
    if value.utf8.count >= AccessToken.shortestInDocuments || !(200..<300).contains(response.status) {
      mask.apply(to: &response.body)
    }
    return response
  }

  /// Whether a text contains the token, in any form.
  func occurs(in text: String) -> Bool {
    var bytes = Array(text.utf8)
    return mask.apply(to: &bytes)
  }
}
