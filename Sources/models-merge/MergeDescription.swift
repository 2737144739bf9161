import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// The option table of models-merge (values, defaults, conflicts, requirements), and the texts of its
  /// help and pages.
  static let merge = ToolDescription(
    name: "models-merge", summary: "merge entries into a model database",
    synopsis: [
      "FILE [--dry-run] [--force] [--update] [OPTION]... < ENTRIES",
      "FILE --list | --entries | --compare < ENTRIES", "FILE --remove ID | --undo | --restore PATH | --list-backups",
      "FILE --save PATH < CONTENT",
    ],
    details: [
      """
      Reads entries, as `hf-transform` and `hf-validate` print them, from standard input and inserts them into FILE, \
      sorted by parameter count with `custom` last. It shows what will change and asks on the terminal; `--force` \
      skips the question. The bytes of all other entries stay as they are. The new file is written next to the old \
      one, flushed and read back. Then the old file is backed up, and the new one is renamed over it.
      """,
      """
      A batch is all or nothing: when the stream has a failure, or an entry that the database has already, nothing is \
      written. With `--continue-on-error` the valid entries are written. The report is printed as JSON.
      """,
      """
      The database has an entry already when it has its `hf_model_id` or its id. In an `hf_model_id`, case does not \
      matter. In an id, case and punctuation do not matter: `Qwen2.5-7B` and `qwen2-5-7b` are the same id.
      """,
    ],
    operand: Operand(.file("FILE"), count: 1...1), groups: mergeOptionGroups,
    examples: [
      .init(
        "hf-fetch gpt2 | hf-transform | hf-validate | models-merge data/models.json",
        "Import a model, after a question"),
      .init("models-merge data/models.json --undo", "Undo the last import"),
      .init("models-merge data/models.json --dry-run < entries.ndjson", "Show what an import would change"),
    ],
    environment: [Caller.documentation],
    files: [
      (
        path: "<FILE without .json>.backup.<UTC timestamp>.json",
        meaning: "The database before a change, in its directory or in --backup-dir."
      )
    ], generated: generatedTables,
    statusNotes: [
      .itemsFailed: "Or the change was not confirmed.",
      .systemFailure: "The database is unchanged, unless the message says that it was written.",
    ])
}

/// The tables that models-merge generates for docs/: failure codes, and the keys of a comparison.
private let generatedTables: [String: @Sendable () -> String] = {
  var tables: [String: @Sendable () -> String] = [
    "codes": { FailureCode.overview }, "differences": { ComparisonFields.differenceTable },
    "summary": { ComparisonFields.summaryTable },
  ]
  for section in FailureCode.Section.allCases {
    tables["remedies-\(section.rawValue)"] = { FailureCode.remedies(section) }
  }
  return tables
}()

/// The options that select another action than an import. A run has one action.
private let mergeActions = ["compare", "entries", "list", "list-backups", "remove", "restore", "save", "undo"]

private let mergeOptionGroups = [
  OptionGroup(
    "Import",
    [
      ToolOption("dry-run", letter: "n", "Show what would change and write nothing"),
      ToolOption("force", letter: "f", "Do not ask"),
      ToolOption("yes", letter: "y", "The same as --force"),
      ToolOption("update", conflicts: ["skip-existing"], "Replace existing entries"),
      ToolOption("skip-existing", "Leave existing entries unchanged"),
      ToolOption(
        "forget", value: "FIELD", isRepeatable: true, "With --update or --list: drop the override of FIELD"),
      ToolOption("no-add", requires: "update", "Skip models that FILE does not have"),
      ToolOption("record-revisions", requires: "update", "Record a model's new commit even if nothing else changed"),
      ToolOption("keep-order", "Keep the order of a file that is not sorted"),
      ToolOption("expect", value: .integer("N", in: 0...Int.max), "Fail unless N items arrive, failures included"),
      ToolOption("continue-on-error", "Import the valid entries even if others failed"),
      ToolOption(
        "log", value: .file("PATH"), conflicts: mergeActions.filter { $0 != "remove" },
        "Write a Markdown log of the import"),
    ]),
  OptionGroup(
    "Other actions",
    [
      ToolOption(
        "remove", value: "ID", isRepeatable: true, conflicts: mergeActions, "Remove the entry with this id"),
      ToolOption("list", conflicts: mergeActions, "Print the entries of FILE as requests for hf-fetch"),
      ToolOption("entries", conflicts: mergeActions, "Print the entries of FILE, one per line"),
      ToolOption("locked", requires: "list", "Request the commits that the entries record"),
      ToolOption(
        "compare", conflicts: mergeActions, "Compare FILE with the entries on standard input"),
      ToolOption("only", value: "ID", isRepeatable: true, "Select the entry or the model with this id"),
      ToolOption(
        "where", value: "FIELD=VALUE", isRepeatable: true, "Select entries: license=mit, id=qwen*, num_layers=1:40"),
      ToolOption("strict", requires: "compare", "Fail if an entry could not be derived"),
    ]),
  OptionGroup(
    "Backups",
    [
      ToolOption("backup-dir", value: .directory("DIR", otherwise: "the directory of FILE"), "Keep backups in DIR"),
      ToolOption(
        "keep-backups", value: .integer("N", in: 1...Int.max), "After an import, keep only the N newest backups"),
      ToolOption("undo", conflicts: mergeActions, "Undo the last change; repeat it to undo the one before"),
      ToolOption("list-backups", conflicts: mergeActions, "Print the backups of FILE, the oldest first"),
      ToolOption(
        "restore", value: .file("PATH"), conflicts: mergeActions,
        "Restore the backup PATH, or 'latest' as --undo does"),
    ]),
  OptionGroup(
    "Other files",
    [
      ToolOption(
        "save", value: .file("PATH"), conflicts: mergeActions,
        "Write standard input to PATH atomically, never over FILE"),
      ToolOption(
        "not-over", value: .file("PATH"), isRepeatable: true, "Refuse to write the log or the saved file over PATH"),
    ]),
]
