import CommandLineTool
import ModelSpec

/// The commands that undo a change of a database, quoted for a shell.
struct UndoCommand {
  let options: MergeOptions

  /// The command that undoes the last change.
  var text: String { Caller.current == .make ? make("undo") : tool("--undo") }

  /// The command that restores the backup with this path.
  func restoring(_ backup: String) -> String {
    let path = backup.shellQuoted
    return Caller.current == .make ? make("restore") + " BACKUP=\(path)" : tool("--restore \(path)")
  }

  /// The command that lists the backups.
  var listing: String { Caller.current == .make ? make("restore") : tool("--list-backups") }

  private func make(_ target: String) -> String {
    let path = options.databasePath.shellQuoted
    return "make \(target)" + (options.databasePath == StandardLocation.database ? "" : " DATABASE=\(path)")
  }

  private func tool(_ option: String) -> String { "\(ImportHints.command(with: options)) \(option)" }
}
