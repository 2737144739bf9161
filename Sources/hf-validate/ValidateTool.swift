import Shared

extension ToolDescription {
  /// What hf-validate is.
  static let validate = ToolDescription(
    name: "hf-validate",
    summary: "check model entries, or any JSON, against a schema and the rules no schema expresses",
    synopsis: ["[OPTION]... < ENTRIES", "--whole < models.json", "--schema FILE < VALUES"],
    details: [
      "Reads entries from standard input and prints those that are valid; an entry that is not becomes an 'invalid_entry' failure that lists every violation with its place. Failures of earlier stages pass through untouched.",
      "A database ({\"models\": [...]}) is checked entry by entry, and across its entries: identifiers that are there twice, and the order.",
      "With --schema any JSON values are checked against a JSON Schema of draft 2020-12 or draft 7. References are never fetched.",
      "Warnings about what is missing but useful go to standard error.",
    ],
    groups: [
      OptionGroup(
        "What to check",
        [
          ToolOption("schema", value: "FILE", completion: .files, "Check any JSON values against this schema instead"),
          ToolOption("strict", "Count warnings as errors"),
          ToolOption("whole", "Take a top-level array as one value, not as its elements"),
          ToolOption("format-assertion", "Let 'format' reject values instead of only annotating them"),
        ]),
      OptionGroup(
        "Output",
        [
          ToolOption(
            "output", value: "FORM", completion: .words(["basic"]),
            "Print the specification's 'basic' result instead of each value"),
          ToolOption("jobs", letter: "j", value: "N", "Work on N values at once (default: the number of cores)"),
        ]),
    ],
    examples: [
      Example("hf-transform < snapshots.json | hf-validate --strict > entries.json", "Accept no entry with a warning"),
      Example("hf-validate --whole < data/models.json > /dev/null", "Check a database, as a CI job does"),
      Example("hf-validate --schema config.schema.json --output basic < config.json", "Check any JSON file"),
    ],
    files: [
      ("PREFIX/share/hf-model-import/model.schema.json", "the schema of an entry, used when --schema is not given")
    ])
}
