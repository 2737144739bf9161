/// What a tool ends with.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Everything asked for was done.
  case success = 0
  /// At least one item failed, or the person said no, or could not be asked.
  case itemsFailed = 1
  /// The command line is wrong; nothing was read or written.
  case usage = 2
  /// The surroundings failed: a file, the disk, the lock.
  case surroundings = 3

  /// The status in words, for manual pages.
  public var explanation: String {
    switch self {
    case .success: "Everything asked for was done."
    case .itemsFailed:
      "At least one item failed (its failure is in the stream or the report), or the person said no, or could not be asked."
    case .usage: "Usage: the command line is wrong; nothing was read or written."
    case .surroundings: "The surroundings failed: a file, the disk, the lock; the database is as it was."
    }
  }
}
