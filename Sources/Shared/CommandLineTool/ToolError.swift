import JSON
public import Platform

/// An error that ends the whole tool, as opposed to a ``Failure``, which concerns one item.
public struct ToolError: Error, Sendable {
  /// The status to end with.
  public var status: ExitStatus
  /// A stable name for scripts and tests, such as `unknown_option`.
  public var code: String
  /// What went wrong: lower case, no full stop, the subject in single quotes.
  public var message: String
  /// What to do next.
  public var hint: String?

  /// Makes an error.
  public init(_ status: ExitStatus, code: String, message: String, hint: String? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// An invalid command line (status 2).
  public static func usage(code: String = "usage", _ message: String, hint: String? = nil) -> ToolError {
    ToolError(.usage, code: code, message: message, hint: hint)
  }

  /// A failure of a file, the disk, the network library or the lock (status 3).
  public static func systemFailure(code: String, _ message: String, hint: String? = nil) -> ToolError {
    ToolError(.systemFailure, code: code, message: message, hint: hint)
  }

  /// Standard input cannot be read.
  public static func cannotReadInput(_ error: SystemError) -> ToolError {
    .systemFailure(code: "input_unreadable", "cannot read standard input: \(error.reason)")
  }

  /// Standard output cannot be written.
  public static func cannotWriteOutput(_ error: SystemError) -> ToolError {
    .systemFailure(
      code: "output_unwritable", "cannot write to standard output: \(error.reason)",
      hint: "make room, or send the output elsewhere, and run the command again")
  }
}
