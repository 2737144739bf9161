import CommandLineTool

extension ToolDescription {
  /// The options of models-merge: values, defaults, conflicts, requirements.
  static let mergeOptionTable = [
    OptionGroup(
      "Import",
      [
        ToolOption("dry-run", letter: "n", "Show what would change and write nothing"),
        ToolOption("force", letter: "f", "Do not ask"),
        ToolOption("yes", letter: "y", "The same as --force"),
        ToolOption("update", conflicts: ["skip-existing"], "Replace existing entries"),
        ToolOption("skip-existing", "Leave existing entries unchanged"),
        ToolOption(
          "forget", value: "FIELD", isRepeatable: true, requires: ["update", "list"],
          "Neither keep nor print the override of FIELD"),
        ToolOption("no-add", requires: ["update"], "Skip models that FILE does not have"),
        ToolOption(
          "record-revisions", requires: ["update"], "Record a model's new commit even if nothing else changed"),
        ToolOption("keep-order", "Do not sort existing entries"),
        ToolOption("expect", value: .integer("N", in: 0...Int.max), "Fail unless N entries and failures arrive"),
        ToolOption("continue-on-error", "Import the valid entries even if others failed"),
        ToolOption(
          "log", value: .file("PATH"), conflicts: otherActions.filter { $0 != "remove" },
          "Write a Markdown log of the import"),
      ]),
    OptionGroup(
      "Other actions",
      [
        ToolOption(
          "remove", value: "ID", isRepeatable: true, conflicts: otherActions,
          "Remove the entry with this id or hf_model_id"),
        ToolOption("list", conflicts: otherActions, "Print a request for each entry with an hf_model_id"),
        ToolOption("entries", conflicts: otherActions, "Print the entries, without fields unknown to the tools"),
        ToolOption("locked", requires: ["list"], "Request the commits that the entries record"),
        ToolOption(
          "compare", conflicts: otherActions, "Compare FILE with the entries on standard input"),
        ToolOption(
          "only", value: "ID", isRepeatable: true, requires: selectingActions,
          "Select the entry with this id or hf_model_id"),
        ToolOption(
          "where", value: "FIELD=VALUE", isRepeatable: true, requires: selectingActions,
          "Select entries: license=mit, id=qwen*, num_layers=1:40"),
        ToolOption("strict", requires: ["compare"], "Fail if an entry could not be derived"),
      ]),
    OptionGroup(
      "Backups",
      [
        ToolOption("backup-dir", value: .directory("DIR", otherwise: "the directory of FILE"), "Keep backups in DIR"),
        ToolOption(
          "keep-backups", value: .integer("N", in: 1...Int.max),
          "After imports and --remove, keep the N newest backups"),
        ToolOption("undo", conflicts: otherActions, "Undo the last change and later edits; repeat it for more"),
        ToolOption("list-backups", conflicts: otherActions, "Print the backups of FILE, the oldest first"),
        ToolOption(
          "restore", value: .file("PATH"), conflicts: otherActions,
          "Restore the backup PATH; 'latest' is the same as --undo"),
      ]),
    OptionGroup(
      "Other files",
      [
        ToolOption(
          "save", value: .file("PATH"), conflicts: otherActions,
          "Write standard input unchanged to PATH, not to FILE"),
        ToolOption(
          "not-over", value: .file("PATH"), isRepeatable: true, "Refuse to write the log or the saved file over PATH"),
      ]),
  ]

  /// The actions for which `--only` and `--where` select entries.
  private static let selectingActions = ["compare", "entries", "list"]

  /// The options that select another action than an import. A run has one action.
  private static let otherActions = [
    "compare", "entries", "list", "list-backups", "remove", "restore", "save", "undo",
  ]
}
