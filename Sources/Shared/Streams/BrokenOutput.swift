public import CommandLineTool
public import Platform

/// Handles a failed write to standard output.
public enum BrokenOutput {
  /// The error for a failed write. If the write failed because the reader has closed the pipe, the process ends by
  /// SIGPIPE, and the function does not return.
  public static func error(_ error: SystemError) -> ToolError {
    // hf-fetch ignores SIGPIPE, because a connection that the Hub has closed would raise it too. So the signal for
    // standard output is raised here.
    if error.errorNumber == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    return ToolError.cannotWriteOutput(error)
  }
}
