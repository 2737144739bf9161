import JSON
import Platform

/// Writes the messages of a tool to stderr: `NAME: warning: message`, and a hint on the next line.
///
/// A message is written with one system call, so that messages of several threads or tools do not mix.
public struct Diagnostics: Sendable {
  /// Which messages are written.
  public enum Verbosity: Int, Comparable, Sendable {
    case quiet, normal, verbose

    /// Whether one level has fewer messages than another.
    public static func < (a: Verbosity, b: Verbosity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The severity of a message.
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  /// The name of the tool, which starts each message.
  public let toolName: String
  /// Which messages are written.
  public var verbosity: Verbosity
  /// Whether the severity is colored. A message then also erases the line of the cursor: on a terminal with color,
  /// another tool of the pipeline may show its progress there.
  public var usesColor: Bool

  /// Makes the diagnostics of a tool. By default, they are colored if stderr is a terminal with color.
  public init(toolName: String, verbosity: Verbosity = .normal, usesColor: Bool = Terminal.errorOutputHasColor) {
    self.toolName = toolName
    self.verbosity = verbosity
    self.usesColor = usesColor
  }

  /// Reports an error, also under `--quiet`.
  public func error(_ message: String, hint: String? = nil) { write(.error, message, hint: hint) }

  /// Reports a possible problem, but not under `--quiet`.
  public func warning(_ message: String, hint: String? = nil) { write(.warning, message, hint: hint) }

  /// Reports a fact, but not under `--quiet`.
  public func note(_ message: String, hint: String? = nil) { write(.note, message, hint: hint) }

  /// Reports a detail as a note, only under `--verbose`.
  public func detail(_ message: @autoclosure () -> String) {
    if verbosity >= .verbose { write(.note, message(), hint: nil) }
  }

  private func write(_ severity: Severity, _ message: String, hint: String?) {
    if isShown(severity) { emit(lineStart + format(severity, message, hint: hint)) }
  }

  /// The escape sequence that erases the line of the cursor, where another tool of the pipeline may show its progress.
  private var lineStart: String { usesColor ? "\r\u{1B}[K" : "" }

  private func isShown(_ severity: Severity) -> Bool { severity == .error || verbosity >= .normal }

  /// A message for ``write(_:)``.
  public struct Message {
    let severity: Severity
    let text: String
    let hint: String?
    /// The place that the message is about, as `FILE:LINE`; nil for none. It is written instead of the tool's name, as
    /// in the messages of compilers.
    let location: String?

    /// Makes a message.
    public init(_ severity: Severity, _ text: String, hint: String? = nil, location: String? = nil) {
      self.severity = severity
      self.text = text
      self.hint = hint
      self.location = location
    }
  }

  /// Writes several messages in order. Each system call writes one or more whole messages, in all at most `PIPE_BUF`
  /// bytes, because a pipe does not mix such a write with those of other processes. A longer message is written alone.
  public func write(_ messages: some Sequence<Message>) {
    let gathered = ByteBuffer()
    let next = ByteBuffer()
    gathered.append(text: lineStart)
    for message in messages where isShown(message.severity) {
      next.truncate()
      append(message.severity, message.text, hint: message.hint, location: message.location, to: next)
      if gathered.count + next.count > Int(PIPE_BUF) {
        emit(gathered.bytes)
        gathered.truncate()
      }
      gathered.append(contentsOf: next)
    }
    if gathered.count > lineStart.utf8.count { emit(gathered.bytes) }
  }

  /// The lines that are written for a message, with their line feeds. Control characters in the message and the hint
  /// are escaped.
  public func format(_ severity: Severity, _ message: String, hint: String?) -> String {
    let output = ByteBuffer()
    append(severity, message, hint: hint, to: output)
    return output.text
  }

  private func append(
    _ severity: Severity, _ message: String, hint: String?, location: String? = nil, to output: ByteBuffer
  ) {
    output.append(escapingControlCharactersOf: location ?? toolName)
    output.append(": ")
    // As the GNU Coding Standards recommend, `FILE:LINE: message` without a severity is an error.
    if location == nil || severity != .error {
      if usesColor { output.append(text: "\u{1B}[\(color(of: severity))m") }
      output.append(text: severity.rawValue)
      output.append(":")
      if usesColor { output.append("\u{1B}[0m") }
      output.append(" ")
    }
    output.append(escapingControlCharactersOf: message)
    output.append("\n")
    guard let hint else { return }
    output.append("  ")
    output.append(escapingControlCharactersOf: Caller.current.terms(of: hint))
    output.append("\n")
  }

  /// Writes text to stderr without changes. If that fails, the failure is ignored, because it can be reported nowhere.
  public func emit(_ text: String) {
    var text = text
    text.withUTF8 { emit($0) }
  }

  private func emit(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count > 0 else { return }
    ProgressLine.interrupt { try? writeAll(text, to: STDERR_FILENO) }
  }

  private func color(of severity: Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    }
  }
}
