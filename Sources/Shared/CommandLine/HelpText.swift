extension ToolDescription {
  /// The one-screen help.
  public var helpText: String {
    var text = "\(name): \(summary)\n\nUsage:\n"
    for form in synopsis { text += "  \(name) \(form)\n" }
    let left = Dictionary(uniqueKeysWithValues: options.map { ($0.name, ToolDescription.usageForm($0)) })
    let width = min(26, left.values.map(\.count).max() ?? 0)
    for group in groups {
      text += "\n\(group.title):\n"
      for option in group.options {
        let form = left[option.name] ?? ""
        let gap =
          form.count > width
          ? "\n" + String(repeating: " ", count: width + 4) : String(repeating: " ", count: width - form.count + 2)
        text += "  \(form)\(gap)\(option.summary)\n"
      }
    }
    text += "\nExamples:\n"
    for example in examples.prefix(2) { text += "  # \(example.purpose)\n  \(example.command)\n" }
    return text
  }

  static func usageForm(_ option: ToolOption) -> String {
    let letter = option.letter.map { "-\($0), " } ?? ""
    return letter + "--" + option.name + (option.metavariable.map { " " + $0 } ?? "")
  }
}
