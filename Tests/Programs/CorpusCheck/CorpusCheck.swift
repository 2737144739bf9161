import JSON
import ModelSpec

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
  /// Real models that differ, were refused wrongly, or are multimodal and were not refused.
  private var faults = 0

  init(truths: [Truth], documents: (described: [JSONDocument], plain: [JSONDocument])) {
    guard documents.described.count == truths.count, documents.plain.count == truths.count else {
      differences.append("\(truths.count) models went in, \(documents.described.count) documents came out")
      faults = 1
      return
    }
    for (index, truth) in truths.enumerated() {
      compare(truth, with: documents.described[index].root)
      if truth.isMultimodal { requireRefusal(of: truth, documents.plain[index].root) }
    }
  }

  /// Whether all real models agree in all fields, and 97 % of the fields of the others.
  var isPassed: Bool {
    let all = defaults.values.reduce(into: Tally()) {
      $0.agreeing += $1.agreeing
      $0.compared += $1.compared
    }
    return faults == 0 && all.agreeing * 100 >= all.compared * 97
  }

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
      if expected == nil, field.mayBeUnknown { continue }
      tally(field.name, truth, isEqual: expected == actual)
      if expected != actual { note(truth, "\(field.name) is \(actual ?? "absent"), expected \(expected ?? "absent")") }
      if field.name == "parameters_billions" { measure(expected, actual) }
    }
  }

  private mutating func requireRefusal(of truth: Truth, _ document: JSONElement) {
    let isRefused = document.failureError?["code"]?.equals("multimodal") == true
    tally("multimodal refused", truth, isEqual: isRefused)
    if !isRefused { note(truth, "multimodal, but not refused without --text-only") }
  }

  private mutating func note(_ truth: Truth, _ difference: String) {
    differences.append("\(truth.modelID): \(difference)")
    if truth.isReal { faults += 1 }
  }

  private mutating func tally(_ name: String, _ truth: Truth, isEqual: Bool) {
    var tally = (truth.isReal ? real : defaults)[name] ?? Tally()
    tally.compared += 1
    if isEqual { tally.agreeing += 1 }
    if truth.isReal { real[name] = tally } else { defaults[name] = tally }
  }

  private mutating func measure(_ expected: String?, _ actual: String?) {
    guard let expected = expected.flatMap(Double.init), let actual = actual.flatMap(Double.init) else { return }
    for (name, bound) in [("within 1 %", 0.01), ("within 0.01 %", 0.0001)] {
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
    for name in ["within 1 %", "within 0.01 %"] {
      text += CorpusCheck.row("parameters " + name, within[name]?.text ?? "-", "")
    }
    text += "\n\(differences.count) differences\n" + differences.map { "  \($0)\n" }.joined()
    return text + "\n\(refusals.count) refusals\n" + refusals.map { "  \($0)\n" }.joined()
  }

  private static func row(_ cells: String...) -> String {
    cells.map { $0 + String(repeating: " ", count: max(28 - $0.count, 1)) }.joined() + "\n"
  }
}
