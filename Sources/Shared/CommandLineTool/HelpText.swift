import JSON
import Platform

extension ToolDescription {
  private static let screenWidth = 80
  private static let widestForm = 24

  /// The help of one screen: usage, options by group, two examples.
  public var helpText: String {
    let own = groups.dropLast().flatMap(lines(of:))
    let lines = ["\(name): \(summary)", ""] + usageLines + own + commonLines + exampleLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var usageLines: [String] {
    synopsis.enumerated().flatMap { index, form in
      let lead = (index == 0 ? "usage: " : "       ") + name
      let lines = form.wrapped(to: ToolDescription.screenWidth - lead.count - 1)
      return lines.enumerated().map { number, line in
        (number == 0 ? lead : String(repeating: " ", count: lead.count)) + " " + line
      }
    }
  }

  private func lines(of group: OptionGroup) -> [String] {
    ["", "\(group.title):"] + group.options.flatMap(lines(of:))
  }

  private func lines(of option: ToolOption) -> [String] {
    let column = min(ToolDescription.widestForm, options.map(\.form.count).max() ?? 0) + 4
    let texts = helpSummary(of: option).wrapped(to: ToolDescription.screenWidth - column)
    let margin = String(repeating: " ", count: column)
    let lead = "  \(option.form)"
    guard lead.count + 2 <= column, let first = texts.first else { return [lead] + texts.map { margin + $0 } }
    let gap = String(repeating: " ", count: column - lead.count)
    return [lead + gap + first] + texts.dropFirst().map { margin + $0 }
  }

  /// The options that every tool has, as names only.
  private var commonLines: [String] {
    let forms = OptionGroup.common.options.map(\.form).joined(separator: ", ")
    return ["", "\(OptionGroup.common.title): \(forms)"]
  }

  private var exampleLines: [String] {
    ["", "Examples:"] + examples.prefix(2).flatMap { ["  # \($0.purpose)", "  \($0.command)"] }
  }
}
