import JSON

/// The failure of a call of an MCP tool. It is sent as the result of the call, so that the language model can correct
/// its call or inform the user.
struct CallFailure: Error, Sendable {
  /// The `error` object of a failure, as JSON text.
  let error: String
  /// The failure as text: code and message, and on the next line the hint, if there is one.
  let text: String

  /// Converts the `error` object of a failure that a command-line tool printed.
  init(_ error: JSONElement) {
    let output = ByteBuffer()
    output.element(error)
    self.init(
      error: output.text, code: error["code"]?.string ?? "stage_failed", message: error["message"]?.string ?? "",
      hint: error["hint"]?.string)
  }

  /// Makes a failure that the server itself found.
  init(code: String, message: String, hint: String? = nil) {
    let error = ByteBuffer.object { output in
      output.member("code", code)
      output.member("message", message)
      output.member("hint", hint)
    }
    self.init(error: error, code: code, message: message, hint: hint)
  }

  private init(error: String, code: String, message: String, hint: String?) {
    self.error = error
    text = "\(code): \(message)" + (hint.map { "\n\($0)" } ?? "")
  }

  /// The failure for arguments that do not conform to the MCP tool's input schema.
  static func invalidArguments(_ message: String, hint: String?) -> CallFailure {
    CallFailure(code: "invalid_arguments", message: message, hint: hint)
  }

  static let canceled = CallFailure(code: "canceled", message: "the client canceled the call")
}
