import Platform

/// One run of a tool: its command line, and the output for its messages.
public struct Invocation: Sendable {
  /// The tool that runs.
  public let tool: ToolDescription
  /// The parsed command line.
  public let arguments: ParsedArguments
  /// The output for messages.
  public let diagnostics: Diagnostics

  /// Whether to indent the output.
  public var isPretty: Bool { arguments.has("pretty") }

  /// Checks that standard input is not a terminal.
  ///
  /// - Throws: ``ToolError`` when it is a terminal. The hint is the usage.
  public func requireInput() throws(ToolError) {
    guard Terminal.isTerminal(STDIN_FILENO) else { return }
    throw .usage(
      code: "no_input", "no input: standard input is a terminal",
      hint: tool.usage)
  }
}
