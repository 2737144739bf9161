import Shared

/// What a command line asks models-merge for.
struct MergeOptions {
  /// What it does.
  enum Action: Equatable {
    case merge
    case listBackups
    case restore(BackupChoice)
    /// Writes standard input to a file that is not the database.
    case save(String)
  }

  /// Which backup to put back.
  enum BackupChoice: Equatable {
    case latest
    case path(String)
  }

  /// What becomes of an entry that the database has already.
  enum ExistingEntries {
    case refuse, update, skip
  }

  let databasePath: String
  let action: Action
  let existingEntries: ExistingEntries
  let isDryRun: Bool
  let asksFirst: Bool
  let continuesOnError: Bool
  let backupDirectory: String?
  let keptBackups: Int?
  let logPath: String?
  /// Files that are read elsewhere in the pipeline, which nothing is to be written over.
  let otherInputs: [String]
  let isPretty: Bool

  /// Reads the options.
  init(_ arguments: ParsedArguments) {
    databasePath = arguments.operands[0]
    action = MergeOptions.action(arguments)
    existingEntries = arguments.has("update") ? .update : arguments.has("skip-existing") ? .skip : .refuse
    isDryRun = arguments.has("dry-run")
    asksFirst = !arguments.has("force") && !arguments.has("yes")
    continuesOnError = arguments.has("continue-on-error")
    backupDirectory = arguments.value("backup-dir")
    keptBackups = arguments.integerIfGiven("keep-backups")
    logPath = arguments.value("log")
    otherInputs = arguments.values("not-over")
    isPretty = arguments.has("pretty")
  }

  private static func action(_ arguments: ParsedArguments) -> Action {
    if let choice = arguments.value("restore") { return .restore(choice == "latest" ? .latest : .path(choice)) }
    if let path = arguments.value("save") { return .save(path) }
    return arguments.has("list-backups") ? .listBackups : .merge
  }

  /// What a log or a saved file must not be.
  private var protectedFiles: [OutputFile.Input] {
    [OutputFile.Input(databasePath, role: "the database")]
      + otherInputs.map { OutputFile.Input($0, role: "a file that is read,") }
  }

  /// A file to write beside the database, checked before anything is read or written.
  ///
  /// - Throws: ``ToolError`` when it is the database or another file that the run reads, or cannot be written.
  func outputFile(_ path: String, operation: String) throws(ToolError) -> OutputFile {
    do { return try OutputFile(path, apartFrom: protectedFiles, operation: operation) } catch { throw error.toolError }
  }
}
