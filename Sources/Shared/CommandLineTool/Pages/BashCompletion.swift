import JSON
import Platform

extension ToolDescription {
  /// The completion for bash, from version 3.2 on.
  var bashCompletion: String {
    """
    # bash completion for \(name), made by '\(name) --generate bash'

    \(shellFunctionName)() {
      local IFS=$'\\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
      # bash takes --option=value for three words.
      [ "$current" = = ] && current=
      [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
      COMPREPLY=()
      case $previous in
    \(valueCases)
      esac
      case $current in
        -*) COMPREPLY=($(compgen -W $'\(options.map { "--\($0.name)" }.joined(separator: "\\n"))' -- "$current")) ;;
        *) \(operand.map { bashReply($0.value.form) } ?? ":") ;;
      esac
    }

    complete -o filenames -F \(shellFunctionName) \(name)

    """
  }

  private var valueCases: String {
    options.compactMap { option in
      guard let value = option.value else { return nil }
      let letter = option.letter.map { " | -\($0)" } ?? ""
      return "    --\(option.name)\(letter)) \(bashReply(value.form)); return ;;"
    }.joined(separator: "\n")
  }

  /// The command that completes a value.
  private func bashReply(_ form: OptionValue.Form) -> String {
    switch form {
    case .text, .integer, .number: ":"
    case .file: "COMPREPLY=($(compgen -f -- \"$current\"))"
    case .directory: "COMPREPLY=($(compgen -d -- \"$current\"))"
    case .words(let words): "COMPREPLY=($(compgen -W $'\(words.joined(separator: "\\n"))' -- \"$current\"))"
    }
  }

  /// The tool's name as part of a shell function's: `_hf_fetch`.
  private var shellFunctionName: String { "_" + name.replacing(["-": "_"]) }
}
