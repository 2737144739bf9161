import JSON
import ModelSpec

/// A failure for the report, the log and the summary: from the stream, or of this stage.
struct ReportedFailure {
  /// The stage that failed.
  let stage: String
  let code: String
  let modelID: String?
  let message: String
  let hint: String?
  /// The inner object, as one line of JSON.
  let json: [UInt8]

  /// Whether models-merge has to report it on stderr: earlier stages have reported theirs, except a stage that ended
  /// without a failure in the stream.
  var isUnreported: Bool { stage == Stage.merge.rawValue || code == FailureCode.stageFailed.rawValue }

  /// Takes a failure that an earlier stage put into the stream.
  init(error: JSONElement) {
    stage = error["stage"]?.string ?? ""
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
    stage = failure.stage.rawValue
    code = failure.code.rawValue
    modelID = failure.modelID
    message = failure.message
    hint = failure.hint
    let buffer = ByteBuffer(capacity: 512)
    failure.writeError(to: buffer)
    json = buffer.array
  }
}
