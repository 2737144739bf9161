import CommandLineTool
import JSON

/// What a server says of its refusal, fit to be shown.
enum ServerWords {
  /// How many characters are shown.
  private static let maximumLength = 300

  /// The server's own words, bounded, without control characters; nothing of a page of HTML.
  static func of(_ response: HTTPResponse) -> String {
    var words = response.header("X-Error-Message") ?? ""
    if words.isEmpty, let document = try? JSONDocument(Array(response.body.prefix(1 << 16))) {
      words = document.withRoot(inDocument)
    } else if words.isEmpty, response.header("Content-Type")?.hasPrefix("text/plain") == true {
      words = String(decoding: response.body.prefix(4 * maximumLength), as: UTF8.self)
    }
    return String(words.prefix(maximumLength)).escapingControlCharacters()
  }

  /// The forms that the Hub's API has for it: `error` as a text or a list, `errors` with messages, and OAuth's.
  private static func inDocument(_ root: JSONElement) -> String {
    if let description = root["error_description"]?.string { return description }
    let error = root["error"]
    let words = error?.string ?? error?.elements.compactMap(\.string).joined(separator: "; ") ?? ""
    if !words.isEmpty { return words }
    return root["errors"]?.elements.compactMap { $0["message"]?.string }.joined(separator: "; ") ?? ""
  }
}
