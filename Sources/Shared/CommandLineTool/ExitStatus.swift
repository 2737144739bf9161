/// The exit status of a tool.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Everything that was asked for was done.
  case success = 0
  /// At least one item of the stream failed, or a change was not confirmed.
  case itemsFailed = 1
  /// The command line, or the schema that it names, is wrong; nothing was written.
  case usage = 2
  /// A file, the disk, libcurl or the lock of a database failed.
  case systemFailure = 3

  /// The meaning, for the manual pages and the pages in `docs`.
  public var explanation: String {
    switch self {
    case .success: "Everything asked for was done."
    case .itemsFailed:
      "At least one item failed; its failure is in the output: the stream, or the report of models-merge."
    case .usage: "The command line is wrong; nothing was written."
    case .systemFailure: "A file or another system resource failed, such as the disk, a lock or the network library."
    }
  }
}
