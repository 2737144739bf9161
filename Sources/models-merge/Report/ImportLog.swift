import CommandLineTool
import ModelSpec
import Platform

/// The Markdown log of an import: a summary, the failures by group, what to do about them, and a list for a new batch.
struct ImportLog {
  private let report: MergeReport
  private let generated: Timestamp
  private let endpoint: String

  init(_ report: MergeReport, generated: Timestamp = Timestamp()) {
    self.report = report
    self.generated = generated
    let mirror = environment("HF_ENDPOINT") ?? ""
    endpoint = mirror.isEmpty ? StandardLocation.hub : mirror
  }

  /// The whole log.
  var text: String {
    let sections =
      [heading, summary, successes, leftAlone, changes, notWritten] + failures + [
        notTried, recommendations, retryList,
      ]
    return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
  }

  private var heading: String { "# Batch Import Results\n\nGenerated: \(generated.iso8601)" }

  private var summary: String {
    let tried = report.models - report.notTried.count - report.missingModels
    let counts: [(title: String, count: Int)?] = [
      report.expectedItems.map { ("In the list", $0) }, ("Total models", report.models),
      tried < report.models ? ("Tried", tried) : nil, ("Successfully imported", report.changed.count),
      ("Unchanged", report.unchanged.count), ("Skipped", report.skipped.count), ("Failed", report.failedModels),
      ("Other failures", report.otherFailures), ("Not tried", report.notTried.count),
      ("Did not arrive", report.missingModels), ("Valid, but not imported", report.notWritten.count),
    ]
    let always = ["Successfully imported", "Failed"]
    var lines = counts.compactMap(\.self).filter { $0.count > 0 || always.contains($0.title) }
      .map { "- \($0.title): \($0.count)" }
    if let rate = report.successRate { lines.append("- Success rate: \(rate)") }
    let remark: String? =
      switch report.outcome {
      case .declined: "Nothing was imported: the user did not confirm."
      case .refused: "Nothing was imported, because some models failed."
      case .written, .nothingWritten: report.isDryRun ? "This was a dry run: nothing was written." : nil
      }
    return (["## Summary", lines.joined(separator: "\n")] + [remark].compactMap(\.self)).joined(separator: "\n\n")
  }

  /// The valid models that were not imported; nil when there are none.
  private var notWritten: String? {
    guard !report.notWritten.isEmpty else { return nil }
    return "## Valid, but Not Imported\n\n"
      + report.notWritten.map { "- \(plain($0.label))" }.joined(separator: "\n")
  }

  /// The changed fields of updated entries; nil when there are none.
  private var changes: String? {
    guard !report.changes.isEmpty else { return nil }
    let entries = report.changes.map { id, fields in
      ([("- " + plain(id))]
        + fields.map { "  - \(plain($0.field)): \(plain($0.old ?? "(none)")) -> \(plain($0.new ?? "(removed)"))" })
        .joined(separator: "\n")
    }
    return "## Changed Fields\n\n" + entries.joined(separator: "\n")
  }

  private var successes: String? {
    list("Successfully Imported", [(report.added, ""), (report.updated, " (updated)"), (report.removed, " (removed)")])
  }

  /// The models whose entries stay as they are; nil when there are none.
  private var leftAlone: String? {
    list("Left Unchanged", [(report.unchanged, " (up to date)"), (report.skipped, " (skipped)")])
  }

  private func list(_ title: String, _ groups: [(names: [EntryName], note: String)]) -> String? {
    let lines = groups.flatMap { names, note in names.map { "- \(plain($0.label))\(note)" } }
    return lines.isEmpty ? nil : "## \(title)\n\n" + lines.joined(separator: "\n")
  }

  /// The models that were not tried; nil when there are none.
  private var notTried: String? {
    guard !report.notTried.isEmpty else { return nil }
    return "## Not Tried\n\n"
      + report.notTried.map { "- \(plain($0.modelID ?? "(no model id)"))" }.joined(separator: "\n")
  }

  private func failures(of group: FailureGroup) -> [BatchFailure] {
    report.failed.filter { FailureGroup(code: $0.code) == group }
  }

  private var failures: [String] {
    guard !report.failed.isEmpty else { return [] }
    let groups = FailureGroup.allCases.compactMap { group -> String? in
      let members = failures(of: group)
      guard !members.isEmpty else { return nil }
      let items = group == .noConnection ? itemsByReason(members) : members.map { item($0, in: group) }
      return "### \(group.title) (\(members.count))\n\n" + items.joined(separator: "\n")
    }
    return ["## Failed Imports"] + groups
  }

  /// One item for each reason, with the models that failed for it: without a network, all models have the same reason.
  private func itemsByReason(_ failures: [BatchFailure]) -> [String] {
    var (models, reasons): ([String: [String]], [String]) = ([:], [])
    for failure in failures {
      let reason = failure.messageWithoutURL
      if models[reason] == nil { reasons.append(reason) }
      models[reason, default: []].append("  - " + plain(failure.modelID ?? "(no model id)"))
    }
    return reasons.map { (["- " + plain($0)] + models[$0, default: []]).joined(separator: "\n") }
  }

  private func item(_ failure: BatchFailure, in group: FailureGroup) -> String {
    var lines = ["- " + plain(failure.modelID ?? "(no model id)")]
    if group == .gated, let modelID = failure.modelID { lines.append("  URL: \(plain("\(endpoint)/\(modelID)"))") }
    lines.append("  Error: \(plain(failure.message))")
    if let hint = failure.hint { lines.append("  What to do: \(plain(Caller.current.terms(of: hint)))") }
    return lines.joined(separator: "\n")
  }

  private var recommendations: String {
    let present = FailureGroup.allCases.filter { !failures(of: $0).isEmpty }
    let advice = present.compactMap(\.recommendation).map { title, steps in
      "### \(title):\n\n" + steps.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    }
    let general =
      report.failures.isEmpty
      ? "Nothing failed."
      : """
      When the causes are fixed, import the failed models again. \(Caller.current == .make ? "`SKIP_EXISTING=1`" : "`--skip-existing`") \
      skips models that the database already has.
      """
    return (["## Recommendations", general] + advice).joined(separator: "\n\n")
  }

  /// The ids of the models that failed or were not tried, as a code block at the end of the log; nil when there are
  /// none. This text is also a valid list of models for a batch, where `#` starts a comment and indentation is ignored.
  private var retryList: String? {
    var seen: Set<String> = []
    let ids = (report.failed + report.notTried).compactMap(\.modelID).filter { seen.insert($0).inserted }
    guard !ids.isEmpty else { return nil }
    let title = report.notTried.isEmpty ? "Failed Models" : "Failed and Not Tried Models"
    return "## \(title)\n\n" + ids.map { "    " + $0.escapingControlCharacters() }.joined(separator: "\n")
  }

  private func plain(_ text: String) -> String { MarkdownText.escaping(text) }
}
