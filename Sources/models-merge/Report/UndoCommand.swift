import CommandLineTool
import ModelSpec

/// The commands that undo a change of a database, quoted for a shell.
struct UndoCommand {
  private let options: MergeOptions
  private let caller: Caller

  init(_ options: MergeOptions, caller: Caller = .current) {
    self.options = options
    self.caller = caller
  }

  /// The command that undoes the last change.
  var text: String { caller == .make ? make("undo") : tool("--undo") }

  /// The command that restores the backup with this path.
  func restoring(_ backup: String) -> String {
    let path = backup.shellQuoted
    return caller == .make ? make("restore") + " BACKUP=\(path)" : tool("--restore \(path)")
  }

  /// The command that lists the backups.
  var listing: String { caller == .make ? make("restore") : tool("--list-backups") }

  private func make(_ target: String) -> String {
    let path = options.databasePath.shellQuoted
    return "make \(target)" + (options.databasePath == StandardLocation.database ? "" : " DATABASE=\(path)")
  }

  private func tool(_ option: String) -> String { "\(ImportHints.command(with: options)) \(option)" }
}
