public import CommandLineTool
public import Platform

/// What to do when standard output is gone.
public enum BrokenOutput {
  /// The error for a failed write; does not return when the reader has closed.
  public static func error(_ error: SystemError) -> ToolError {
    // Connections of ours must not end the process by this signal, so it is ignored: a closed reader still does.
    if error.errorNumber == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    return ToolError.cannotWriteOutput(error)
  }
}
