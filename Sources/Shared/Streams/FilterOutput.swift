public import CommandLineTool
public import JSON
public import ModelSpec
import Platform

/// The output of a ``DocumentFilter``: documents to print, and messages about them.
public final class FilterOutput: @unchecked Sendable {
  /// A message for stderr.
  enum Message {
    case text(Diagnostics.Severity, String, hint: String?)
    /// The warning about the duplicate key at a position.
    case duplicateKey(TextPosition)
    /// A message about a position of the input.
    case located(Diagnostics.Severity, TextPosition, String)
  }

  /// Finds the positions of values in the document that is being processed; nil before the first document.
  var locator: TextLocator?
  /// The name of the input in messages.
  private let inputName: String

  /// The documents to print, one per line.
  public let documents = ByteBuffer(capacity: 1 << 14)
  /// Counts of the documents whose output this is.
  var counts = DocumentCounts()
  /// The messages about the documents, in the same order.
  var messages: [Message] = []
  /// Whether warnings and notes are dropped. Then their text is not computed.
  public let isQuiet: Bool

  /// From this number of bytes on, the documents are written.
  static let flushThreshold = 1 << 16
  /// In ``ParallelPipeline``, the output of a chunk waits until earlier chunks are written. When it has this many bytes
  /// or messages, processing of the chunk stops.
  private static let mostBytes = 1 << 24
  private static let mostMessages = 1 << 16

  /// How many documents failed.
  public var failureCount: Int { counts.failed }

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

  /// Drops the pipeline's warning about a duplicate key of the current document, because the filter reports all of its
  /// duplicate keys.
  public func dropDuplicateKeyWarning() {
    if case .duplicateKey = messages.last { messages.removeLast() }
  }

  /// Prints a failure instead of the current document, and adds an error message.
  public func fail(_ failure: Failure) {
    report(Failure.message(failure.message, about: failure.modelID), hint: failure.hint)
    failWithoutMessage(failure)
  }

  /// Prints a failure instead of the current document. The caller adds the error messages.
  public func failWithoutMessage(_ failure: Failure) {
    counts.failed += 1
    failure.inTermsOfCaller.write(to: documents)
    documents.endLine()
  }

  /// The position of a value of the current document; nil before the first document. In ``ParallelPipeline``, the line
  /// counts from the start of the chunk; in messages, the lines before the chunk are added.
  public func position(of value: JSONElement) -> TextPosition? { locator?.position(of: value) }

  /// Adds a message about a position of the input. It starts with the name of the input and the line: `models.json:12`.
  public func report(_ severity: Diagnostics.Severity, at place: TextPosition, _ message: String) {
    messages.append(.located(severity, place, message))
  }

  /// Adds an error message about a failure that is printed.
  public func report(_ message: String, hint: String? = nil) {
    messages.append(.text(.error, message, hint: hint))
  }

  /// Counts a failed document, if the filter does not print a `Failure` for it, but reports it in another form.
  public func noteFailure() { counts.failed += 1 }

  /// States that the current document must be the only one of the input. The pipeline checks that at the end.
  ///
  /// - Parameter name: what the document is, with its article: `a database`.
  public func requireSoleDocument(_ name: String) { counts.soleDocumentName = name }

  /// Adds a warning, unless warnings are dropped.
  public func warn(_ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil) {
    if !isQuiet { messages.append(.text(.warning, message(), hint: hint())) }
  }

  /// Adds a note, unless notes are dropped.
  public func note(_ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil) {
    if !isQuiet { messages.append(.text(.note, message(), hint: hint())) }
  }

  /// Writes the messages, then the documents, and removes both from this object.
  ///
  /// - Parameters:
  ///   - stream: where the documents are written.
  ///   - diagnostics: writes the messages.
  ///   - linesBefore: the number of lines of the input before the chunk; 0 if positions count from the start of the
  ///     input.
  /// - Throws: ``SystemError`` when the documents cannot be written.
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

/// What the exit status of a stream depends on.
struct DocumentCounts {
  /// How many documents failed.
  var failed = 0
  /// How many documents were processed.
  var processed = 0
  /// What messages call a document that must be the only one of the input, such as `a database`; nil without one.
  var soleDocumentName: String?

  static func += (counts: inout DocumentCounts, more: DocumentCounts) {
    counts.failed += more.failed
    counts.processed += more.processed
    counts.soleDocumentName = counts.soleDocumentName ?? more.soleDocumentName
  }
}
