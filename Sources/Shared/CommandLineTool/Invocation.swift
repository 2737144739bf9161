import Platform

/// One run of a tool: its arguments, and the receiver of its messages.
public struct Invocation: Sendable {
  /// The tool.
  public let tool: ToolDescription
  /// The parsed command line.
  public let arguments: ParsedArguments
  /// The receiver of messages.
  public let diagnostics: Diagnostics

  /// Whether output is to be indented.
  public var isPretty: Bool { arguments.has("pretty") }

  /// Checks that standard input is not a terminal.
  ///
  /// - Throws: ``ToolError`` when it is one; the hint is the usage.
  public func requireInput() throws(ToolError) {
    guard Terminal.isTerminal(STDIN_FILENO) else { return }
    throw .usage(
      code: "no_input", "no input: standard input is a terminal",
      hint: tool.usage)
  }
}
