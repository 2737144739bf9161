public import CommandLineTool
public import JSON
public import ModelSpec
import Platform

/// What documents became: the documents to print, and what to say about them.
public final class FilterOutput: @unchecked Sendable {
  /// Something to say on stderr.
  enum Message {
    case text(Diagnostics.Severity, String, hint: String?)
    case duplicateKey(TextPosition)
    case located(Diagnostics.Severity, TextPosition, String)
  }

  /// Finds the places of values of the document that is being processed.
  var locator: TextLocator?
  /// What messages call the input.
  private let inputName: String

  /// Where the documents go, one a line.
  public let documents = ByteBuffer(capacity: 1 << 14)
  /// How many of them are failures.
  public internal(set) var failureCount = 0
  /// How many documents were processed.
  var documentCount = 0
  var messages: [Message] = []
  /// Whether warnings and notes are of no interest, so that none are put together.
  private let isQuiet: Bool

  /// How much may gather before it is written.
  static let flushThreshold = 1 << 16

  /// Makes an empty output.
  ///
  /// - Parameters:
  ///   - isQuiet: whether warnings and notes are to be dropped.
  ///   - inputName: what messages call the input.
  public init(isQuiet: Bool = false, inputName: String = "<stdin>") {
    self.isQuiet = isQuiet
    self.inputName = inputName
  }

  /// Prints a failure in the document's place, and reports it.
  public func fail(_ failure: Failure) {
    let subject: String = failure.modelID.map { "'\($0)': " } ?? ""
    report("\(subject)\(failure.message)", hint: failure.hint)
    failReported(failure)
  }

  /// Prints a failure whose parts are reported one by one.
  public func failReported(_ failure: Failure) {
    failureCount += 1
    failure.write(to: documents)
    documents.endLine()
  }

  /// Where a value of the document that is being processed is, from the start of the text that was read with it.
  public func position(of value: JSONElement) -> TextPosition? { locator?.position(of: value) }

  /// Reports something about a place of the input, which begins the line.
  public func report(_ severity: Diagnostics.Severity, at place: TextPosition, _ message: String) {
    messages.append(.located(severity, place, message))
  }

  /// Reports an error that is in the output already, in the order of the documents.
  public func report(_ message: String, hint: String? = nil) {
    messages.append(.text(.error, message, hint: hint))
  }

  /// Counts a document that failed and is reported in another form.
  public func noteFailure() { failureCount += 1 }

  /// Warns of something, in the order of the documents.
  public func warn(_ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil) {
    if !isQuiet { messages.append(.text(.warning, message(), hint: hint())) }
  }

  /// Notes something, in the order of the documents.
  public func note(_ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil) {
    if !isQuiet { messages.append(.text(.note, message(), hint: hint())) }
  }

  /// Prints what has gathered: messages first, since they are about documents that are about to appear.
  ///
  /// - Parameter linesBefore: how many lines of the input precede the text that the messages count from.
  func deliver(to stream: OutputStream, _ diagnostics: Diagnostics, linesBefore: Int = 0) throws(SystemError) {
    diagnostics.say(
      messages.lazy.map { message in
        switch message {
        case .text(let severity, let text, let hint): Diagnostics.Message(severity, text, hint: hint)
        case .duplicateKey(let place):
          Diagnostics.Message(
            .warning,
            "duplicate key at line \(linesBefore + place.line), column \(place.column): the last one counts")
        case .located(let severity, let place, let text):
          Diagnostics.Message(severity, text, place: "\(self.inputName):\(linesBefore + place.line)")
        }
      })
    messages.removeAll(keepingCapacity: true)
    try stream.flush(documents)
  }
}
