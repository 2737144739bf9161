import Foundation
import Shared

/// The secret that proves who asks, and where it came from. Its value appears in one header and nowhere else.
struct Token: Sendable {
  private let value: String
  /// Where it was found, for messages.
  let source: String

  /// The header's value.
  var authorization: String { "Bearer " + value }

  /// A text with every occurrence of the token masked: for messages that a server may have put it into.
  func redacting(_ text: String) -> String { text.replacingOccurrences(of: value, with: "[token]") }

  /// Finds the token in the official client's order; nil where there is none or it is not to be sent unasked.
  static func find(in environment: HubEnvironment) -> Token? {
    if environment.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") { return nil }
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
      if let token = environment.value(name).flatMap({ Token($0, source: name) }) { return token }
    }
    let path = environment.tokenPath
    guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 16 else { return nil }
    return Token(String(decoding: data, as: UTF8.self), source: "the file '\(path)'")
  }

  /// Trims white space and line ends; nil when nothing is left, or nothing that a header could carry.
  init?(_ text: String, source: String) {
    value = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }.trimmingCharacters(in: .whitespaces)
    guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.source = source
  }
}
