public import CommandLineTool
public import Platform

/// Handles a failed write to standard output.
public enum BrokenOutput {
  /// The error for a failed write. If the reader has closed the pipe, the process ends by SIGPIPE, and the function
  /// does not return.
  public static func error(_ error: SystemError) -> ToolError {
    // SIGPIPE is ignored because of network connections; for standard output it is raised here.
    if error.errorNumber == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    return ToolError.cannotWriteOutput(error)
  }
}
