import CommandLineTool

/// The hints of messages, in the terms of the ``Caller``.
struct ImportHints {
  /// Whether the import has several models.
  let isBatch: Bool

  /// For a model that the database has already.
  var sameModel: String {
    Caller.current == .mcp
      ? "set 'existing' to 'update' to update the entry, or to 'skip' to leave it unchanged"
      : Caller.current.terms(of: "use --update to update the entry, or --skip-existing to leave it unchanged")
  }

  /// For a model whose id another model has. `id` is a different id to suggest.
  func otherModel(_ id: String) -> String {
    "the entry with this id is of another model, so choose a different id: \(choosing(id)); if both are the same "
      + "model, correct the hf_model_id of the existing entry"
  }

  private func choosing(_ id: String) -> String {
    switch (Caller.current, isBatch) {
    case (.make, false): "ID=\(id)"
    case (.make, true): "write 'org/name id=\(id)' in the list"
    case (.mcp, _), (.shell, true): "put \"overrides\": {\"id\": \"\(id)\"} into the request"
    case (.shell, false): "--set id='\"\(id)\"' with hf-transform"
    }
  }

  /// For a batch that was refused although some of its models are valid; nil when the caller has no way to import only
  /// the valid ones.
  var importTheRest: String? {
    let hint = Caller.current.terms(of: "use --continue-on-error to import the valid models")
    return switch Caller.current {
    case .shell: hint
    case .make: isBatch ? hint : nil
    case .mcp: nil
    }
  }

  /// For existing entries that change their position.
  var keepOrder: String { Caller.current.terms(of: "use --keep-order to keep the order of the file") }

  /// For a parameter count that may be wrong.
  static var setParameters: String { Caller.current.terms(of: "set it with --params if it is wrong") }

  /// The message for an id that the database does not have.
  static func noEntry(_ name: String, in database: String) -> String {
    "no entry of '\(database)' has the id or hf_model_id '\(name)'"
  }

  /// The hint that names the id that is most similar to an unknown one, or the model id if the name has a slash. Nil if
  /// none is similar, and in a database of more than 10,000 entries, where comparing all ids would take seconds.
  ///
  /// - Parameter names: returns the model ids of the entries if its argument is true, else their ids.
  static func nearest(
    to name: String, entryCount: Int, among names: (_ areModelIDs: Bool) -> [String]
  ) -> String? {
    guard entryCount <= 10_000 else { return nil }
    return nearestName(to: name, among: names(name.contains("/"))).map { "did you mean '\($0)'?" }
  }

  /// For an id that the database does not have.
  static func listEntries(of database: String) -> String {
    "list the ids with: \(command) \(database.shellQuoted) --entries"
  }

  /// For a database without a backup to undo to.
  static func listBackups(_ options: MergeOptions) -> String {
    "list the backups with: \(UndoCommand(options: options).listing); restore one of them with "
      + (Caller.current == .make ? "BACKUP=path" : "--restore PATH")
  }

  /// The name or path with which this tool was started, quoted for a shell.
  static var command: String { (CommandLine.arguments.first ?? "models-merge").shellQuoted }

  /// The command that runs this tool on the same database, with the same directory of backups.
  static func command(with options: MergeOptions) -> String {
    let directory = options.backupDirectory.map { " --backup-dir \($0.shellQuoted)" } ?? ""
    return "\(command) \(options.databasePath.shellQuoted)\(directory)"
  }

  /// For updates that were derived without the overrides of their entries.
  static func deriveWithOverrides(_ options: MergeOptions) -> String {
    Caller.current == .make
      ? "import each of them with: make import-model MODEL=org/name UPDATE=1"
      : "derive them from requests with the overrides: \(command) \(options.databasePath.shellQuoted) --list --only ID"
  }

  /// For entries that record no commit.
  static var recordCommits: String {
    Caller.current == .make ? "record the commits with 'make refresh'" : "record them with --update --record-revisions"
  }

  /// For a file that cannot be read as a database.
  static var invalidDatabase: String {
    let restore = Caller.current == .make ? "'make undo' and the same DATABASE" : "--restore latest"
    return "fix the file, or restore the latest backup with \(restore); nothing was changed"
  }

  /// For a comparison with models that could not be fetched.
  static var noAnswer: String {
    let recorded = Caller.current == .make ? "SNAPSHOTS=file" : "'hf-fetch --snapshots FILE'"
    return "the messages of hf-fetch say why; or use recorded snapshots: \(recorded)"
  }

  /// For a change that needs a confirmation when there is no terminal to ask on.
  static func noTerminal(_ verb: String) -> String {
    Caller.current.terms(of: "look at the change with --dry-run, then use --force to \(verb) without a question")
  }
}
