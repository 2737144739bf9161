import CommandLineTool
import JSON

/// A server's error message, truncated and with control characters escaped.
enum ServerErrorMessage {
  /// The maximum length, in characters; the rest is left out.
  private static let maximumLength = 300

  /// The error message in a response; empty if the response has none, as when its body is an HTML page.
  static func of(_ response: HTTPResponse) -> String {
    var message = response.header("X-Error-Message") ?? ""
    if message.isEmpty, let document = try? JSONDocument(Array(response.body.prefix(1 << 16))) {
      message = document.withRoot(inDocument)
    } else if message.isEmpty, response.header("Content-Type")?.hasPrefix("text/plain") == true {
      message = String(decoding: response.body.prefix(4 * maximumLength), as: UTF8.self)
    }
    return String(message.prefix(maximumLength)).escapingControlCharacters()
  }

  /// The message in a JSON body: OAuth's `error_description`; else `error`, a string or a list of strings; else
  /// `errors`, a list of objects with `message`.
  private static func inDocument(_ root: JSONElement) -> String {
    if let description = root["error_description"]?.string { return description }
    let error = root["error"]
    let message = error?.string ?? error?.elements.compactMap(\.string).joined(separator: "; ") ?? ""
    if !message.isEmpty { return message }
    return root["errors"]?.elements.compactMap { $0["message"]?.string }.joined(separator: "; ") ?? ""
  }
}
