/// The command that takes a change of a database back, as a user can paste it.
struct UndoCommand {
  private let options: MergeOptions
  private let caller: Caller

  /// Prepares the command for the database of a run.
  init(_ options: MergeOptions, caller: Caller = .current) {
    self.options = options
    self.caller = caller
  }

  /// The command.
  var text: String {
    let path = UndoCommand.quoted(options.databasePath)
    if caller == .make { return "make undo" + (options.databasePath == "data/models.json" ? "" : " DATABASE=\(path)") }
    let directory = options.backupDirectory.map { " --backup-dir \(UndoCommand.quoted($0))" } ?? ""
    return "\(UndoCommand.quoted(CommandLine.arguments.first ?? "models-merge")) \(path)\(directory) --undo"
  }

  /// A word as a shell reads it.
  static func quoted(_ word: String) -> String {
    let isPlain = { (byte: UInt8) in
      byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || "/._-+=:@%".utf8.contains(byte)
    }
    guard word.isEmpty || !word.utf8.allSatisfy(isPlain) else { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
