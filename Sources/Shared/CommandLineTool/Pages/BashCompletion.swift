extension ToolDescription {
  /// The completion for bash 3.2 and later.
  var bashCompletion: String {
    """
    # bash completion for \(name), made by '\(name) --generate bash'

    \(shellFunctionName)() {
      local IFS=$'\\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
      # bash splits --option=value into three words.
      [ "$current" = = ] && current=
      [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
      COMPREPLY=()
      case $previous in
    \(valueCases)
      esac
      case $current in
        -*) COMPREPLY=($(compgen -W $'\(options.map { "--\($0.name)" }.joined(separator: "\\n"))' -- "$current")) ;;
        *) \(operand.map { bashReply($0.value.type) } ?? ":") ;;
      esac
    }

    complete -o filenames -F \(shellFunctionName) \(name)

    """
  }

  /// One `case` per option with a value: it completes the value after the option.
  private var valueCases: String {
    options.compactMap { option in
      guard let value = option.value else { return nil }
      let letter = option.letter.map { " | -\($0)" } ?? ""
      return "    --\(option.name)\(letter)) \(bashReply(value.type)); return ;;"
    }.joined(separator: "\n")
  }

  /// The shell command that completes a value of this type.
  private func bashReply(_ type: OptionValue.ValueType) -> String {
    switch type {
    case .text, .integer, .number: ":"
    case .file: "COMPREPLY=($(compgen -f -- \"$current\"))"
    case .directory: "COMPREPLY=($(compgen -d -- \"$current\"))"
    case .words(let words): "COMPREPLY=($(compgen -W $'\(words.joined(separator: "\\n"))' -- \"$current\"))"
    }
  }

  /// The name of the completion function, such as `_hf_fetch`.
  private var shellFunctionName: String { "_" + name.replacing(["-": "_"]) }
}
