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

  /// An option as an argument of `_arguments`: the options that it excludes, its names, its summary and its value.
  private func zshSpecification(_ option: ToolOption) -> String {
    let summary = option.summary.replacing(["'": "'\\''", "[": "\\[", "]": "\\]", ":": "\\:"])
    let value = option.value.map { ":\($0.name):\(zshAction($0.type))" } ?? ""
    let long = "--\(option.name)" + (option.value == nil ? "" : "=")
    let others = conflicts(of: option).map { "--\($0)" } + (option.excludesOperands ? ["*"] : [])
    guard let letter = option.letter else {
      let exclusion = others.isEmpty ? "" : "(\(others.joined(separator: " ")))"
      return "'\(exclusion)\(option.isRepeatable ? "*" : "")\(long)[\(summary)]\(value)'"
    }
    let short = "-\(letter)" + (option.value == nil ? "" : "+")
    let same = option.isRepeatable ? [] : ["-\(letter)", "--\(option.name)"]
    let excluded = (same + others).joined(separator: " ")
    let exclusion = (excluded.isEmpty ? "" : "(\(excluded))") + (option.isRepeatable ? "*" : "")
    return "'\(exclusion)'{\(short),\(long)}'[\(summary)]\(value)'"
  }

  private var zshOperand: String? {
    operand.map { "'*:\($0.value.name):\(zshAction($0.value.type))'" }
  }

  /// What completes a value of this type; a space means that nothing does.
  private func zshAction(_ type: OptionValue.ValueType) -> String {
    switch type {
    case .text, .integer, .number: " "
    case .file: "_files"
    case .directory: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    }
  }
}
