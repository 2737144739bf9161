import JSON
import Platform

/// One run of a tool: its arguments, and how it speaks.
public struct Invocation: Sendable {
  /// The tool.
  public let tool: ToolDescription
  /// The command line, taken apart.
  public let arguments: ParsedArguments
  /// Where messages go.
  public let diagnostics: Diagnostics

  /// Whether output is to be indented.
  public var isPretty: Bool { arguments.has("pretty") }

  /// Makes sure that standard input has something to say.
  ///
  /// - Throws: ``ToolError`` when it is a terminal, with the usage as its hint.
  public func requireInput() throws(ToolError) {
    guard Terminal.isTerminal(STDIN_FILENO) else { return }
    throw .usage(
      code: "no_input", "no input: standard input is a terminal",
      hint: tool.usage)
  }
}

/// The frame that all four tools share.
public enum Tool {
  /// Parses the command line, runs `body`, turns an error into one message, and ends the process.
  ///
  /// - Parameters:
  ///   - tool: what the tool is.
  ///   - body: what it does; it is not run for `--help`, `--version` and wrong command lines.
  public static func run(_ tool: ToolDescription, body: (Invocation) throws(ToolError) -> ExitStatus) -> Never {
    // A parent may have set SIGPIPE to be ignored; a closed reader is to end this tool quietly all the same.
    signal(SIGPIPE, SIG_DFL)
    // A file that may not grow any more is an error to report, like a full disk, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    var diagnostics = Diagnostics(toolName: tool.name)
    do throws(ToolError) {
      if let page = GeneratedPage.text(for: tool, arguments: Array(CommandLine.arguments.dropFirst())) {
        try printText(page)
        exit(ExitStatus.success.rawValue)
      }
      let arguments = try ParsedArguments(CommandLine.arguments.dropFirst(), of: tool)
      if arguments.has("help") {
        try printText(tool.helpText)
        exit(ExitStatus.success.rawValue)
      }
      if arguments.has("version") {
        try printText("\(tool.name) \(toolsetVersion)\n")
        exit(ExitStatus.success.rawValue)
      }
      if arguments.has("verbose") { diagnostics.verbosity = .verbose }
      if arguments.has("quiet") { diagnostics.verbosity = .quiet }
      let status = try body(Invocation(tool: tool, arguments: arguments, diagnostics: diagnostics))
      exit(status.rawValue)
    } catch {
      let fallback = error.status == .usage ? "see '\(tool.name) --help'" : nil
      diagnostics.error(error.message, hint: error.hint ?? fallback)
      exit(error.status.rawValue)
    }
  }

  private static func printText(_ text: String) throws(ToolError) {
    let output = ByteBuffer()
    output.append(text: text)
    do { try writeAll(output.bytes, to: STDOUT_FILENO) } catch { throw ToolError.cannotWriteOutput(error) }
  }
}
