import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// Prints the entries of a database as requests for hf-fetch, with what a user stated as overrides.
///
/// - Throws: ``ToolError`` when the database cannot be read or the list not be printed.
func listEntries(
  _ selection: MergeOptions.Selection, _ options: MergeOptions, _ diagnostics: Diagnostics
) throws(ToolError) -> ExitStatus {
  try print(selection, options, diagnostics) { entries, output in
    for entry in entries {
      guard let modelID = entry.modelID else { continue }
      write(entry, modelID, selection, forgetting: options.forgottenFields, to: output)
    }
    reportOmissions(entries, selection, diagnostics)
  }
}

/// Prints the known fields of the entries of a database, an entry a line.
///
/// - Throws: ``ToolError`` when the database cannot be read or the entries not be printed.
func printEntries(
  _ selection: MergeOptions.Selection, _ options: MergeOptions, _ diagnostics: Diagnostics
) throws(ToolError) -> ExitStatus {
  try print(selection, options, diagnostics) { entries, output in
    for entry in entries {
      output.beginObject()
      for field in EntryField.inOrder {
        guard let value = entry.value[field.name] else { continue }
        output.key(field.name)
        output.element(value)
      }
      output.endObject()
      output.endLine()
    }
  }
}

private func print(
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

private func write(
  _ entry: StoredEntries.StoredEntry, _ modelID: String, _ selection: MergeOptions.Selection,
  forgetting forgotten: Set<String>, to output: ByteBuffer
) {
  output.beginObject()
  output.key("model")
  output.string(modelID)
  if selection.isLocked, let revision = entry.value[EntryField.hfRevision.name]?.string {
    output.key("revision")
    output.string(revision)
  }
  let stated = entry.value[EntryField.overrides.name]?.members.filter { !forgotten.contains($0.key.string ?? "") } ?? []
  if !stated.isEmpty {
    output.key("overrides")
    output.beginObject()
    for (key, value) in stated {
      output.key(key.string ?? "")
      output.element(value)
    }
    output.endObject()
  }
  output.endObject()
  output.endLine()
}

private func reportOmissions(
  _ entries: [StoredEntries.StoredEntry], _ selection: MergeOptions.Selection, _ diagnostics: Diagnostics
) {
  let unknown = entries.filter { $0.modelID == nil }
  if !unknown.isEmpty {
    let subject =
      unknown.count == 1
      ? "1 entry has no hf_model_id, and is" : "\(unknown.count) entries have no hf_model_id, and are"
    diagnostics.note("\(subject) left out: \(names(of: unknown))", hint: "add the model's id on the Hub")
  }
  guard selection.isLocked else { return }
  let unlocked = entries.filter { $0.modelID != nil && $0.value[EntryField.hfRevision.name]?.string == nil }
  if !unlocked.isEmpty {
    let subject =
      unlocked.count == 1
      ? "1 entry records no commit, and is" : "\(unlocked.count) entries record no commit, and are"
    diagnostics.note("\(subject) unlocked: \(names(of: unlocked))", hint: "an update records the commits")
  }
}

private func names(of entries: [StoredEntries.StoredEntry]) -> String {
  entries.map { "'\($0.label)'" }.joined(separator: ", ")
}
