import CommandLineTool
import Files
import JSON
import ModelSpec
import Platform

/// The preview of a change: the changed entries, the memory that their models need, and the diff of the file.
struct Preview {
  private let plan: PlannedChanges
  private let composition: DatabaseComposition
  private let diagnostics: Diagnostics
  private let isForTerminal: Bool
  private let columns: Int?

  init(_ plan: PlannedChanges, _ composition: DatabaseComposition, _ diagnostics: Diagnostics) {
    self.plan = plan
    self.composition = composition
    self.diagnostics = diagnostics
    isForTerminal = Terminal.isTerminal(STDERR_FILENO)
    columns = isForTerminal ? Terminal.width : nil
  }

  /// Writes the preview to stderr. Writes nothing under `--quiet`, or if the database does not change.
  func show() {
    guard diagnostics.verbosity >= .normal, plan.changesDatabase else { return }
    diagnostics.emit(text)
  }

  /// Reports which entries move, for a change that is made without a preview.
  func showMoves() {
    guard diagnostics.verbosity >= .normal else { return }
    let output = ByteBuffer()
    announceMoves(to: output)
    diagnostics.emit(output.text)
  }

  /// The whole preview.
  var text: String {
    let output = ByteBuffer()
    announceMoves(to: output)
    for removal in plan.removals {
      heading("remove: \(removal.label)" + (removal.modelID.map { " (\($0))" } ?? ""), to: output)
      output.append("\n")
    }
    for arrived in plan.additions {
      arrived.parsed()?.withRoot { describe($0, title: "new: \(arrived.id)", to: output) }
    }
    for update in plan.updates { describe(update, to: output) }
    // The moves would fill the diff and hide the other changes, so the diff is shown as if no entry moved.
    let shown = composition.moves.isEmpty ? composition : DatabaseComposition(plan, keepsOrder: true)
    DiffText(
      UnifiedDiff(to: shown.text), path: plan.layout.file.path, isForTerminal: isForTerminal,
      usesColor: diagnostics.usesColor
    ).write(to: output)
    return output.text
  }

  private func announceMoves(to output: ByteBuffer) {
    let lines = composition.moveNotice(plan)
    guard let first = lines.first else { return }
    output.append(text: diagnostics.format(.note, first, hint: nil))
    for line in lines.dropFirst() { output.append(text: line.escapingControlCharacters() + "\n") }
    output.append("\n")
  }

  private func describe(_ entry: JSONElement, title: String, to output: ByteBuffer) {
    heading(title, to: output)
    let origins = Dictionary(
      (entry[EntryField.explanation]?.members.map { ($0.key.string ?? "", $0.value.string ?? $0.value.compactText) })
        ?? []
    ) { $1 }
    var table = TextTable(columns: columns)
    for (key, value) in EntryFormatter.orderedMembers(of: entry) {
      let name = key.string ?? ""
      let shown = value.string ?? value.readableText
      if let source = origins[name] { table.add(name, shown, source) } else { table.add(name, shown) }
    }
    output.append(text: table.text)
    describeMemory(of: entry, to: output)
    output.append("\n")
  }

  private func describe(_ update: PlannedChanges.PlannedUpdate, to output: ByteBuffer) {
    heading("update: \(update.label)", to: output)
    var table = TextTable(columns: columns)
    for change in update.content.changes {
      table.add(change.field, change.readableValues)
    }
    for value in update.content.differingOverrides {
      table.add(value.field, "\(value.override) (override; derived: \(value.derived))")
    }
    output.append(text: table.text)
    (try? JSONDocument(update.content.text.array))?.withRoot { describeMemory(of: $0, to: output) }
    output.append("\n")
  }

  private func describeMemory(of entry: JSONElement, to output: ByteBuffer) {
    let estimate = MemoryEstimate(of: entry)
    var table = TextTable(columns: columns)
    if let published = estimate.publishedWeights { table.add("weights, as published", published) }
    table.add("weights", estimate.weights ?? "unknown: parameters_billions is missing or negative")
    for row in estimate.caches { table.add(row.title, row.sizes) }
    for warning in PreviewWarning.all(for: entry) { table.add("warning", warning) }
    output.append(text: "\n" + table.text)
  }

  private func heading(_ text: String, to output: ByteBuffer) {
    let line = text.escapingControlCharacters()
    output.append(text: diagnostics.usesColor ? "\u{1B}[1m\(line)\u{1B}[0m\n" : line + "\n")
  }
}
