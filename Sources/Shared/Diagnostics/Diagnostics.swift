/// What a tool says on stderr, to people: `NAME: warning: message`, a hint on the next line.
///
/// Each message is written with one call, so that messages of several threads or tools do not mix.
public struct Diagnostics: Sendable {
  /// How much to say.
  public enum Verbosity: Int, Comparable, Sendable {
    case quiet, normal, verbose

    /// Whether one level says less than another.
    public static func < (a: Verbosity, b: Verbosity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The kinds of message.
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  /// The name of the tool that speaks.
  public let toolName: String
  /// How much to say.
  public var verbosity: Verbosity
  /// Whether to colour the severity.
  public var usesColor: Bool

  /// Makes diagnostics for a tool, coloured when stderr is a terminal that wants it.
  public init(toolName: String, verbosity: Verbosity = .normal, usesColor: Bool = Terminal.errorOutputHasColor) {
    self.toolName = toolName
    self.verbosity = verbosity
    self.usesColor = usesColor
  }

  /// Says what went wrong; never silenced.
  public func error(_ message: String, hint: String? = nil) { say(.error, message, hint: hint) }

  /// Says what may be wrong; silenced by `--quiet`.
  public func warning(_ message: String, hint: String? = nil) {
    say(.warning, message, hint: hint)
  }

  /// Says what is good to know; silenced by `--quiet`.
  public func note(_ message: String, hint: String? = nil) {
    say(.note, message, hint: hint)
  }

  /// Says how the work goes, under `--verbose` only.
  public func detail(_ message: @autoclosure () -> String) {
    if verbosity >= .verbose { emit(format(.note, message(), hint: nil)) }
  }

  private func say(_ severity: Severity, _ message: String, hint: String?) {
    if let text = text(severity, message, hint: hint) { emit(text) }
  }

  /// The message as it is written, or nil when it is silenced.
  func text(_ severity: Severity, _ message: String, hint: String? = nil) -> String? {
    severity == .error || verbosity >= .normal ? format(severity, message, hint: hint) : nil
  }

  /// The message as it is written, with its line ends; control characters from outside are escaped.
  public func format(_ severity: Severity, _ message: String, hint: String?) -> String {
    let label = usesColor ? "\u{1B}[\(color(of: severity))m\(severity.rawValue):\u{1B}[0m" : "\(severity.rawValue):"
    let first = "\(toolName): \(label) \(message.escapingControlCharacters())\n"
    guard let hint else { return first }
    return first + "  " + hint.escapingControlCharacters() + "\n"
  }

  /// Says several things in order, whole messages together in a call: as many as a pipe takes without mixing them with
  /// another tool's.
  func emit(together messages: some Sequence<String>) {
    var gathered = ""
    for message in messages {
      if !gathered.isEmpty, gathered.utf8.count + message.utf8.count > Int(PIPE_BUF) {
        emit(gathered)
        gathered = ""
      }
      gathered += message
    }
    if !gathered.isEmpty { emit(gathered) }
  }

  /// Writes text to stderr as it is. That stderr cannot be written is nothing that could be told to anybody.
  public func emit(_ text: String) {
    ProgressLine.interrupt {
      var text = text
      text.withUTF8 { try? writeAll($0, to: STDERR_FILENO) }
    }
  }

  private func color(of severity: Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    }
  }
}

extension String {
  /// The text with control characters (C0, DEL, C1) and bidirectional overrides written as `\u{…}`, so that text from
  /// outside cannot steer a terminal. Line feeds are escaped too.
  public func escapingControlCharacters() -> String {
    // Most text is ASCII, which takes one look at each byte.
    let isPlain = utf8.withContiguousStorageIfAvailable { text in text.allSatisfy { $0 &- 0x20 < 0x5F } }
    if isPlain == true { return self }
    guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
    var escaped = ""
    for scalar in unicodeScalars {
      if scalar.steersTerminals {
        escaped += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension Unicode.Scalar {
  fileprivate var steersTerminals: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
