import CommandLineTool
import ModelSpec

extension ToolDescription {
  /// What hf-validate is: the texts of its help and pages, and its option table.
  static let validate = ToolDescription(
    name: "hf-validate",
    summary: "check model entries, or any JSON, against a schema",
    synopsis: ["[OPTION]... [FILE]", "--schema FILE [FILE]"],
    details: [
      "Reads entries from FILE, or from standard input if FILE is missing or `-`, and prints those that are valid. "
        + "An invalid entry becomes an `invalid_entry` failure that lists all violations with their locations. In addition to the schema, an "
        + "entry must follow rules that a schema cannot express: for example, the key/value heads divide the query "
        + "heads, and a token uses no more experts than the model has. Failures of earlier stages pass through "
        + "unchanged.",
      "A database (`{\"models\": [...]}`) is checked entry by entry, and for duplicate ids, duplicate keys and the "
        + "order of its entries. It is printed whole, or replaced by one failure. Each error is one line on standard "
        + "error, with file, line, entry and field, and so is each entry's first warning. An empty FILE is an error.",
      "With `--schema` any JSON values are checked against a JSON Schema of draft 2020-12 or draft 7. References are "
        + "never fetched.",
      "Warnings, such as missing recommended fields, go to standard error.",
    ],
    operand: Operand(.file("FILE"), count: 0...1),
    groups: validateOptionTable,
    examples: [
      Example("hf-transform < snapshots.ndjson | hf-validate > valid.ndjson", "Keep only valid entries"),
      Example("hf-validate --strict data/models.json > /dev/null", "Check a database, as a CI job does"),
      Example("hf-validate --schema config.schema.json --output basic < config.json", "Check any JSON file"),
    ],
    generated: [
      "schema": { EntrySchema.document }, "request-schema": { EntrySchema.request },
      "comparison-schema": { EntrySchema.comparison }, "fields": { EntryFieldMarkdown.markdown },
    ],
    statusNotes: [
      .itemsFailed: "A warning counts as an error with `--strict`, except one about an id that does not match the "
        + "schema's pattern. With `--check-failures`, an earlier stage's failure counts only if it violates the schema.",
      .usage: "Or the schema is not valid.",
    ])
}
