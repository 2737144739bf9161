import CommandLineTool
import JSON

/// Prints the documents that `write` appends to its buffer for the selected entries of a database.
///
/// - Returns: success.
/// - Throws: ``ToolError`` when the database cannot be read, an id of the selection is unknown, `write` throws, or the
///   output cannot be written.
func printEntries(
  _ selection: MergeOptions.Selection, _ options: MergeOptions, _ diagnostics: Diagnostics,
  _ write: ([StoredEntries.StoredEntry], ByteBuffer) throws(ToolError) -> Void
) throws(ToolError) -> ExitStatus {
  try withDatabase(options, diagnostics) { (database) throws(ToolError) in
    let stored = StoredEntries(of: database.models, selection)
    try stored.requireAll(in: options.databasePath)
    let output = ByteBuffer()
    try write(stored.all, output)
    try printLines(output, isPretty: options.isPretty)
    return .success
  }
}
