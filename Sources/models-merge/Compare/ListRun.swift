import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// Prints the entries of a database as requests for hf-fetch, with what a person stated as overrides.
///
/// - Throws: ``ToolError`` when the database cannot be read or the list not be printed.
func listEntries(
  _ selection: MergeOptions.Selection, _ options: MergeOptions, _ diagnostics: Diagnostics
) throws(ToolError) -> ExitStatus {
  try withDatabase(options, diagnostics) { (_, models, _) throws(ToolError) in
    let stored = StoredEntries(of: models, only: selection.ids)
    try stored.requireAll()
    let entries = stored.all
    let output = ByteBuffer()
    for entry in entries {
      guard let modelID = entry.modelID else { continue }
      write(entry, modelID, selection, forgetting: options.forgottenFields, to: output)
    }
    reportOmissions(entries, selection, diagnostics)
    do throws(SystemError) { try OutputStream().write(output.bytes) } catch { throw .cannotWriteOutput(error) }
    return .success
  }
}

private func write(
  _ entry: StoredEntries.Entry, _ modelID: String, _ selection: MergeOptions.Selection,
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
  _ entries: [StoredEntries.Entry], _ selection: MergeOptions.Selection, _ diagnostics: Diagnostics
) {
  let unknown = entries.filter { $0.modelID == nil }.map { "'\($0.id)'" }
  if !unknown.isEmpty {
    diagnostics.note(
      "\(unknown.count) entries have no hf_model_id and are left out: \(unknown.joined(separator: ", "))",
      hint: "add the model's id on the Hub to each of them")
  }
  guard selection.isLocked else { return }
  let unlocked = entries.filter { $0.modelID != nil && $0.value[EntryField.hfRevision.name]?.string == nil }
  if !unlocked.isEmpty {
    diagnostics.note(
      "\(unlocked.count) entries record no commit, and are unlocked: \(unlocked.map { "'\($0.id)'" }.joined(separator: ", "))",
      hint: "an update records the commits")
  }
}
