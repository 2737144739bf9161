import CommandLineTool

/// The command that undoes a change of a database, quoted so that a user can paste it.
struct UndoCommand {
  private let options: MergeOptions
  private let caller: Caller

  init(_ options: MergeOptions, caller: Caller = .current) {
    self.options = options
    self.caller = caller
  }

  var text: String {
    guard caller == .make else { return "\(ImportHints.command(with: options)) --undo" }
    let isDefault = options.databasePath == "data/models.json"
    return "make undo" + (isDefault ? "" : " DATABASE=\(options.databasePath.shellQuoted)")
  }
}

extension String {
  /// The text as one word of a shell command, in quotes if it needs them.
  var shellQuoted: String {
    let isPlain = { (byte: UInt8) in
      byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || "/._-+=:@%".utf8.contains(byte)
    }
    guard isEmpty || !utf8.allSatisfy(isPlain) else { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
