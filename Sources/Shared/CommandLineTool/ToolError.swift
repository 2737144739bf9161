import JSON
public import Platform

/// An error that ends a run. An error about one item of the stream is a `Failure` instead.
public struct ToolError: Error, Sendable {
  /// The exit status of the tool.
  public var status: ExitStatus
  /// A stable code, such as `unknown_option`.
  public var code: String
  /// What went wrong: in lower case, without a full stop, names and values in single quotes.
  public var message: String
  /// What to do next; nil without a hint.
  public var hint: String?

  /// Makes an error with an exit status, a stable code and a hint.
  public init(_ status: ExitStatus, code: String, message: String, hint: String? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// An error of the command line, or of the schema that it names (status 2).
  public static func usage(code: String, _ message: String, hint: String? = nil) -> ToolError {
    ToolError(.usage, code: code, message: message, hint: hint)
  }

  /// A failure of a file, the disk, libcurl or the lock of a database (status 3).
  public static func systemFailure(code: String, _ message: String, hint: String? = nil) -> ToolError {
    ToolError(.systemFailure, code: code, message: message, hint: hint)
  }

  /// The error for input that cannot be read (status 3).
  ///
  /// - Parameters:
  ///   - error: the error of the system call.
  ///   - path: the file; nil for standard input.
  public static func cannotReadInput(_ error: SystemError, path: String? = nil) -> ToolError {
    .systemFailure(
      code: "input_unreadable", "cannot read \(path.map { "'\($0)'" } ?? "standard input"): \(error.reason)",
      hint: path == nil ? "check the file or the command that standard input comes from" : "name a regular file")
  }

  /// The error for standard output that cannot be written (status 3).
  public static func cannotWriteOutput(_ error: SystemError) -> ToolError {
    .systemFailure(
      code: "output_unwritable", "cannot write to standard output: \(error.reason)",
      hint: "free disk space, or redirect the output to another file, and run the command again")
  }
}
