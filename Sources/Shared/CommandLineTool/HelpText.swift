import JSON
import Platform

extension ToolDescription {
  /// The maximum length of a line, in characters.
  private static let screenWidth = 80
  /// The maximum length, in characters, of a synopsis that has its summary on the same line.
  private static let maximumSynopsisWidth = 24

  /// The text of `--help`: usage, options by group, two examples.
  public var helpText: String {
    let own = groups.dropLast().flatMap(lines(of:))
    let lines = ["\(name): \(summary)", ""] + usageLines + own + commonLines + exampleLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var usageLines: [String] {
    synopsis.enumerated().flatMap { index, form in
      let start = (index == 0 ? "usage: " : "       ") + name
      let lines = form.wrapped(to: ToolDescription.screenWidth - start.count - 1)
      return lines.enumerated().map { number, line in
        (number == 0 ? start : String(repeating: " ", count: start.count)) + " " + line
      }
    }
  }

  private func lines(of group: OptionGroup) -> [String] {
    ["", "\(group.title):"] + group.options.flatMap(lines(of:))
  }

  private func lines(of option: ToolOption) -> [String] {
    // Two spaces are before the synopsis, and at least two after it.
    let column = min(ToolDescription.maximumSynopsisWidth, options.map(\.synopsis.count).max() ?? 0) + 4
    let texts = helpSummary(of: option).wrapped(to: ToolDescription.screenWidth - column)
    let margin = String(repeating: " ", count: column)
    let synopsis = "  \(option.synopsis)"
    guard synopsis.count + 2 <= column, let first = texts.first else { return [synopsis] + texts.map { margin + $0 } }
    let gap = String(repeating: " ", count: column - synopsis.count)
    return [synopsis + gap + first] + texts.dropFirst().map { margin + $0 }
  }

  /// The options that every tool has, without their summaries.
  private var commonLines: [String] {
    let synopses = OptionGroup.common.options.map(\.synopsis).joined(separator: ", ")
    return ["", "\(OptionGroup.common.title): \(synopses)"]
  }

  private var exampleLines: [String] {
    ["", "Examples:"] + examples.prefix(2).flatMap { ["  # \($0.purpose)", "  \($0.command)"] }
  }
}
