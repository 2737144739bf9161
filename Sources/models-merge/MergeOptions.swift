import CommandLineTool
import Files
import ModelSpec

/// The parsed options of models-merge. `MergeDescription+OptionTable.swift` has the option table.
struct MergeOptions {
  /// What a run does.
  enum Action: Equatable {
    case merge
    case listBackups
    case restore(BackupChoice)
    /// Removes the entries with these ids or model ids.
    case remove([String])
    /// Prints entries as requests for hf-fetch.
    case list(Selection)
    /// Prints entries.
    case entries(Selection)
    /// Compares entries with those on standard input. With `isStrict`, an entry that could not be derived makes the
    /// comparison fail.
    case compare(Selection, isStrict: Bool)
    /// Writes standard input to a file that is not the database.
    case save(String)
  }

  /// A selection of entries.
  struct Selection: Equatable {
    /// Ids of entries or models; empty for all entries.
    let ids: [String]
    /// The conditions that a selected entry satisfies.
    let conditions: [EntryCondition]
    /// Whether the requests of `--list` name the commits that the entries record.
    let isLocked: Bool
  }

  /// The backup to restore.
  enum BackupChoice: Equatable {
    /// The backup that `--undo` restores: the newest that an undo can restore and that differs from the database.
    case latest
    case path(String)
  }

  /// How existing entries are handled.
  enum ExistingEntries {
    case refuse, update, skip
  }

  let databasePath: String
  let action: Action
  let existingEntries: ExistingEntries
  let isDryRun: Bool
  let asksFirst: Bool
  let continuesOnError: Bool
  /// The directory of the backups; nil for that of the database.
  let backupDirectory: String?
  /// The fields whose overrides are dropped.
  let forgottenFields: Set<String>
  /// Whether models that the database does not have are added.
  let addsNewModels: Bool
  /// Whether a new commit is written even if nothing else changed.
  let recordsRevisions: Bool
  /// Whether existing entries keep their order, even if the file is not, or would no longer be, sorted.
  let keepsOrder: Bool
  /// The number of items that must arrive, failures included; nil for any number.
  let expectedItems: Int?
  /// How many backups are kept after an import or a removal; nil for all.
  let keptBackups: Int?
  /// The path of the log; nil without one.
  let logPath: String?
  /// The files of `--not-over`, which the log and the file of `--save` must not overwrite.
  let otherInputs: [String]
  let isPretty: Bool

  /// Reads the options of a parsed command line.
  ///
  /// - Throws: ``ToolError`` when `--where` names an unknown field, or a condition is invalid.
  init(_ arguments: ParsedArguments) throws(ToolError) {
    databasePath = arguments.operands[0]
    action = try MergeOptions.action(arguments)
    existingEntries = arguments.has("update") ? .update : arguments.has("skip-existing") ? .skip : .refuse
    isDryRun = arguments.has("dry-run")
    asksFirst = !arguments.has("force") && !arguments.has("yes")
    continuesOnError = arguments.has("continue-on-error")
    backupDirectory = arguments.value("backup-dir")
    forgottenFields = Set(arguments.values("forget"))
    addsNewModels = !arguments.has("no-add")
    recordsRevisions = arguments.has("record-revisions")
    keepsOrder = arguments.has("keep-order")
    expectedItems = arguments.integerIfGiven("expect")
    keptBackups = arguments.integerIfGiven("keep-backups")
    logPath = arguments.value("log")
    otherInputs = arguments.values("not-over")
    isPretty = arguments.has("pretty")
  }

  private static func action(_ arguments: ParsedArguments) throws(ToolError) -> Action {
    if arguments.has("undo") { return .restore(.latest) }
    if let choice = arguments.value("restore") { return .restore(choice == "latest" ? .latest : .path(choice)) }
    if let path = arguments.value("save") { return .save(path) }
    let removed = arguments.values("remove")
    if !removed.isEmpty { return .remove(removed) }
    var conditions: [EntryCondition] = []
    for condition in arguments.values("where") { conditions.append(try EntryCondition(condition)) }
    let selection = Selection(
      ids: arguments.values("only"), conditions: conditions, isLocked: arguments.has("locked"))
    if arguments.has("entries") { return .entries(selection) }
    if arguments.has("list") { return .list(selection) }
    if arguments.has("compare") { return .compare(selection, isStrict: arguments.has("strict")) }
    return arguments.has("list-backups") ? .listBackups : .merge
  }

  /// Checks that each name of `--forget` is a field, or the override of a user's own field.
  ///
  /// - Parameter overrides: the names of the overrides that the entries have.
  /// - Throws: ``ToolError`` when a name is neither.
  func requireForgettable(_ overrides: Set<String>) throws(ToolError) {
    for name in forgottenFields.sorted() where EntryField.named(name) == nil && !overrides.contains(name) {
      throw EntryCondition.unknownField(name)
    }
  }

  /// The ids or model ids of the entries to remove; empty unless the action is a removal.
  var idsToRemove: [String] { if case .remove(let ids) = action { ids } else { [] } }

  /// The files that a log or a saved file must not overwrite.
  private var protectedFiles: [OutputFile.ProtectedFile] {
    [OutputFile.ProtectedFile(databasePath, role: "the database")]
      + otherInputs.map { OutputFile.ProtectedFile($0, role: "the input file") }
  }

  /// The log, or the file of `--save`. Its path is checked here, before anything is read or written.
  ///
  /// - Parameter operation: the verb of error messages, such as `write the log to`.
  /// - Throws: ``ToolError`` when it is the database or another file that the run reads, or cannot be written.
  func outputFile(_ path: String, operation: String) throws(ToolError) -> OutputFile {
    do { return try OutputFile(path, apartFrom: protectedFiles, operation: operation) } catch { throw error.toolError }
  }
}
