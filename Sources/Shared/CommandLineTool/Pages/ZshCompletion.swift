import JSON
import Platform

extension ToolDescription {
  /// The completion for zsh.
  var zshCompletion: String {
    let specifications = options.map(zshSpecification) + [zshOperand].compactMap { $0 }
    return """
      #compdef \(name)
      # zsh completion for \(name), made by '\(name) --generate zsh'

      _arguments -s -S \\
      \(specifications.map { "  \($0)" }.joined(separator: " \\\n"))

      """
  }

  private func zshSpecification(_ option: ToolOption) -> String {
    let summary = option.summary.replacing(["'": "'\\''", "[": "\\[", "]": "\\]", ":": "\\:"])
    let value = option.metavariable.map { ":\($0):\(zshAction(option.completion))" } ?? ""
    let long = "--\(option.name)" + (option.metavariable == nil ? "" : "=")
    guard let letter = option.letter else {
      return "'\(option.isRepeatable ? "*" : "")\(long)[\(summary)]\(value)'"
    }
    let short = "-\(letter)" + (option.metavariable == nil ? "" : "+")
    let exclusion = option.isRepeatable ? "*" : "(-\(letter) --\(option.name))"
    return "'\(exclusion)'{\(short),\(long)}'[\(summary)]\(value)'"
  }

  private var zshOperand: String? {
    operand.map { "'*:\($0):\(zshAction(operandCompletion))'" }
  }

  private func zshAction(_ completion: ToolOption.Completion) -> String {
    switch completion {
    case .nothing: " "
    case .files: "_files"
    case .directories: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    }
  }
}
