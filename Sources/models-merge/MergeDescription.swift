import CommandLineTool

extension ToolDescription {
  /// What models-merge is and takes.
  static let merge = ToolDescription(
    name: "models-merge", summary: "put entries into a model database",
    synopsis: [
      "FILE [--dry-run] [--force] [--update | --skip-existing] [OPTION]... < ENTRIES",
      "FILE --list | --compare < ENTRIES", "FILE --remove ID", "FILE --undo | --restore PATH | --list-backups",
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
        meaning: "`make` or `mcp`: say what to do next in the words of that caller."
      )
    ],
    files: [
      (
        path: "models.backup.<UTC timestamp>.json",
        meaning: "The database as it was before an import, beside it or in --backup-dir."
      )
    ])
}

/// What models-merge does instead of an import: one thing at a time.
private let mergeActions = ["compare", "list", "list-backups", "remove", "restore", "save", "undo"]

private let mergeOptionGroups = [
  OptionGroup(
    "Import",
    [
      ToolOption("dry-run", letter: "n", "Show what would change and write nothing"),
      ToolOption("force", letter: "f", "Do not ask"),
      ToolOption("yes", letter: "y", "The same as --force"),
      ToolOption("update", conflicts: ["skip-existing"], "Replace entries that are there already"),
      ToolOption("skip-existing", "Leave entries alone that are there already"),
      ToolOption(
        "forget", value: "FIELD", isRepeatable: true, "With --update or --list: drop the value stated for FIELD"),
      ToolOption("record-revisions", requires: "update", "Write a commit although nothing else is new"),
      ToolOption("keep-order", "Leave entries where they are in a file that is not sorted"),
      ToolOption("expect", value: .integer("N", in: 0...Int.max), "Fail unless N items arrive, failures counted"),
      ToolOption("continue-on-error", "Import what is good although something failed"),
      ToolOption("log", value: .file("PATH"), "Write a Markdown log of the import"),
    ]),
  OptionGroup(
    "Other work",
    [
      ToolOption(
        "remove", value: "ID", isRepeatable: true, conflicts: mergeActions, "Take the entry with this id out"),
      ToolOption("list", conflicts: mergeActions, "Print the entries of FILE as requests for hf-fetch"),
      ToolOption("locked", requires: "list", "Ask for the commits that entries record"),
      ToolOption(
        "compare", conflicts: mergeActions, "Compare FILE with the entries that arrive, and change nothing"),
      ToolOption("only", value: "ID", isRepeatable: true, "With --list or --compare: this entry alone"),
      ToolOption("strict", requires: "compare", "Count an entry that cannot be derived as a difference"),
    ]),
  OptionGroup(
    "Backups",
    [
      ToolOption("backup-dir", value: .directory("DIR", otherwise: "beside FILE"), "Keep backups in DIR"),
      ToolOption(
        "keep-backups", value: .integer("N", in: 1...Int.max), "After an import, keep only the N newest backups"),
      ToolOption("undo", conflicts: mergeActions, "Take the last change back; again, the one before"),
      ToolOption("list-backups", conflicts: mergeActions, "Print the backups of FILE, the oldest first"),
      ToolOption(
        "restore", value: .file("WHICH"), conflicts: mergeActions, "Put a backup back: a path, or 'latest' as --undo"),
    ]),
  OptionGroup(
    "Other files",
    [
      ToolOption(
        "save", value: .file("PATH"), conflicts: mergeActions,
        "Write standard input to PATH, whole, and never over FILE"),
      ToolOption(
        "not-over", value: .file("PATH"), isRepeatable: true, "Do not write the log or --save over PATH"),
    ]),
]
