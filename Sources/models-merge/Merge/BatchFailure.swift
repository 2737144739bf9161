import JSON
import ModelSpec
import Streams

/// A failure of one item of the batch, from an earlier stage or from models-merge, for the report, log and summary.
struct BatchFailure {
  /// The stage that failed.
  let stage: String
  let code: String
  let modelID: String?
  let message: String
  let hint: String?
  /// The failure's `error` object, as one line of JSON.
  let json: [UInt8]

  /// Whether the model was not tried, because an earlier failure ended the batch.
  var isNotTried: Bool { code == FailureCode.notTried.rawValue }

  /// Whether models-merge has to report the failure on stderr: its own, and `stage_failed`, which make adds to a
  /// stage's output. Earlier stages report their other failures themselves.
  var mustBeReported: Bool { stage == Stage.merge.rawValue || code == FailureCode.stageFailed.rawValue }

  /// Whether it counts as one of the models. A `stage_failed` failure without a model id does not: it is about a stage.
  var isOfModel: Bool { modelID != nil || code != FailureCode.stageFailed.rawValue }

  /// Whether it reports that another number of items arrived than `--expect` states.
  var isWrongItemCount: Bool { stage == Stage.merge.rawValue && code == FailureCode.stageFailed.rawValue }

  /// The message without the quoted URL at its start. The rest can be equal for several models.
  var messageWithoutURL: String {
    guard message.hasPrefix("'http"), let end = message.dropFirst().firstIndex(of: "'") else { return message }
    return message[message.index(after: end)...].drop { $0 == " " }.description
  }

  /// Reads the `error` object of a failure that an earlier stage wrote to the stream.
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

  /// Converts a failure of models-merge.
  init(_ failure: Failure) {
    stage = failure.stage.rawValue
    code = failure.code.rawValue
    modelID = failure.modelID
    message = failure.message
    hint = failure.hint
    let buffer = ByteBuffer(capacity: 512)
    failure.inTermsOfCaller.writeError(to: buffer)
    json = buffer.array
  }
}
