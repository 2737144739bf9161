import CommandLineTool
import JSON
import ModelSpec

/// `--entries`: prints the selected entries, without fields that the tools do not know, one entry per line.
struct EntriesRun {
  let selection: MergeOptions.Selection
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// Prints the entries.
  ///
  /// - Returns: success.
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
