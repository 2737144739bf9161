import CommandLineTool
import Platform

/// The Markdown log of an import: a summary, the failures by kind, what to do about them, and a list to try again.
struct ImportLog {
  private let report: MergeReport
  private let generated: Timestamp
  private let endpoint: String

  /// Prepares the log of an import.
  init(_ report: MergeReport, generated: Timestamp = Timestamp()) {
    self.report = report
    self.generated = generated
    let mirror = environment("HF_ENDPOINT") ?? ""
    endpoint = mirror.isEmpty ? "https://huggingface.co" : mirror
  }

  /// The whole log.
  var text: String {
    let sections = [heading, summary, successes, changes, held] + failures + [recommendations, retryList]
    return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
  }

  private var heading: String { "# Batch Import Results\n\nGenerated: \(generated.iso8601)" }

  private var summary: String {
    let counts: [(title: String, count: Int)?] = [
      report.expectedItems.map { ("In the list", $0) }, ("Total models", report.models),
      ("Successfully imported", report.successes), ("Failed", report.failures.count),
      report.notTried > 0 ? ("Not tried", report.notTried) : nil,
      report.held.isEmpty ? nil : ("Good, but not imported", report.held.count),
    ]
    var lines = counts.compactMap(\.self).map { "- \($0.title): \($0.count)" }
    if let rate = successRate { lines.append("- Success rate: \(rate)") }
    let remark =
      report.isDryRun
      ? "This was a dry run: nothing was written."
      : isDeclined ? "Nothing was imported: the question was not answered with yes." : nil
    return (["## Summary", lines.joined(separator: "\n")] + [remark].compactMap(\.self)).joined(separator: "\n\n")
  }

  private var isDeclined: Bool { if case .declined = report.outcome { true } else { false } }

  /// A rate says something of a batch alone.
  private var successRate: String? { report.models > 1 && !isDeclined ? report.successRate : nil }

  /// What could have been imported, and what of the updated entries changed.
  private var held: String? {
    guard !report.held.isEmpty else { return nil }
    return "## Not Imported, Since Others Failed\n\n"
      + report.held.map { "- \(plain($0.label))" }.joined(separator: "\n")
  }

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
    guard report.successes > 0 else { return nil }
    let notes: [(names: [EntryName], note: String)] = [
      (report.added, ""), (report.updated, " (updated)"), (report.removed, " (removed)"),
      (report.unchanged, " (unchanged)"),
      (report.skipped, " (there already)"),
    ]
    let lines = notes.flatMap { names, note in names.map { "- \(plain($0.label))\(note)" } }
    return "## Successfully Imported\n\n" + lines.joined(separator: "\n")
  }

  private func failures(of group: FailureGroup) -> [ReportedFailure] {
    report.failures.filter { FailureGroup(code: $0.code) == group }
  }

  private var failures: [String] {
    guard !report.failures.isEmpty else { return [] }
    let groups = FailureGroup.allCases.compactMap { group -> String? in
      let members = failures(of: group)
      guard !members.isEmpty else { return nil }
      let items = members.map { item($0, in: group) }
      return "### \(group.title) (\(members.count))\n\n" + items.joined(separator: "\n")
    }
    return ["## Failed Imports"] + groups
  }

  private func item(_ failure: ReportedFailure, in group: FailureGroup) -> String {
    var lines = ["- " + plain(failure.modelID ?? "(no model id)")]
    if group == .gated, let modelID = failure.modelID { lines.append("  URL: \(plain("\(endpoint)/\(modelID)"))") }
    lines.append("  Error: \(plain(failure.message))")
    if let hint = failure.hint { lines.append("  What to do: \(plain(hint))") }
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
      When the causes are fixed, import the models listed below again; models that are there already can be passed \
      over with `SKIP_EXISTING=1`.
      """
    return (["## Recommendations", general] + advice).joined(separator: "\n\n")
  }

  /// The ids alone, indented as a code block: from its heading on, the log is a list file, where `#` starts a comment
  /// and white space around an id does not count.
  private var retryList: String? {
    var seen: Set<String> = []
    let ids = report.failures.compactMap(\.modelID).filter { seen.insert($0).inserted }
    guard !ids.isEmpty else { return nil }
    return "## Failed Models\n\n" + ids.map { "    " + $0.escapingControlCharacters() }.joined(separator: "\n")
  }

  /// Text from outside as Markdown that shows just that text.
  private func plain(_ text: String) -> String { MarkdownText.escaping(text) }
}
