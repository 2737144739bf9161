import JSON

/// The keys of what models-merge prints with `--compare`, with their meanings and types. The JSON Schema, the tables of
/// `docs/keeping.md` and an output schema of the MCP server are generated from the rows.
public enum ComparisonFields {
  private static let count = FieldType.integer(0...1_000_000_000)

  /// The keys of a line about one field that differs between an entry of the database and the derived entry.
  public static let difference = [
    FieldDescription(JSONKey.id.text, .text(longest: nil), isRequired: true, "the entry's id"),
    FieldDescription(JSONKey.hfModelID.text, .text(longest: nil), "the model's id, as the database has it"),
    FieldDescription(
      "field", .text(longest: nil), isRequired: true,
      "the field that differs; a member of an object follows a dot, as in `kv_cache.sliding_window`"),
    FieldDescription("stored", .any, "the wrong value in the database; left out if the database lacks the field"),
    FieldDescription(
      "stated", .any, "instead of `stored`: the override, which differs from the derived value; this is not an error"),
    FieldDescription("derived", .any, isRequired: true, "the derived value; null if the model has none"),
    FieldDescription("from", .text(longest: nil), "the key or rule that the derived value comes from"),
    FieldDescription(
      "line", .integer(1...1_000_000_000), isRequired: true, "the line of the field in the file, or of its entry"),
  ]

  /// The keys of the summary, which is the last line.
  public static let summary = [
    FieldDescription("database", .text(longest: nil), isRequired: true, "the path of the database"),
    FieldDescription("entries", count, isRequired: true, "how many entries were selected"),
    FieldDescription("compared", count, isRequired: true, "how many of them were derived, and so compared"),
    FieldDescription("differing", count, isRequired: true, "how many compared entries have a wrong value"),
    FieldDescription(
      "differences", count, isRequired: true, "how many values are wrong: the number of lines with `stored`"),
    FieldDescription(
      "lacking", count, isRequired: true,
      "how many derived fields the database lacks: the number of lines with neither `stored` nor `stated`"),
    FieldDescription(
      "stated", count, isRequired: true,
      "how many overrides differ from the derived values: the number of lines with `stated`"),
    FieldDescription("without_model_id", count, isRequired: true, "how many entries have no `hf_model_id`"),
    FieldDescription(
      "not_in_database", count, isRequired: true, "how many derived entries match no selected entry"),
    FieldDescription(
      "not_derived", .object([]), isRequired: true, "how many entries could not be derived, by failure code"),
    FieldDescription(
      "missing", .texts, isRequired: true,
      "the ids of entries with an `hf_model_id` for which the input had neither an entry nor a failure"),
  ]

  /// The keys of ``difference`` as a Markdown table.
  public static var differenceTable: String { EntryFieldMarkdown.markdown(of: difference) }

  /// The keys of ``summary`` as a Markdown table.
  public static var summaryTable: String { EntryFieldMarkdown.markdown(of: summary) }
}
