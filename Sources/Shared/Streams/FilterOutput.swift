public import CommandLineTool
public import JSON
public import ModelSpec
import Platform

/// The output of a filter: documents to print, and messages about them.
public final class FilterOutput: @unchecked Sendable {
  /// A message for stderr.
  enum Message {
    case text(Diagnostics.Severity, String, hint: String?)
    case duplicateKey(TextPosition)
    case located(Diagnostics.Severity, TextPosition, String)
  }

  /// Finds the places of values of the document that is being processed; nil before the first one.
  var locator: TextLocator?
  /// The name of the input in messages.
  private let inputName: String

  /// The documents, one per line.
  public let documents = ByteBuffer(capacity: 1 << 14)
  /// How many of them are failures.
  public internal(set) var failureCount = 0
  /// How many documents were processed.
  var documentCount = 0
  /// The name of a document that must be the only one of the input, such as `a database`; nil when none was found.
  var soleDocument: String?
  var messages: [Message] = []
  /// Whether warnings and notes are dropped. Their text is then not built.
  private let isQuiet: Bool

  /// How many bytes are collected before they are written.
  static let flushThreshold = 1 << 16
  /// The maximum output of a chunk that waits to be written: in bytes, and in messages.
  private static let mostBytes = 1 << 24
  private static let mostMessages = 1 << 16

  /// Whether the output must be written before more documents are processed.
  var isFull: Bool { documents.count >= FilterOutput.mostBytes || messages.count >= FilterOutput.mostMessages }

  /// Makes an empty output.
  ///
  /// - Parameters:
  ///   - isQuiet: whether warnings and notes are to be dropped.
  ///   - inputName: what messages call the input.
  public init(isQuiet: Bool = false, inputName: String = FilterPipeline.standardInput) {
    self.isQuiet = isQuiet
    self.inputName = inputName
  }

  /// Drops the warning about the first duplicate key of the document, because the filter reports each of them.
  public func dropDuplicateKeyWarning() {
    if case .duplicateKey = messages.last { messages.removeLast() }
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
    failure.inTermsOfCaller.write(to: documents)
    documents.endLine()
  }

  /// The place of a value of the current document, counted from the start of the text that was read with it; nil before
  /// the first document.
  public func position(of value: JSONElement) -> TextPosition? { locator?.position(of: value) }

  /// Reports a message about a place of the input; the line begins with the place.
  public func report(_ severity: Diagnostics.Severity, at place: TextPosition, _ message: String) {
    messages.append(.located(severity, place, message))
  }

  /// Reports an error that is in the output already, in the order of the documents.
  public func report(_ message: String, hint: String? = nil) {
    messages.append(.text(.error, message, hint: hint))
  }

  /// Counts a document that failed and is reported in another form.
  public func noteFailure() { failureCount += 1 }

  /// States that the current document must be the only one of the input. The pipeline counts them at the end.
  ///
  /// - Parameter name: what the document is, with its article.
  public func requireSoleDocument(_ name: String) { soleDocument = name }

  /// Adds a warning, in the order of the documents.
  public func warn(_ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil) {
    if !isQuiet { messages.append(.text(.warning, message(), hint: hint())) }
  }

  /// Adds a note, in the order of the documents.
  public func note(_ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil) {
    if !isQuiet { messages.append(.text(.note, message(), hint: hint())) }
  }

  /// Writes the collected output: messages first, since they are about documents that follow.
  ///
  /// - Parameter linesBefore: the number of input lines before the first line that the messages' positions refer to.
  /// - Throws: ``SystemError``.
  func deliver(to stream: OutputStream, _ diagnostics: Diagnostics, linesBefore: Int = 0) throws(SystemError) {
    diagnostics.write(
      messages.lazy.map { message in
        switch message {
        case .text(let severity, let text, let hint): Diagnostics.Message(severity, text, hint: hint)
        case .duplicateKey(let place):
          Diagnostics.Message(
            .warning, TextPosition(line: linesBefore + place.line, column: place.column).duplicateKeyWarning)
        case .located(let severity, let place, let text):
          Diagnostics.Message(severity, text, location: "\(self.inputName):\(linesBefore + place.line)")
        }
      })
    messages.removeAll(keepingCapacity: true)
    try stream.flush(documents)
  }
}
