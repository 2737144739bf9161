/// What models-merge prints under `--compare`: the one home of the keys' meanings and types. The JSON Schema, the table
/// of `docs/keeping.md` and the output schema of the MCP server are generated from the rows.
public enum ComparisonFields {
  private static let count = FieldType.integer(0...1_000_000_000)

  /// A difference between an entry and what was derived for it.
  public static let difference = [
    FieldDescription("id", .text(longest: nil), isRequired: true, "the entry's id"),
    FieldDescription("hf_model_id", .text(longest: nil), "the model's id, as the database has it"),
    FieldDescription(
      "field", .text(longest: nil), isRequired: true,
      "what differs; a member of `kv_cache` or `quantization` has a dot before its name"),
    FieldDescription("stored", .any, "the value in the database; left out where it has none"),
    FieldDescription(
      "stated", .any, "instead of `stored`: the value that a person stated; that another one is derived is no error"),
    FieldDescription("derived", .any, isRequired: true, "the derived value; null where the model has none"),
    FieldDescription("from", .text(longest: nil), "the key or rule that the derived value comes from"),
    FieldDescription(
      "line", .integer(1...1_000_000_000), isRequired: true, "the line of the field in the file, or of its entry"),
  ]

  /// The last line: what was found, in numbers.
  public static let summary = [
    FieldDescription("database", .text(longest: nil), isRequired: true, "the path of the database"),
    FieldDescription("entries", count, isRequired: true, "how many entries were to be compared"),
    FieldDescription("compared", count, isRequired: true, "how many of them were derived"),
    FieldDescription("differing", count, isRequired: true, "how many of these have a wrong value"),
    FieldDescription("differences", count, isRequired: true, "how many values are wrong"),
    FieldDescription("lacking", count, isRequired: true, "how many fields the database does not have"),
    FieldDescription("stated", count, isRequired: true, "how many stated values differ from derived ones"),
    FieldDescription("without_model_id", count, isRequired: true, "how many entries name no model"),
    FieldDescription("not_in_database", count, isRequired: true, "how many derived entries are of no entry"),
    FieldDescription(
      "not_derived", .object([]), isRequired: true, "how many entries could not be derived, by the code of the failure"),
    FieldDescription("missing", .texts, isRequired: true, "the ids of the entries to which no answer came"),
  ]

  /// The keys of a difference as a Markdown table.
  public static var differenceTable: String { EntryFieldMarkdown.markdown(of: difference) }

  /// The keys of the summary as a Markdown table.
  public static var summaryTable: String { EntryFieldMarkdown.markdown(of: summary) }
}
