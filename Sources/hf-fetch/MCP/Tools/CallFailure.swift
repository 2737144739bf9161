import JSON

/// The failure of a tool call. It is the call's result for the language model, which can correct its call or inform the
/// user.
struct CallFailure: Error, Sendable {
  /// The inner object of a failure, as JSON text.
  let error: String
  /// The same in words: code and message, the hint on the next line.
  let text: String

  /// Makes a failure from the inner object of a failure in a stream.
  init(_ error: JSONElement) {
    let output = ByteBuffer()
    output.element(error)
    self.init(
      error: output.text, code: error["code"]?.string ?? "stage_failed", message: error["message"]?.string ?? "",
      hint: error["hint"]?.string)
  }

  /// Makes a failure of the server.
  init(code: String, message: String, hint: String? = nil) {
    let output = ByteBuffer()
    output.beginObject()
    output.key("code")
    output.string(code)
    output.key("message")
    output.string(message)
    if let hint {
      output.key("hint")
      output.string(hint)
    }
    output.endObject()
    self.init(error: output.text, code: code, message: message, hint: hint)
  }

  private init(error: String, code: String, message: String, hint: String?) {
    self.error = error
    text = "\(code): \(message)" + (hint.map { "\n\($0)" } ?? "")
  }

  /// The arguments do not fit the tool's input schema.
  static func invalidArguments(_ message: String, hint: String?) -> CallFailure {
    CallFailure(code: "invalid_arguments", message: message, hint: hint)
  }

  /// The call was cancelled.
  static let cancelled = CallFailure(code: "cancelled", message: "the call was cancelled")
}
