import CommandLineTool
import Files
import ModelSpec

/// The options of one run of models-merge, parsed. `MergeDescription.swift` has the table of what there is,
/// and of what excludes what.
struct MergeOptions {
  /// The work of a run.
  enum Action: Equatable {
    case merge
    case listBackups
    case restore(BackupChoice)
    /// Removes the entries with these ids.
    case remove([String])
    /// Prints entries as requests.
    case list(Selection)
    /// Prints entries.
    case entries(Selection)
    /// Compares entries with those that arrive; strictly when one that cannot be derived is a difference.
    case compare(Selection, isStrict: Bool)
    /// Writes standard input to a file that is not the database.
    case save(String)
  }

  /// A selection of entries.
  struct Selection: Equatable {
    /// Ids of entries or models; none for all entries.
    let ids: [String]
    /// What must hold for an entry.
    let conditions: [EntryCondition]
    /// Whether requests name the commits that entries record.
    let isLocked: Bool
  }

  /// The backup to restore.
  enum BackupChoice: Equatable {
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
  let backupDirectory: String?
  /// The fields whose stated values are dropped.
  let forgottenFields: Set<String>
  /// Whether models that the database does not have are left out.
  let addsNothing: Bool
  /// Whether a commit is written although nothing else is new.
  let recordsRevisions: Bool
  /// Whether entries keep their position although the file is not sorted.
  let keepsOrder: Bool
  /// The number of items that must arrive, failures included.
  let expectedItems: Int?
  let keptBackups: Int?
  let logPath: String?
  /// Files that other stages of the pipeline read, and that must not be overwritten.
  let otherInputs: [String]
  let isPretty: Bool

  /// Reads the options.
  ///
  /// - Throws: ``ToolError`` when `--forget` names an unknown field.
  init(_ arguments: ParsedArguments) throws(ToolError) {
    databasePath = arguments.operands[0]
    action = try MergeOptions.action(arguments)
    existingEntries = arguments.has("update") ? .update : arguments.has("skip-existing") ? .skip : .refuse
    isDryRun = arguments.has("dry-run")
    asksFirst = !arguments.has("force") && !arguments.has("yes")
    continuesOnError = arguments.has("continue-on-error")
    backupDirectory = arguments.value("backup-dir")
    forgottenFields = Set(arguments.values("forget"))
    for field in arguments.values("forget") where EntryField.named(field) == nil {
      let nearest = nearestName(to: field, among: EntryField.allCases.map(\.name.description))
      throw .usage(
        code: "unknown_field", "no entry has a field '\(field)'", hint: nearest.map { "did you mean '\($0)'?" })
    }
    addsNothing = arguments.has("no-add")
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

  /// The ids of the entries to remove.
  var removed: [String] { if case .remove(let ids) = action { ids } else { [] } }

  /// The files that a log or a saved file must not overwrite.
  private var protectedFiles: [OutputFile.ProtectedFile] {
    [OutputFile.ProtectedFile(databasePath, role: "the database")]
      + otherInputs.map { OutputFile.ProtectedFile($0, role: "a file that is read,") }
  }

  /// An additional output file, checked before anything is read or written.
  ///
  /// - Throws: ``ToolError`` when it is the database or another file that the run reads, or cannot be written.
  func outputFile(_ path: String, operation: String) throws(ToolError) -> OutputFile {
    do { return try OutputFile(path, apartFrom: protectedFiles, operation: operation) } catch { throw error.toolError }
  }
}
