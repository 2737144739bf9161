import CommandLineTool
import JSON
import ModelSpec

/// The summary at the end of an import, for people: what failed, what was done, and how to undo it.
struct ImportSummary {
  let report: MergeReport
  let options: MergeOptions

  /// The maximum number of entries whose changed fields are shown, and of fields for each entry.
  private static let shownUpdates = 10, shownFields = 8

  /// Writes the summary to stderr. The last message says what was done.
  func write(to diagnostics: Diagnostics) {
    for failure in report.failed where isUnreported(failure) {
      diagnostics.error(Failure.message(failure.message, about: failure.modelID), hint: failure.hint)
    }
    if let reported { diagnostics.note(reported) }
    if report.missingModels > 0, !report.failed.contains(where: \.isWrongItemCount) {
      diagnostics.error(
        "\(report.missingModels) of \(report.models) models did not arrive",
        hint: "read the messages of the earlier stages, above")
    }
    if let notTried { diagnostics.note(notTried) }
    if let counts { diagnostics.note(counts) }
    for line in changedFields { diagnostics.note(line) }
    let (sentence, hint) = conclusion
    diagnostics.note(sentence, hint: hint)
  }

  /// Whether no message says yet that the item failed. A program that replaces a stage need not write messages.
  private func isUnreported(_ failure: BatchFailure) -> Bool {
    failure.mustBeReported || Caller.current.replaces(failure.stage)
  }

  /// A sentence with the number of failures that earlier stages have reported, by stage and code; nil when there are
  /// none.
  private var reported: String? {
    var (counts, names): ([String: Int], [String]) = ([:], [])
    for failure in report.failed where !isUnreported(failure) {
      let name = "\(failure.stage): \(failure.code)"
      if counts.updateValue(counts[name, default: 0] + 1, forKey: name) == nil { names.append(name) }
    }
    guard !counts.isEmpty else { return nil }
    let total = counts.values.reduce(0, +)
    let list = names.map { "\(counts[$0, default: 0]) \($0)" }.joined(separator: ", ")
    let details = options.logPath.map { "'\($0)' has the details" } ?? "see the messages above"
    return "\(total.counting("model")) failed in an earlier stage (\(list)); \(details)"
  }

  /// The changed fields of updated entries, one line for each entry; empty when nothing was written, and when a preview
  /// has shown them.
  private var changedFields: [String] {
    guard case .written = report.outcome, !options.asksFirst else { return [] }
    let lines = report.changes.prefix(ImportSummary.shownUpdates).map { id, fields in
      let shown = fields.prefix(ImportSummary.shownFields).map(\.summary).joined(separator: ", ")
      let rest = fields.count - ImportSummary.shownFields
      return "'\(id)': \(shown)" + (rest > 0 ? ", and \(rest) more" : "")
    }
    let rest = report.changes.count - ImportSummary.shownUpdates
    return rest > 0 ? lines + [rest.counting("more entry was", "more entries were") + " updated"] : lines
  }

  /// A sentence that names the models that were not tried; nil when there are none.
  private var notTried: String? {
    let models = report.notTried.map { "'\($0.modelID ?? "?")'" }
    return models.isEmpty ? nil : "not tried, because a failure ended the batch: \(models.abbreviated())"
  }

  /// The counts of a batch; nil for a single model, and when the user did not confirm.
  private var counts: String? {
    if case .declined = report.outcome { return nil }
    guard report.models > 1 else { return nil }
    let others = [
      (report.unchanged.count, "unchanged"), (report.skipped.count, "skipped"), (report.notTried.count, "not tried"),
      (report.missingModels, "did not arrive"), (report.notWritten.count, "valid, but not imported"),
    ].filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
    let rate = report.successRate.map { ", success rate \($0)" } ?? ""
    return "\(report.changed.count) successful, \(report.failedModels) failed" + others.joined() + rate
  }

  /// What was done, and what to do next.
  private var conclusion: (sentence: String, hint: String?) {
    switch report.outcome {
    case .written(let backup):
      (
        "\(changesInWords) in '\(report.database)'; the old file is kept as '\(backup)'",
        "undo with: \(UndoCommand(options: options).text)"
      )
    case .declined: ("nothing was changed", nil)
    case .refused:
      (
        "nothing was written to '\(report.database)'",
        report.notWritten.isEmpty && report.notTried.isEmpty ? nil : report.hints.importTheRest
      )
    case .nothingWritten where report.isDryRun: ("this was a dry run: nothing was written to '\(report.database)'", nil)
    case .nothingWritten:
      ("nothing was written to '\(report.database)'\(report.failures.isEmpty ? ": it is up to date" : "")", nil)
    }
  }

  private var changesInWords: String {
    [("added", report.added), ("updated", report.updated), ("removed", report.removed)]
      .filter { !$0.1.isEmpty }.map { verb, names in "\(verb) \(list(names))" }.joined(separator: ", ")
  }

  private func list(_ names: [EntryName]) -> String {
    let named = names.prefix([String].namedCount).map { "'\($0.id)'" }.joined(separator: ", ")
    return names.count > [String].namedCount ? "\(names.count) entries (\(named), ...)" : named
  }
}
