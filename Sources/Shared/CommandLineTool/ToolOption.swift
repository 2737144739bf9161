import Platform

/// One option of a tool: a row of its option table, from which the parser, help, manual page, page in `docs` and
/// completions are made.
public struct ToolOption: Sendable {
  /// The long name, without the dashes.
  public let name: String
  /// The one-letter name, without the dash; nil without one.
  public let letter: Character?
  /// The type of its value; nil for a flag.
  public let value: OptionValue?
  /// Whether several values may be given. A flag may always be repeated.
  public let isRepeatable: Bool
  /// The names of the options that cannot be combined with it. If its own name is among them, that is ignored.
  public let conflicts: [String]
  /// Whether it cannot be combined with operands.
  public let excludesOperands: Bool
  /// The names of the options of which at least one must be given with it; empty if it needs no other option.
  public let requirements: [String]
  /// The values that need another option. With a dictionary, a start takes 109,000 more instructions (of 333,000).
  public let requirementsOfValues: [(value: String, option: String)]
  /// The environment variables that are read if the option is not given: the first one with a valid value is used. A
  /// flag is set if one of them is 1, on, yes or true, in upper or lower case.
  public let variables: [String]
  /// What the option does: a sentence without a full stop.
  public let summary: String

  /// Declares an option.
  ///
  /// - Parameters:
  ///   - name: the long name, without the dashes.
  ///   - letter: the one-letter name, without the dash.
  ///   - value: the type of its value; nil for a flag.
  ///   - isRepeatable: whether several values may be given.
  ///   - conflicts: the names of the options that cannot be combined with it. It is enough if one of two options names
  ///     the other.
  ///   - excludesOperands: whether it cannot be combined with operands.
  ///   - requirements: the names of the options of which at least one must be given with it.
  ///   - requirementsOfValues: the values that need another option, and the name of that option.
  ///   - variables: the environment variables that are read if the option is not given.
  ///   - summary: what the option does: a sentence without a full stop.
  public init(
    _ name: String, letter: Character? = nil, value: OptionValue? = nil, isRepeatable: Bool = false,
    conflicts: [String] = [], excludesOperands: Bool = false, requires requirements: [String] = [],
    requirementsOfValues: [(value: String, option: String)] = [], variables: [String] = [], _ summary: String
  ) {
    self.name = name
    self.letter = letter
    self.value = value
    self.isRepeatable = isRepeatable
    self.conflicts = conflicts
    self.excludesOperands = excludesOperands
    self.requirements = requirements
    self.requirementsOfValues = requirementsOfValues
    self.variables = variables
    self.summary = summary
  }

  /// Whether a text is a valid value of the option; false for a flag.
  func accepts(_ text: String) -> Bool { value?.accepts(text) ?? false }

  /// The default, written as on a command line; nil for a flag and without a default.
  var defaultText: String? { value?.defaultText }

  /// The option with both names and the name of its value: `-m, --model ID`.
  var synopsis: String {
    let letterName = letter.map { "-\($0), " } ?? ""
    return letterName + longSynopsis
  }

  /// The option with its long name and the name of its value: `--model ID`.
  var longSynopsis: String { "--\(name)" + (value.map { " \($0.name)" } ?? "") }
}

extension ToolDescription {
  /// The names of the options that cannot be combined with an option, because one of the two names the other in
  /// ``ToolOption/conflicts``. They are in the order of the table.
  func conflicts(of option: ToolOption) -> [String] {
    options.filter { other in
      other.name != option.name && (option.conflicts.contains(other.name) || other.conflicts.contains(option.name))
    }.map(\.name)
  }

  /// The summary of an option for help, with the words to choose from and the default.
  func helpSummary(of option: ToolOption) -> String {
    let notes = [option.value?.choices, option.value?.defaultNote].compactMap { $0 }
    return option.summary + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }

  /// The full description of an option, in sentences, for the manual page and the page in `docs`.
  func sentences(about option: ToolOption) -> String {
    let conflicts = conflicts(of: option).map { "`--\($0)`" } + (option.excludesOperands ? ["operands"] : [])
    let needed = option.requirements.map { "`--\($0)`" }
    let ofValues = option.requirementsOfValues.map { "`\($0.value)` needs `--\($0.option)`" }
    let sentences = [
      option.summary, option.isRepeatable ? "It can be given several times" : nil, option.value?.rangeAndDefault,
      needed.isEmpty ? nil : "It needs \(needed.listed("or"))",
      ofValues.isEmpty ? nil : ofValues.joined(separator: ", and "),
      conflicts.isEmpty ? nil : "It cannot be combined with \(conflicts.listed("or"))",
      sentence(about: option.variables, isFlag: option.value == nil),
    ]
    return sentences.compactMap { $0.map { $0 + "." } }.joined(separator: " ")
  }

  private func sentence(about variables: [String], isFlag: Bool) -> String? {
    guard !variables.isEmpty else { return nil }
    let names = variables.map { "`\($0)`" }.listed("or")
    return isFlag ? "\(names) set to 1, on, yes or true has the same effect" : "\(names) sets another default"
  }
}
