import Shared

/// A failure as the report, the log and the summary need it: from the stream, or of our own making.
struct ReportedFailure {
  let code: String
  let modelID: String?
  let message: String
  let hint: String?
  /// The inner object, as one line of JSON.
  let json: [UInt8]

  /// Takes a failure that an earlier stage put into the stream.
  init(error: JSONElement) {
    code = error["code"]?.string ?? ""
    modelID = error["model_id"]?.string
    message = error["message"]?.string ?? "no message"
    hint = error["hint"]?.string
    let buffer = ByteBuffer(capacity: 512)
    buffer.element(error)
    json = buffer.array
  }

  /// Takes a failure of this stage.
  init(_ failure: Failure) {
    code = failure.code.rawValue
    modelID = failure.modelID
    message = failure.message
    hint = failure.hint
    let buffer = ByteBuffer(capacity: 512)
    failure.writeError(to: buffer)
    json = buffer.array
  }
}
