import CommandLineTool
import JSON
import ModelSpec

/// `--list`: prints the selected entries as requests for hf-fetch, with their overrides.
struct ListRun {
  let selection: MergeOptions.Selection
  let options: MergeOptions
  let diagnostics: Diagnostics

  /// Prints the requests, and reports entries without a model id and, with `--locked`, without a commit.
  ///
  /// - Returns: success.
  /// - Throws: ``ToolError`` when the database cannot be read, an id of the selection or a field to forget is unknown,
  ///   or the requests cannot be printed.
  func run() throws(ToolError) -> ExitStatus {
    try printEntries(selection, options, diagnostics) { (entries, output) throws(ToolError) in
      try options.requireForgettable(Set(entries.flatMap { overrides(of: $0).compactMap(\.key.string) }))
      for entry in entries {
        guard let modelID = entry.modelID else { continue }
        write(entry, modelID, to: output)
      }
      reportMissingFields(of: entries)
    }
  }

  private func write(
    _ entry: StoredEntries.StoredEntry, _ modelID: String, to output: ByteBuffer
  ) {
    output.beginObject()
    output.member("model", modelID)
    if selection.isLocked, let revision = entry.value[EntryField.hfRevision.name]?.string {
      output.member("revision", revision)
    }
    let overrides = overrides(of: entry).filter { !options.forgottenFields.contains($0.key.string ?? "") }
    if !overrides.isEmpty {
      output.beginObject("overrides")
      output.members(overrides)
      output.endObject()
    }
    output.endObject()
    output.endLine()
  }

  private func overrides(of entry: StoredEntries.StoredEntry) -> [(key: JSONElement, value: JSONElement)] {
    entry.value[EntryField.overrides.name].map { Array($0.members) } ?? []
  }

  private func reportMissingFields(of entries: [StoredEntries.StoredEntry]) {
    let withoutModelID = entries.filter { $0.modelID == nil }
    if !withoutModelID.isEmpty {
      let subject = withoutModelID.count.counting(
        "entry has no hf_model_id, and is", "entries have no hf_model_id, and are")
      diagnostics.note(
        "\(subject) left out: \(names(of: withoutModelID))", hint: "add the id of the model on the Hub to the entry")
    }
    guard selection.isLocked else { return }
    let withoutCommit = entries.filter { $0.modelID != nil && $0.value[EntryField.hfRevision.name]?.string == nil }
    if !withoutCommit.isEmpty {
      let subject = withoutCommit.count.counting("entry records no commit", "entries record no commit")
      diagnostics.note(
        "\(subject), so the newest one is requested: \(names(of: withoutCommit))",
        hint: ImportHints.recordCommits)
    }
  }

  private func names(of entries: [StoredEntries.StoredEntry]) -> String {
    entries.map { "'\($0.label)'" }.abbreviated(namingAll: diagnostics.verbosity == .verbose)
  }
}
