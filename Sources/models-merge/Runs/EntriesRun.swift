import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// `--entries`: prints the known fields of the selected entries, one entry a line.
struct EntriesRun {
  let selection: MergeOptions.Selection
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// Prints the entries.
  ///
  /// - Throws: ``ToolError`` when the database cannot be read, an id of the selection is unknown, or the entries
  ///   cannot be printed.
  func run() throws(ToolError) -> ExitStatus {
    try printEntries(selection, options, diagnostics) { entries, output in
      for entry in entries {
        output.beginObject()
        for field in EntryField.inOrder { output.member(field.name, entry.value[field.name]) }
        output.endObject()
        output.endLine()
      }
    }
  }
}

/// Prints what `write` makes of the selected entries of a database.
///
/// - Throws: ``ToolError`` when the database cannot be read, an id of the selection is unknown, or the output cannot be
///   written.
func printEntries(
  _ selection: MergeOptions.Selection, _ options: MergeOptions, _ diagnostics: Diagnostics,
  _ write: ([StoredEntries.StoredEntry], ByteBuffer) -> Void
) throws(ToolError) -> ExitStatus {
  try withDatabase(options, diagnostics) { (database) throws(ToolError) in
    let stored = StoredEntries(of: database.models, selection)
    try stored.requireAll(in: options.databasePath)
    let output = ByteBuffer()
    write(stored.all, output)
    do throws(SystemError) { try OutputStream().write(output.bytes) } catch { throw .cannotWriteOutput(error) }
    return .success
  }
}
