import Platform

/// What starts the tools: a shell, make or the MCP server. For make and the MCP server, messages name make's variables
/// or the arguments of the server's tools instead of options.
public enum Caller: String, Sendable {
  case shell, make, mcp

  /// The environment variable that names the caller. make and the MCP server set it.
  public static let variable = "IMPORT_CALLER"

  /// The variable and its meaning, for the manual page and the page in `docs` of each tool.
  static let documentation = (
    name: variable,
    meaning:
      "`make`, `make-batch` or `mcp`: hints name the variables of make, or the arguments of MCP tools, instead of "
      + "options."
  )

  /// The caller of this run; a shell unless the variable names another one.
  public static let current = isBatchOfMake ? .make : environment(variable).flatMap(Caller.init) ?? .shell

  /// Whether `make batch-import` starts the tools, which has no variables for the values of one model.
  public static let isBatchOfMake = environment(variable) == "make-batch"

  /// What the user of make or the MCP server sets instead of an option.
  private struct Term {
    let option: String
    /// The variable of make, or an environment variable.
    let variable: String
    /// What messages name for the MCP server: an argument of its tools, an environment variable, or a command that has
    /// the option; nil if the option's name remains.
    var argument: String?
    /// Whether the option has no value. Its variable is then set to 1.
    var isFlag = false
    /// Whether the variable is one of `make import-model` only.
    var isOfOneModel = false
  }

  /// The options that messages name and that make or the MCP server has under another name.
  private static let terms = [
    Term(option: "--params", variable: "PARAMS", argument: "'parameters_billions'", isOfOneModel: true),
    Term(option: "--context", variable: "CONTEXT", argument: "'default_context_length'", isOfOneModel: true),
    Term(option: "--set", variable: "SET", argument: "hf-transform --set", isOfOneModel: true),
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
    // make has no variables for these options, and the MCP server's tools have no arguments. Environment variables have
    // the same effect.
    Term(option: "--offline", variable: "HF_HUB_OFFLINE", argument: "HF_HUB_OFFLINE=1", isFlag: true),
    Term(option: "--timeout", variable: "HF_HUB_DOWNLOAD_TIMEOUT", argument: "HF_HUB_DOWNLOAD_TIMEOUT"),
  ]

  /// A hint or message with each option replaced by what the caller has instead of it.
  public func terms(of hint: String) -> String {
    guard self != .shell else { return hint }
    var text = ""
    var isOfOneModel = false
    var rest = hint[...]
    while let start = rest.firstIndex(of: "-") {
      text += rest[..<start]
      rest = rest[start...]
      let name = rest.prefix { $0 == "-" || $0.isLowercase }
      rest = rest[name.endIndex...]
      // A hint can be translated twice. Its `hf-transform --set` must not become `hf-transform hf-transform --set`.
      let term = text.hasSuffix("hf-transform ") ? nil : Caller.terms.first { $0.option == name }
      isOfOneModel = isOfOneModel || term?.isOfOneModel ?? false
      var value = term?.isFlag == false ? Caller.takeValue(from: &rest) : nil
      // make uses only the last setting of a variable. So `--set a=1 --set b=2` becomes `SET='a=1 b=2'`.
      while self == .make, name == "--set", let first = value, rest.hasPrefix(" --set ") {
        var next = rest.dropFirst(" --set".count)
        guard let second = Caller.takeValue(from: &next) else { break }
        value = "\(first) \(second)"
        rest = next
      }
      text += term.flatMap { self.text(of: $0, value) } ?? String(name) + (value.map { " \($0)" } ?? "")
    }
    return text + rest + (isOfOneModel && Caller.isBatchOfMake ? " with 'make import-model'" : "")
  }

  /// What the caller has instead of an option and its value; nil if the option's name remains.
  private func text(of term: Term, _ value: String?) -> String? {
    switch self {
    case .shell: nil
    case .mcp: term.argument.map { $0 + (value.map { term.option == "--set" ? " \($0)" : ": \($0)" } ?? "") }
    case .make where term.isFlag: "\(term.variable)=1"
    case .make:
      if let value {
        term.option == "--set"
          ? "\(term.variable)='\(value.filter { $0 != "'" })'" : "\(term.variable)=\(value)"
      } else {
        term.variable
      }
    }
  }

  /// Removes the value of an option, after a space, from the start of a text: a number, a placeholder in capitals, or a
  /// setting such as `num_layers=32`. A value in single quotes can contain spaces.
  ///
  /// - Returns: the value; nil if the sentence goes on without one.
  private static func takeValue(from text: inout Substring) -> String? {
    guard text.first == " " else { return nil }
    var isQuoted = false
    let value = text.dropFirst().prefix { character in
      if character == "'" { isQuoted.toggle() }
      return isQuoted || !" ;,)".contains(character)
    }
    guard let first = value.first, first.isUppercase || first.isNumber || value.contains("=") else { return nil }
    text = text[value.endIndex...]
    return String(value)
  }
}
