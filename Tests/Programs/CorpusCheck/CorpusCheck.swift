import JSON
import ModelSpec
import TestSupport

/// The comparison of what the tools made of a corpus with its truth.
struct CorpusCheck {
  private struct Tally {
    var agreeing = 0
    var compared = 0

    var text: String {
      guard compared > 0 else { return "-" }
      let percent = (Double(agreeing) / Double(compared) * 1000).rounded() / 10
      return "\(agreeing)/\(compared) \(percent) %"
    }
  }

  private var real: [String: Tally] = [:]
  private var defaults: [String: Tally] = [:]
  private var within: [String: Tally] = [:]
  private(set) var differences: [String] = []
  private(set) var refusals: [String] = []

  /// Values of `model_type` that no family declares.
  private(set) var undeclared: Set<String> = []
  /// What follows from the class defaults alone, and is not as the truth has it.
  private(set) var moved: [String] = []

  /// Models that are described wrongly although no message names them.
  private(set) var silent: [String] = []
  /// Models that are described rightly, and those of them that a message names.
  private var right = 0
  private var named: [String] = []

  init(truths: [Truth], results: Stages.Results) {
    guard results.described.count == truths.count, results.plain.count == truths.count else {
      differences.append("\(truths.count) models went in, \(results.described.count) documents came out")
      return
    }
    for (index, truth) in truths.enumerated() {
      let before = differences.count
      compare(truth, with: results.described[index].root)
      if truth.isMultimodal { requireRefusal(of: truth, results.plain[index].root) }
      let messages = results.messages.filter { $0.contains("'\(truth.modelID)'") }
      let isNamed = !messages.isEmpty
      if messages.contains(where: { $0.contains(": unknown model_type ") }) { undeclared.insert(truth.modelType) }
      if differences.count > before {
        if !isNamed { silent.append(truth.modelID) }
      } else if results.described[index].root.failureError == nil {
        right += 1
        if isNamed { named.append(truth.modelID) }
      }
    }
  }

  /// Compares what follows from configs that name nothing but a class with the truth of its defaults.
  mutating func compareDefaults(_ truths: [Truth], with documents: [JSONDocument]) {
    for (truth, document) in zip(truths, documents) {
      let entry = document.root
      guard entry.failureError == nil else { continue }
      for field in CheckedField.all {
        let (expected, actual) = (field.expected(truth), field.actual(entry))
        if expected == nil, field.mayBeUnknown || field.isOfCache && truth.lacksCache { continue }
        if expected == actual || field.isCount && CorpusCheck.areClose(expected, actual) { continue }
        moved.append("\(truth.modelType): \(field.name) is \(actual ?? "absent"), expected \(expected ?? "absent")")
      }
    }
  }

  /// Whether all models agree in all fields, and at most 3 % of those that are right have a message.
  var isPassed: Bool { silent.isEmpty && differences.isEmpty && named.count * 100 <= right * 3 }

  private mutating func compare(_ truth: Truth, with document: JSONElement) {
    if let error = document.failureError {
      let code = error["code"]?.string ?? ""
      refusals.append("\(truth.modelID): \(code): \(error["message"]?.string ?? "")")
      if !truth.mayBeRefused, code != "not_a_language_model" { note(truth, "refused with \(code)") }
      return
    }
    for field in CheckedField.all {
      let expected = field.expected(truth)
      let actual = field.actual(document)
      if expected == nil, field.mayBeUnknown || field.isOfCache && truth.lacksCache { continue }
      let isEqual = expected == actual || field.isCount && CorpusCheck.areClose(expected, actual)
      tally(field.name, truth, isEqual: isEqual)
      if !isEqual { note(truth, "\(field.name) is \(actual ?? "absent"), expected \(expected ?? "absent")") }
      if field.name == "parameters_billions" { measure(expected, actual) }
    }
  }

  private mutating func requireRefusal(of truth: Truth, _ document: JSONElement) {
    let code = document.failureError?["code"]?.string
    let isRefused = code == "multimodal" || code == "not_a_language_model"
    tally("multimodal refused", truth, isEqual: isRefused)
    if !isRefused { note(truth, "multimodal, but not refused without --text-only") }
  }

  private mutating func note(_ truth: Truth, _ difference: String) {
    differences.append("\(truth.modelID): \(difference)")
  }

  private mutating func tally(_ name: String, _ truth: Truth, isEqual: Bool) {
    var tally = (truth.isReal ? real : defaults)[name] ?? Tally()
    tally.compared += 1
    if isEqual { tally.agreeing += 1 }
    if truth.isReal { real[name] = tally } else { defaults[name] = tally }
  }

  /// Whether two counts differ by at most 0.05 %.
  private static func areClose(_ expected: String?, _ actual: String?) -> Bool {
    guard let expected = expected.flatMap(Double.init), let actual = actual.flatMap(Double.init) else { return false }
    return abs(actual - expected) <= expected * 0.0005
  }

  private mutating func measure(_ expected: String?, _ actual: String?) {
    guard let expected = expected.flatMap(Double.init), let actual = actual.flatMap(Double.init) else { return }
    for (name, bound) in [("within 1 %", 0.01), ("within 0.01 %", 0.0001), ("exact", 0)] {
      within[name, default: Tally()].compared += 1
      if abs(actual / expected - 1) <= bound { within[name, default: Tally()].agreeing += 1 }
    }
  }
}

extension CorpusCheck {
  /// The table of agreement, and the lists of differences and refusals.
  func report() -> String {
    var text = CorpusCheck.row("field", "real models", "defaults")
    for name in CheckedField.all.map(\.name) + ["multimodal refused"] {
      text += CorpusCheck.row(name, real[name]?.text ?? "-", defaults[name]?.text ?? "-")
    }
    for name in ["within 1 %", "within 0.01 %", "exact"] {
      text += CorpusCheck.row("parameters " + name, within[name]?.text ?? "-", "")
    }
    text += CorpusCheck.row("right, with a message", "\(named.count)/\(right)", "")
    text += list(undeclared.sorted(), "types that no family declares")
    text += list(moved, "class defaults that moved")
    text += list(silent, "wrong in silence") + list(differences, "differences")
    return text + list(refusals, "refusals")
  }

  private func list(_ lines: [String], _ subject: String) -> String {
    "\n\(lines.count) \(subject)\n" + lines.map { "  \($0)\n" }.joined()
  }

  private static func row(_ cells: String...) -> String {
    cells.map { $0 + String(repeating: " ", count: max(28 - $0.count, 1)) }.joined() + "\n"
  }
}
