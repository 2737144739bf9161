import JSON
import Platform

/// The main function of all four tools.
public enum Tool {
  /// Parses the command line, runs `body`, reports its error, and ends the process.
  ///
  /// - Parameters:
  ///   - tool: the tool.
  ///   - body: what the tool does. It is not run for `--help`, `--version` and invalid command lines.
  public static func run(_ tool: ToolDescription, body: (Invocation) throws(ToolError) -> ExitStatus) -> Never {
    StandardDescriptors.occupyClosed()
    // A parent process may ignore SIGPIPE, and this process inherits that. But when the reader of its output ends, the
    // tool must end too.
    signal(SIGPIPE, SIG_DFL)
    // At the file size limit, a write must fail, and be reported like a full disk. The signal would end the process.
    signal(SIGXFSZ, SIG_IGN)
    var diagnostics = Diagnostics(toolName: tool.name)
    do throws(ToolError) {
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

  /// Ends the process without exit handlers: other threads may still run or end. OpenSSL's handler frees what a thread
  /// uses at its end, and about one run of hf-fetch in 9,400 crashed after its output was
  /// complete.
  private static func end(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

  private static func printText(_ text: String) throws(ToolError) {
    let output = ByteBuffer()
    output.append(text: text)
    do { try writeAll(output.bytes, to: STDOUT_FILENO) } catch { throw ToolError.cannotWriteOutput(error) }
  }
}
