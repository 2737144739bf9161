import CommandLineTool
import JSON

/// The server's error message, shortened and made safe to print.
enum ServerErrorMessage {
  /// How many characters are shown.
  private static let maximumLength = 300

  /// The message of an answer; empty for a page of HTML.
  static func of(_ response: HTTPResponse) -> String {
    var words = response.header("X-Error-Message") ?? ""
    if words.isEmpty, let document = try? JSONDocument(Array(response.body.prefix(1 << 16))) {
      words = document.withRoot(inDocument)
    } else if words.isEmpty, response.header("Content-Type")?.hasPrefix("text/plain") == true {
      words = String(decoding: response.body.prefix(4 * maximumLength), as: UTF8.self)
    }
    return String(words.prefix(maximumLength)).escapingControlCharacters()
  }

  /// The message in a JSON answer: OAuth's `error_description`, `error` as a string or a list, or `errors` with
  /// messages.
  private static func inDocument(_ root: JSONElement) -> String {
    if let description = root["error_description"]?.string { return description }
    let error = root["error"]
    let words = error?.string ?? error?.elements.compactMap(\.string).joined(separator: "; ") ?? ""
    if !words.isEmpty { return words }
    return root["errors"]?.elements.compactMap { $0["message"]?.string }.joined(separator: "; ") ?? ""
  }
}
