import JSON
import Platform

/// The messages of a tool on stderr: `NAME: warning: message`, a hint on the next line.
///
/// Each message is written with one call, so that messages of several threads or tools do not mix.
public struct Diagnostics: Sendable {
  /// How much to say.
  public enum Verbosity: Int, Comparable, Sendable {
    case quiet, normal, verbose

    /// Whether one level has fewer messages than another.
    public static func < (a: Verbosity, b: Verbosity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The kinds of message.
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  /// The name of the tool.
  public let toolName: String
  /// How much to say.
  public var verbosity: Verbosity
  /// Whether to color the severity.
  public var usesColor: Bool

  /// Makes diagnostics for a tool, colored when stderr is a terminal that shows color.
  public init(toolName: String, verbosity: Verbosity = .normal, usesColor: Bool = Terminal.errorOutputHasColor) {
    self.toolName = toolName
    self.verbosity = verbosity
    self.usesColor = usesColor
  }

  /// Reports an error; never silenced.
  public func error(_ message: String, hint: String? = nil) { say(.error, message, hint: hint) }

  /// Reports a possible problem; silenced by `--quiet`.
  public func warning(_ message: String, hint: String? = nil) { say(.warning, message, hint: hint) }

  /// Reports a fact of interest; silenced by `--quiet`.
  public func note(_ message: String, hint: String? = nil) { say(.note, message, hint: hint) }

  /// Reports a step of the work, under `--verbose` only.
  public func detail(_ message: @autoclosure () -> String) {
    if verbosity >= .verbose { emit(format(.note, message(), hint: nil)) }
  }

  private func say(_ severity: Severity, _ message: String, hint: String?) {
    if isSaid(severity) { emit(lineStart + format(severity, message, hint: hint)) }
  }

  /// Clears what another tool of the pipeline shows as its progress on the terminal's last line.
  private var lineStart: String { usesColor ? "\r\u{1B}[K" : "" }

  private func isSaid(_ severity: Severity) -> Bool { severity == .error || verbosity >= .normal }

  /// One of several messages.
  public struct Message {
    let severity: Severity
    let text: String
    let hint: String?
    /// The file and line that it is about, written before it, as compilers do.
    let place: String?

    /// Makes a message.
    public init(_ severity: Severity, _ text: String, hint: String? = nil, place: String? = nil) {
      self.severity = severity
      self.text = text
      self.hint = hint
      self.place = place
    }
  }

  /// Writes several messages in order. One call writes as many whole messages as a pipe takes without mixing them with
  /// another tool's.
  public func say(_ messages: some Sequence<Message>) {
    let gathered = ByteBuffer()
    let next = ByteBuffer()
    gathered.append(text: lineStart)
    for message in messages where isSaid(message.severity) {
      next.truncate()
      append(message.severity, message.text, hint: message.hint, place: message.place, to: next)
      if gathered.count + next.count > Int(PIPE_BUF) {
        emit(gathered.bytes)
        gathered.truncate()
      }
      gathered.append(contentsOf: next)
    }
    if gathered.count > lineStart.utf8.count { emit(gathered.bytes) }
  }

  /// The message as it is written, with its line ends; control characters from outside are escaped.
  public func format(_ severity: Severity, _ message: String, hint: String?) -> String {
    let output = ByteBuffer()
    append(severity, message, hint: hint, to: output)
    return output.text
  }

  private func append(
    _ severity: Severity, _ message: String, hint: String?, place: String? = nil, to output: ByteBuffer
  ) {
    output.append(escapingControlCharactersOf: place ?? toolName)
    output.append(": ")
    // A line with a place is an error unless its severity is written.
    if place == nil || severity != .error {
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
    output.append(escapingControlCharactersOf: hint)
    output.append("\n")
  }

  /// Writes text to stderr as it is. A failure to write to stderr is ignored: there is no other place to report it.
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
