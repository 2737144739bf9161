import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// What models-merge is: the texts of its help and pages, and its option table.
  static let merge = ToolDescription(
    name: "models-merge", summary: "merge entries into a model database",
    synopsis: [
      "FILE [--dry-run] [--force] [--update] [OPTION]... < ENTRIES",
      "FILE --compare [OPTION]... < ENTRIES",
      "FILE --list | --entries | --remove ID | --undo | --restore PATH | --list-backups | --save PATH",
    ],
    details: [
      """
      Reads entries, as `hf-transform` and `hf-validate` print them, from standard input and inserts them into FILE, \
      sorted by parameter count. The entry `custom`, a template for a user's own model, comes last. The tool shows what \
      will change and asks on the terminal; with `--force` it shows only which entries move. Entries that do not change \
      keep their bytes. The new file is written next to the old one, flushed and read back. Then the old file is backed \
      up, and the new one is renamed over it.
      """,
      """
      A batch is all or nothing: when the stream has a failure, nothing is written. An entry that the database has \
      already is a failure too, unless `--update` or `--skip-existing` is given. With `--continue-on-error`, the valid \
      entries are written in spite of failures. The report is printed as JSON.
      """,
      """
      The database has an entry already when one of its entries has the same `hf_model_id` or the same id. In an \
      `hf_model_id`, case does not matter. In an id, case and punctuation do not matter: `Qwen2.5-7B` and \
      `qwen2-5-7b` are the same id.
      """,
      """
      `--list`, `--entries` and `--compare` are about all entries except `custom`; `--list` prints requests for \
      hf-fetch. `--only` selects the entries with one of its ids. `--where` selects those that meet all of its \
      conditions. `--save` serves make: it writes its input unchanged, and never half of it.
      """,
    ],
    operand: Operand(.file("FILE"), count: 1...1), groups: mergeOptionTable,
    examples: [
      .init(
        "hf-fetch gpt2 | hf-transform | hf-validate | models-merge data/models.json",
        "Import a model, after a confirmation"),
      .init("models-merge data/models.json --undo", "Undo the last change"),
      .init("models-merge data/models.json --dry-run < entries.ndjson", "Show what an import would change"),
    ],
    environment: [
      (
        "HF_ENDPOINT",
        "The URL of the Hub or a mirror, for the pages of gated models in the log. Default: \(StandardLocation.hub)."
      )
    ],
    files: [
      (
        path: "<FILE without .json>.backup.<UTC timestamp>.json",
        meaning: "The database before a change, in its directory or in --backup-dir. After an undo, `.undone` before "
          + "`.json` marks the file that it replaced, and `.restored` the backup that it restored."
      )
    ], generated: generatedTables,
    statusNotes: [
      .itemsFailed: """
      Or the change was not confirmed; or another number of items than `--expect` states arrived; or FILE has no entry \
      that `--only` names. With `--compare`: a value of FILE is neither the derived one nor an override, or nothing \
      arrived for an entry with an `hf_model_id`; with `--strict`, also if an entry could not be derived.
      """,
      .systemFailure: """
      Or there is nothing to undo. Or all models of `--compare` failed for a reason that says \
      nothing about them, such as a Hub that is not reached; or its input is not JSON. The database \
      is unchanged, unless a message says that it was written or restored: then only the report or the log could not be \
      written.
      """,
    ])
}

/// The tables that models-merge generates for `docs`: the failure codes, what to do about them, and the keys of a
/// comparison.
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
