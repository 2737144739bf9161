extension ToolDescription {
  /// The completion for fish.
  var fishCompletion: String {
    // `-f` turns off fish's completion of file names.
    let withoutFileNames = operand?.value.type == .file ? [] : ["complete -c \(name) -f"]
    let lines = ["# fish completion for \(name), made by '\(name) --generate fish'", ""] + withoutFileNames
    return (lines + options.map(fishLine)).joined(separator: "\n") + "\n"
  }

  private func fishLine(_ option: ToolOption) -> String {
    let letter = option.letter.map { " -s \($0)" } ?? ""
    let value = option.value.map { " " + fishValue($0.type) } ?? ""
    let summary = option.summary.replacing(["\\": "\\\\", "'": "\\'"])
    return "complete -c \(name)\(letter) -l \(option.name)\(value) -d '\(summary)'"
  }

  private func fishValue(_ type: OptionValue.ValueType) -> String {
    switch type {
    case .text, .integer, .number: "-x"
    case .file: "-r -F"
    case .directory: "-x -a '(__fish_complete_directories)'"
    case .words(let words): "-x -a '\(words.joined(separator: " "))'"
    }
  }
}
