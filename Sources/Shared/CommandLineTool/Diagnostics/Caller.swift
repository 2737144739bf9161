import Platform

/// The program that runs the tools. Hints name its variables or arguments instead of options.
public enum Caller: String, Sendable {
  case shell, make, mcp

  /// The environment variable that names the caller.
  public static let variable = "IMPORT_CALLER"

  /// The variable and its meaning, for the page of each tool.
  static let documentation = (
    name: variable,
    meaning: "`make` or `mcp`: hints name the variables of make, or the arguments of MCP tools, instead of options."
  )

  /// The caller of this run.
  public static let current = environment(variable).flatMap(Caller.init) ?? .shell

  /// What a caller has for an option.
  private struct Term {
    let option: String
    /// The variable of make.
    let variable: String
    /// The argument of the MCP tools, or the tool that has the option; nil if they have none.
    var argument: String?
    /// Whether the option has no value. Its variable is then set to 1.
    var isFlag = false
  }

  /// The options that hints name, and that another caller has in other words.
  private static let terms = [
    Term(option: "--params", variable: "PARAMS", argument: "'parameters_billions'"),
    Term(option: "--context", variable: "CONTEXT", argument: "'default_context_length'"),
    Term(option: "--set", variable: "SET", argument: "hf-transform --set"),
    Term(option: "--text-only", variable: "TEXT_ONLY", argument: "'text_only'", isFlag: true),
    Term(option: "--update", variable: "UPDATE", isFlag: true),
    Term(option: "--skip-existing", variable: "SKIP_EXISTING", isFlag: true),
    Term(option: "--continue-on-error", variable: "CONTINUE_ON_ERROR", isFlag: true),
    Term(option: "--keep-order", variable: "KEEP_ORDER", isFlag: true),
    Term(option: "--verbose", variable: "VERBOSE", isFlag: true),
    Term(option: "--dry-run", variable: "DRY_RUN", isFlag: true),
    Term(option: "--force", variable: "FORCE", isFlag: true),
    Term(option: "--forget", variable: "FORGET"),
    Term(option: "--jobs", variable: "JOBS"),
    Term(option: "--limit", variable: "LIMIT"),
    Term(option: "--discover", variable: "SORT"),
    // What no caller passes on has a variable of the environment.
    Term(option: "--offline", variable: "HF_HUB_OFFLINE", argument: "HF_HUB_OFFLINE=1", isFlag: true),
    Term(option: "--timeout", variable: "HF_HUB_DOWNLOAD_TIMEOUT", argument: "HF_HUB_DOWNLOAD_TIMEOUT"),
  ]

  /// A hint, or a part of one, with what the caller has instead of each option.
  public func terms(of hint: String) -> String {
    guard self != .shell, !hint.contains("hf-transform --set") else { return hint }
    var text = ""
    var rest = hint[...]
    while let start = rest.firstRange(of: "--")?.lowerBound {
      text += rest[..<start]
      rest = rest[start...]
      let name = rest.prefix { $0 == "-" || $0.isLowercase }
      rest = rest[name.endIndex...]
      let term = Caller.terms.first { $0.option == name }
      let value = term?.isFlag == false ? Caller.value(atStartOf: rest) : nil
      if let value { rest = rest[value.endIndex...] }
      text += term.flatMap { self.text(of: $0, value) } ?? String(name) + (value.map { " \($0)" } ?? "")
    }
    // Of two settings of a variable, make takes the last.
    return (text + rest).replacing("' SET='", with: " ")
  }

  private func text(of term: Term, _ value: Substring?) -> String? {
    switch self {
    case .shell: nil
    case .mcp: term.argument.map { $0 + (value.map { term.option == "--set" ? " \($0)" : ": \($0)" } ?? "") }
    case .make where term.isFlag: "\(term.variable)=1"
    case .make:
      if let value {
        term.option == "--set"
          ? "\(term.variable)='\(value.replacing("'", with: ""))'" : "\(term.variable)=\(value)"
      } else {
        term.variable
      }
    }
  }

  /// The value of an option, after a blank: a number, a placeholder in capitals, or a setting such as `num_layers=32`.
  /// A shell's quotes can have blanks between them. Nil when a sentence goes on after the option.
  private static func value(atStartOf text: Substring) -> Substring? {
    guard text.first == " " else { return nil }
    var isQuoted = false
    let value = text.dropFirst().prefix { character in
      if character == "'" { isQuoted.toggle() }
      return isQuoted || !" ;,)".contains(character)
    }
    guard let first = value.first, first.isUppercase || first.isNumber || value.contains("=") else { return nil }
    return value
  }
}
