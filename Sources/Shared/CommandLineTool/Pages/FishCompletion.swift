import JSON
import Platform

extension ToolDescription {
  /// The completion for fish.
  var fishCompletion: String {
    let operands = operandCompletion == .files ? [] : ["complete -c \(name) -f"]
    let lines = ["# fish completion for \(name), made by '\(name) --generate fish'", ""] + operands
    return (lines + options.map(fishLine)).joined(separator: "\n") + "\n"
  }

  private func fishLine(_ option: ToolOption) -> String {
    let letter = option.letter.map { " -s \($0)" } ?? ""
    let value = option.metavariable == nil ? "" : " " + fishValue(option.completion)
    let summary = option.summary.replacing(["\\": "\\\\", "'": "\\'"])
    return "complete -c \(name)\(letter) -l \(option.name)\(value) -d '\(summary)'"
  }

  private func fishValue(_ completion: ToolOption.Completion) -> String {
    switch completion {
    case .nothing: "-x"
    case .files: "-r -F"
    case .directories: "-x -a '(__fish_complete_directories)'"
    case .words(let words): "-x -a '\(words.joined(separator: " "))'"
    }
  }
}
