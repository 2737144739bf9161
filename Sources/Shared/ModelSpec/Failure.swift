public import JSON

/// The failure of one item, which replaces the item in the stream.
public struct Failure: Error, Sendable {
  /// One violation of a schema or rule.
  public struct Violation: Sendable {
    /// A JSON Pointer to the value.
    public var path: String
    /// The schema keyword or the rule's name.
    public var keyword: String
    /// What is wrong.
    public var message: String

    /// Makes a violation.
    public init(path: String, keyword: String, message: String) {
      self.path = path
      self.keyword = keyword
      self.message = message
    }
  }

  /// The code, which says what kind of failure it is.
  public var code: FailureCode
  /// The stage that failed.
  public var stage: Stage
  /// The id of the model; nil when it is unknown.
  public var modelID: String?
  /// What is wrong.
  public var message: String
  /// What to do next; nil when there is nothing to suggest.
  public var hint: String?
  /// The HTTP status of the Hub's response; nil unless a response was the cause.
  public var status: Int?
  /// Every violation, for `invalid_entry`.
  public var details: [Violation]
  /// Further members as JSON text, by key: facts that a stage can add, such as a gated repository's public info.
  public var additionalMembers: [(key: String, json: String)]

  /// Makes a failure.
  public init(
    _ code: FailureCode, stage: Stage, modelID: String? = nil, message: String, hint: String? = nil, status: Int? = nil,
    details: [Violation] = [], additionalMembers: [(key: String, json: String)] = []
  ) {
    self.code = code
    self.stage = stage
    self.modelID = modelID
    self.message = message
    self.hint = hint
    self.status = status
    self.details = details
    self.additionalMembers = additionalMembers
  }

  /// Writes the failure as the document that replaces the item in the stream.
  public func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("error")
    writeError(to: output)
    output.endObject()
  }

  /// Writes only the value of `error`, as in a report's list of failures.
  public func writeError(to output: ByteBuffer) {
    output.beginObject()
    output.member("model_id", modelID)
    output.member("stage", stage.rawValue)
    output.member("code", code.rawValue)
    output.member("message", message)
    output.member("hint", hint)
    output.member("status", status)
    if !details.isEmpty {
      output.beginArray("details")
      for detail in details {
        output.beginObject()
        output.member("path", detail.path)
        output.member("keyword", detail.keyword)
        output.member("message", detail.message)
        output.endObject()
      }
      output.endArray()
    }
    for extra in additionalMembers {
      output.key(extra.key)
      output.raw(extra.json)
    }
    output.endObject()
  }

  /// A message with the model's id in quotes before it, unless the message has the id in quotes already.
  ///
  /// The search for the id compares bytes. With `String.contains`, which compares characters, hf-fetch took a third
  /// more time for a model that is not in the cache.
  public static func message(_ message: String, about modelID: String?) -> String {
    guard let modelID else { return message }
    let (text, name) = (Array(message.utf8), Array("'\(modelID)'".utf8))
    let isNamed = text.indices.contains { text[$0...].starts(with: name) }
    return isNamed ? message : "'\(modelID)': \(message)"
  }

  /// The failure of a stream that is not JSON at a position. The stage ends after it.
  public static func malformedInput(stage: Stage, reason: JSONSyntaxError.Reason, at position: TextPosition) -> Failure
  {
    let message = JSONSyntaxError(reason: reason, offset: 0).message
    return Failure(
      .malformedInput, stage: stage, message: "input line \(position.line), column \(position.column): \(message)",
      hint: "fix the input at this place; the values before it are valid JSON",
      additionalMembers: [("line", "\(position.line)"), ("column", "\(position.column)")])
  }
}

extension JSONElement {
  private static let errorKey = JSONKey("error")
  private static let codeKey = JSONKey("code")

  /// The value of `error` if this value is a failure: an object whose only key is `error`, with an object that has a
  /// `code`. Nil for any other value.
  @inline(__always)
  public var failureError: JSONElement? {
    guard kind == .object, count == 1, let error = self[JSONElement.errorKey], error[JSONElement.codeKey] != nil else {
      return nil
    }
    return error
  }
}
