import Platform

/// One run of a tool: its command line, and where its messages go.
public struct Invocation: Sendable {
  /// The description of the tool that runs.
  public let tool: ToolDescription
  /// The parsed command line.
  public let arguments: ParsedArguments
  /// Writes the messages of the run.
  public let diagnostics: Diagnostics

  /// Checks that standard input is not a terminal, where the tool would wait for the user to type JSON.
  ///
  /// - Throws: ``ToolError`` with status 2 when it is a terminal. The hint is the usage.
  public func requireInput() throws(ToolError) {
    guard Terminal.isTerminal(STDIN_FILENO) else { return }
    throw .usage(
      code: "no_input", "no input: standard input is a terminal",
      hint: tool.usage)
  }
}
