import Shared

extension ToolDescription {
  /// What hf-validate is.
  static let validate = ToolDescription(
    name: "hf-validate",
    summary: "check model entries, or any JSON, against a schema",
    synopsis: ["[OPTION]... < ENTRIES", "--whole < models.json", "--schema FILE < VALUES"],
    details: [
      "Reads entries from standard input and prints those that are valid. One that is not becomes an `invalid_entry` "
        + "failure that lists every violation with its place. Beside the schema there are rules that no schema "
        + "expresses: key/value heads divide the query heads, a token visits no more experts than there are. Failures "
        + "of earlier stages pass through untouched.",
      "A database (`{\"models\": [...]}`) is checked entry by entry, and across its entries: identifiers that are there "
        + "twice, and the order.",
      "With `--schema` any JSON values are checked against a JSON Schema of draft 2020-12 or draft 7. References are "
        + "never fetched.",
      "Warnings about what is missing but useful go to standard error.",
    ],
    groups: [
      OptionGroup(
        "What to check",
        [
          ToolOption(
            "schema", value: .file("FILE", otherwise: "the schema of an entry"),
            "Check any JSON values against this schema"),
          ToolOption("strict", "Count warnings as errors"),
          ToolOption("whole", "Take a top-level array as one value"),
          ToolOption("format-assertion", "Let 'format' reject values"),
        ]),
      OptionGroup(
        "Output",
        [
          ToolOption(
            "output", value: .words("FORM", ["basic"]), "Print JSON Schema's result instead"),
          ToolOption(
            "jobs", value: .integer("N", in: 1...1024, otherwise: "all cores"), "Work on so many values at once"),
        ]),
    ],
    examples: [
      Example("hf-transform < snapshots.ndjson | hf-validate > valid.ndjson", "Let only valid entries pass"),
      Example("hf-validate --whole < data/models.json > /dev/null", "Check a database, as a CI job does"),
      Example("hf-validate --schema config.schema.json --output basic < config.json", "Check any JSON file"),
    ],
    files: [
      ("PREFIX/share/hf-model-import/model.schema.json", "The schema of an entry, used when --schema is not given.")
    ],
    generated: ["schema": { EntrySchema.document }, "fields": { EntryFieldTable.markdown }])
}
