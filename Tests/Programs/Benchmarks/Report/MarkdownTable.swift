/// How findings become the lines of a table that a document can keep.
struct MarkdownTable {
  /// Whether the figures say anything about the goals.
  let isJudged: Bool

  /// The head of the table.
  static let head = """
    | work | measured | these tools | compared with | its figure | ratio | bar | aim | reached |
    |---|---|--:|---|--:|--:|--:|--:|---|

    """

  /// One line of it.
  func line(_ finding: Finding) -> String {
    let (goal, aspect) = (finding.goal, finding.aspect)
    let ratio = finding.ratio.map { "\(significant($0))x" }
    let bar = goal.flatMap { goal in goal.bar.map { bound($0, of: goal, aspect) } }
    let aim = goal.flatMap { goal in goal.aim.map { bound($0, of: goal, aspect) } }
    let verdict = isJudged ? finding.verdict?.rawValue : nil
    let cells = [
      finding.work, aspect.rawValue, amount(finding.ours, aspect), finding.peer, theirs(finding), ratio ?? "",
      bar ?? "", aim ?? "", verdict ?? "",
    ]
    return "| " + cells.joined(separator: " | ") + " |\n"
  }

  private func theirs(_ finding: Finding) -> String {
    if let theirs = finding.theirs { return amount(theirs, finding.aspect) }
    return finding.goal?.measure == .limit ? "" : "not installed, skipped"
  }

  private func bound(_ value: Double, of goal: Goal, _ aspect: Finding.Aspect) -> String {
    switch goal.measure {
    case .timesFaster: "≥ \(significant(value))x"
    case .timesTheCost: "≤ \(significant(value))x"
    case .limit: "≤ \(amount(value, aspect))"
    }
  }

  private func amount(_ value: Double, _ aspect: Finding.Aspect) -> String {
    switch aspect {
    case .memory: "\(significant(value / 1_000_000)) MB"
    case .wallTime, .processorTime: value < 1 ? "\(significant(value * 1000)) ms" : "\(significant(value)) s"
    }
  }
}

/// A number with three significant digits, or all of its digits before the point.
func significant(_ value: Double) -> String {
  let decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (value * scale).rounded()
  guard let whole = Int(exactly: scaled) else { return "\(value)" }
  let digits = String(whole)
  guard decimals > 0 else { return digits }
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
  let fraction = padded.suffix(decimals)
  let trimmed = fraction.allSatisfy { $0 == "0" } ? "" : ".\(fraction)"
  return padded.dropLast(decimals) + trimmed
}
