import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// The option table of hf-validate (values, defaults, conflicts, requirements), and the texts of its
  /// help and pages.
  static let validate = ToolDescription(
    name: "hf-validate",
    summary: "check model entries, or any JSON, against a schema",
    synopsis: ["[OPTION]... [FILE]", "--schema FILE [FILE]"],
    details: [
      "Reads entries from a file or standard input and prints those that are valid. One that is not becomes an `invalid_entry` "
        + "failure that lists every violation with its place. Beside the schema there are rules that no schema "
        + "expresses: key/value heads divide the query heads, a token visits no more experts than there are. Failures "
        + "of earlier stages pass through untouched.",
      "A database (`{\"models\": [...]}`) is checked entry by entry, and across its entries: identifiers that are there "
        + "twice, and the order. Each violation is a line on standard error, with file, line, entry and field. The file "
        + "must not be empty.",
      "With `--schema` any JSON values are checked against a JSON Schema of draft 2020-12 or draft 7. References are "
        + "never fetched.",
      "Warnings about what is missing but useful go to standard error.",
    ],
    operand: Operand(.file("FILE"), count: 0...1),
    groups: [
      OptionGroup(
        "What to check",
        [
          ToolOption(
            "schema", value: .file("FILE", otherwise: "the schema of an entry"),
            "Check any JSON values against this schema"),
          ToolOption(
            "check-failures", requires: "schema", "Check failures of earlier stages too, instead of passing them on"),
          ToolOption("strict", "Count warnings as errors"),
          ToolOption("whole", "Take a top-level array as one value, and empty input as an error"),
          ToolOption("format-assertion", "Let 'format' reject values"),
        ]),
      OptionGroup(
        "Output",
        [
          ToolOption(
            "output", value: .words("FORM", ["basic", "github"]),
            "Print JSON Schema's result, or GitHub's annotations, instead"),
          ToolOption(
            "jobs", value: .integer("N", in: 1...1024, otherwise: "all cores"), "How many values to work on at once"),
        ]),
    ],
    examples: [
      Example("hf-transform < snapshots.ndjson | hf-validate > valid.ndjson", "Let only valid entries pass"),
      Example("hf-validate --strict data/models.json > /dev/null", "Check a database, as a CI job does"),
      Example("hf-validate --schema config.schema.json --output basic < config.json", "Check any JSON file"),
    ],
    files: [
      ("PREFIX/share/hf-model-import/model.schema.json", "The schema of an entry, used when --schema is not given.")
    ],
    generated: [
      "schema": { EntrySchema.document }, "request-schema": { EntrySchema.request },
      "comparison-schema": { EntrySchema.comparison },
      "fields": { EntryFieldMarkdown.markdown },
    ])
}
