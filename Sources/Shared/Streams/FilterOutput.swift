import CommandLineTool
import JSON
import ModelSpec
import Platform

/// What documents became: the documents to print, and what to say about them.
public final class FilterOutput: @unchecked Sendable {
  /// Something to say on stderr.
  enum Message {
    case text(Diagnostics.Severity, MessageText, hint: MessageText?)
    case duplicateKey(TextPosition)
  }

  /// Where the documents go, one a line.
  public let documents = ByteBuffer(capacity: 1 << 14)
  /// How many of them are failures.
  public internal(set) var failureCount = 0
  var messages: [Message] = []
  /// Whether warnings and notes are of no interest, so that none are put together.
  private let isQuiet: Bool

  /// How much may gather before it is written.
  static let flushThreshold = 1 << 16

  /// Makes an empty output.
  ///
  /// - Parameter isQuiet: whether warnings and notes are to be dropped.
  public init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

  /// Prints a failure in the document's place.
  public func fail(_ failure: Failure) {
    failureCount += 1
    failure.write(to: documents)
    documents.endLine()
  }

  /// Reports an error that is in the output already, in the order of the documents.
  public func report(_ message: MessageText, hint: MessageText? = nil) {
    messages.append(.text(.error, message, hint: hint))
  }

  /// Counts a document that failed and is told about in a form of its own.
  public func noteFailure() { failureCount += 1 }

  /// Warns of something, in the order of the documents.
  public func warn(_ message: @autoclosure () -> MessageText, hint: @autoclosure () -> MessageText? = nil) {
    if !isQuiet { messages.append(.text(.warning, message(), hint: hint())) }
  }

  /// Tells something, in the order of the documents.
  public func note(_ message: @autoclosure () -> MessageText, hint: @autoclosure () -> MessageText? = nil) {
    if !isQuiet { messages.append(.text(.note, message(), hint: hint())) }
  }

  /// Prints what has gathered: messages first, since they are about documents that are about to appear.
  ///
  /// - Parameter linesBefore: how many lines of the input precede the text that the messages count from.
  func deliver(to stream: OutputStream, _ diagnostics: Diagnostics, linesBefore: Int = 0) throws(SystemError) {
    diagnostics.say(
      messages.lazy.map { message in
        switch message {
        case .text(let severity, let text, let hint): (severity, text, hint)
        case .duplicateKey(let place):
          (
            .warning,
            "duplicate key at line \(linesBefore + place.line), column \(place.column): the last one counts", nil
          )
        }
      })
    messages.removeAll(keepingCapacity: true)
    try stream.flush(documents)
  }
}
