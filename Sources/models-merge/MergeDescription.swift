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
      skips the question. What an import does not touch keeps its bytes. The new file is written beside the old one, \
      flushed, read back and renamed over it, after a backup of the old one was made.
      """,
      """
      A batch is all or nothing: when the stream holds a failure, or an entry that the database has already, nothing is \
      written, unless `--continue-on-error` is given. The report of what was done is printed as JSON.
      """,
      """
      An entry is in the database already when its `hf_model_id` is there, whatever its case, or its id, where ids that \
      differ only in case and punctuation count as one: `Qwen2.5-7B` and `qwen2-5-7b`.
      """,
    ],
    operand: Operand(.file("FILE"), count: 1...1), groups: mergeOptionGroups,
    examples: [
      .init(
        "hf-fetch gpt2 | hf-transform | hf-validate | models-merge data/models.json",
        "Import a model; you are asked first"),
      .init("models-merge data/models.json --undo", "Undo the last import"),
      .init("models-merge data/models.json --dry-run < entries.ndjson", "Show what an import would change"),
    ],
    environment: [
      (
        name: "MODELS_MERGE_CALLER",
        meaning: "`make` or `mcp`: hints name the settings of that caller instead of options."
      )
    ],
    files: [
      (
        path: "models.backup.<UTC timestamp>.json",
        meaning: "The database as it was before an import, beside it or in --backup-dir."
      )
    ], generated: generatedTables,
    statusNotes: [.itemsFailed: "Or the change was not confirmed.", .systemFailure: "The database is unchanged."])
}

/// The tables for the pages of docs/: codes of failures, and the keys of a comparison.
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

/// What models-merge does instead of an import: one thing at a time.
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
        "forget", value: "FIELD", isRepeatable: true, "With --update or --list: drop the value stated for FIELD"),
      ToolOption("no-add", requires: "update", "Leave out models that FILE does not have"),
      ToolOption("record-revisions", requires: "update", "Write a commit although nothing else is new"),
      ToolOption("keep-order", "Leave entries where they are in a file that is not sorted"),
      ToolOption("expect", value: .integer("N", in: 0...Int.max), "Fail unless N items arrive, failures counted"),
      ToolOption("continue-on-error", "Import the valid entries even when others failed"),
      ToolOption(
        "log", value: .file("PATH"), conflicts: mergeActions.filter { $0 != "remove" },
        "Write a Markdown log of the import"),
    ]),
  OptionGroup(
    "Other work",
    [
      ToolOption(
        "remove", value: "ID", isRepeatable: true, conflicts: mergeActions, "Remove the entry with this id"),
      ToolOption("list", conflicts: mergeActions, "Print the entries of FILE as requests for hf-fetch"),
      ToolOption("entries", conflicts: mergeActions, "Print the entries of FILE, one a line"),
      ToolOption("locked", requires: "list", "Ask for the commits that entries record"),
      ToolOption(
        "compare", conflicts: mergeActions, "Compare FILE with the entries that arrive"),
      ToolOption("only", value: "ID", isRepeatable: true, "Print or compare this entry alone"),
      ToolOption(
        "where", value: "FIELD=VALUE", isRepeatable: true, "Print or compare such entries: license=mit, id=qwen*"),
      ToolOption("strict", requires: "compare", "Count an entry that cannot be derived as a difference"),
    ]),
  OptionGroup(
    "Backups",
    [
      ToolOption("backup-dir", value: .directory("DIR", otherwise: "beside FILE"), "Keep backups in DIR"),
      ToolOption(
        "keep-backups", value: .integer("N", in: 1...Int.max), "After an import, keep only the N newest backups"),
      ToolOption("undo", conflicts: mergeActions, "Undo the last change; when repeated, the one before"),
      ToolOption("list-backups", conflicts: mergeActions, "Print the backups of FILE, the oldest first"),
      ToolOption(
        "restore", value: .file("WHICH"), conflicts: mergeActions, "Restore a backup: a path, or 'latest' as --undo"),
    ]),
  OptionGroup(
    "Other files",
    [
      ToolOption(
        "save", value: .file("PATH"), conflicts: mergeActions,
        "Write stdin to PATH atomically, never over FILE"),
      ToolOption(
        "not-over", value: .file("PATH"), isRepeatable: true, "Do not write the log or --save over PATH"),
    ]),
]
