/// The exit status of a tool.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Everything asked for was done.
  case success = 0
  /// At least one item failed, or a change was not confirmed.
  case itemsFailed = 1
  /// The command line is wrong; nothing was read or written.
  case usage = 2
  /// A file, the disk, the network library or the lock failed.
  case systemFailure = 3

  /// The meaning for all tools, for their pages.
  public var explanation: String {
    switch self {
    case .success: "Everything asked for was done."
    case .itemsFailed: "At least one item failed; its failure is in the stream or the report."
    case .usage: "The command line is wrong; nothing was read or written."
    case .systemFailure: "A file, the disk, the network library or the lock failed."
    }
  }
}
