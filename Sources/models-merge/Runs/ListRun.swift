import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// `--list`: prints the entries of a database as requests for hf-fetch, with what a user stated as overrides.
struct ListRun {
  let selection: MergeOptions.Selection
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// Prints them, and reports which entries are left out.
  ///
  /// - Throws: ``ToolError`` when the database cannot be read or the list not be printed.
  func run() throws(ToolError) -> ExitStatus {
    try printEntries(selection, options, diagnostics) { entries, output in
      for entry in entries {
        guard let modelID = entry.modelID else { continue }
        write(entry, modelID, to: output)
      }
      reportOmissions(entries)
    }
  }

  private func write(
    _ entry: StoredEntries.StoredEntry, _ modelID: String, to output: ByteBuffer
  ) {
    output.beginObject()
    output.key("model")
    output.string(modelID)
    if selection.isLocked, let revision = entry.value[EntryField.hfRevision.name]?.string {
      output.key("revision")
      output.string(revision)
    }
    let stated =
      entry.value[EntryField.overrides.name]?.members.filter { !options.forgottenFields.contains($0.key.string ?? "") }
      ?? []
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

  private func reportOmissions(_ entries: [StoredEntries.StoredEntry]) {
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
}
