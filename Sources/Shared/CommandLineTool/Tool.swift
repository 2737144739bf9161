import JSON
import Platform

/// The main function of all four tools.
public enum Tool {
  /// Parses the command line, runs `body`, reports the error if one is thrown, and ends the process.
  ///
  /// - Parameters:
  ///   - tool: the description of the tool.
  ///   - body: what the tool does; returns the exit status. It is not run for `--help`, `--version`, `--generate` and
  ///     invalid command lines.
  public static func run(_ tool: ToolDescription, body: (Invocation) throws(ToolError) -> ExitStatus) -> Never {
    StandardDescriptors.occupyClosed()
    // If the parent process ignores SIGPIPE, this process inherits that. But a tool must end when the program that
    // reads its output has ended.
    signal(SIGPIPE, SIG_DFL)
    // When a file reaches the size limit (ulimit -f), SIGXFSZ would end the process. If the signal is ignored, the
    // write fails instead, and the tool reports it as it reports a full disk.
    signal(SIGXFSZ, SIG_IGN)
    var diagnostics = Diagnostics(toolName: tool.name)
    do throws(ToolError) {
      try requireUTF8()
      if let page = GeneratedPage.text(for: tool, arguments: Array(CommandLine.arguments.dropFirst())) {
        try printText(page)
        end(.success)
      }
      let arguments = try ParsedArguments(CommandLine.arguments.dropFirst(), of: tool)
      if arguments.has("help") {
        try printText(tool.helpText)
        end(.success)
      }
      if arguments.has("version") {
        try printText("\(tool.name) \(toolsetVersion)\n")
        end(.success)
      }
      if arguments.has("verbose") { diagnostics.verbosity = .verbose }
      if arguments.has("quiet") { diagnostics.verbosity = .quiet }
      let status = try body(Invocation(tool: tool, arguments: arguments, diagnostics: diagnostics))
      end(status)
    } catch {
      guard error.status == .usage else {
        diagnostics.error(error.message, hint: error.hint)
        end(error.status)
      }
      let help = Caller.current == .make ? "'make help' lists the variables" : "see '\(tool.name) --help'"
      diagnostics.error(Caller.current.terms(of: error.message), hint: error.hint ?? help)
      end(error.status)
    }
  }

  /// Ends the process without running exit handlers, because other threads may still be running. OpenSSL's exit handler
  /// frees memory that a thread uses when it ends. Because of that, about one run of hf-fetch in 9,400 crashed after
  /// its output was complete.
  private static func end(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

  /// Checks that the command line is UTF-8. Swift replaces other bytes, so a tool would read or write another file than
  /// the one that is named.
  private static func requireUTF8() throws(ToolError) {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[index], String(validatingCString: argument) == nil else { continue }
      throw .usage(
        code: "argument_not_utf8", "the argument '\(String(cString: argument))' is not UTF-8",
        hint: "rename the file, or write the value in UTF-8")
    }
  }

  private static func printText(_ text: String) throws(ToolError) {
    let output = ByteBuffer()
    output.append(text: text)
    do { try writeAll(output.bytes, to: STDOUT_FILENO) } catch { throw ToolError.cannotWriteOutput(error) }
  }
}
