import Platform

/// One option of a tool. The parser, help, pages and completions are made from the table of options.
public struct ToolOption: Sendable {
  /// The long name, without the dashes.
  public let name: String
  /// The one-letter name; nil without one.
  public let letter: Character?
  /// The type of its value; nil for a flag.
  public let value: OptionValue?
  /// Whether it may be given several times.
  public let isRepeatable: Bool
  /// The options that cannot be combined with it. The list may have the option itself, which is ignored.
  public let conflicts: [String]
  /// Whether it cannot be combined with operands.
  public let excludesOperands: Bool
  /// The options of which one must be given with it; empty if it needs no other option.
  public let requirements: [String]
  /// The environment variables that are used if the option is not given: the first one with an allowed value. A flag is
  /// set by 1, on, yes or true, in any case.
  public let variables: [String]
  /// What the option does: a sentence without a full stop.
  public let summary: String

  /// Declares an option.
  ///
  /// - Parameters:
  ///   - name: the long name, without the dashes.
  ///   - letter: the one-letter name.
  ///   - value: the type of its value; nil for a flag.
  ///   - isRepeatable: whether it may be given several times.
  ///   - conflicts: the options that cannot be combined with it. It is enough to declare a conflict at one of the two.
  ///   - excludesOperands: whether it cannot be combined with operands.
  ///   - requirements: the options of which one must be given with it.
  ///   - variables: the environment variables that are used if the option is not given.
  ///   - summary: what the option does.
  public init(
    _ name: String, letter: Character? = nil, value: OptionValue? = nil, isRepeatable: Bool = false,
    conflicts: [String] = [], excludesOperands: Bool = false, requires requirements: [String] = [],
    variables: [String] = [], _ summary: String
  ) {
    self.name = name
    self.letter = letter
    self.value = value
    self.isRepeatable = isRepeatable
    self.conflicts = conflicts
    self.excludesOperands = excludesOperands
    self.requirements = requirements
    self.variables = variables
    self.summary = summary
  }

  /// The option with its names and value: `-m, --model ID`.
  var synopsis: String {
    let letterName = letter.map { "-\($0), " } ?? ""
    return letterName + longSynopsis
  }

  /// The option by its long name: `--model ID`.
  var longSynopsis: String { "--\(name)" + (value.map { " \($0.name)" } ?? "") }
}

extension ToolDescription {
  /// The names of the options that conflict with an option, declared at either of the two, in the order of the table.
  func conflicts(of option: ToolOption) -> [String] {
    options.filter { other in
      other.name != option.name && (option.conflicts.contains(other.name) || other.conflicts.contains(option.name))
    }.map(\.name)
  }

  /// The summary of an option for help, with the allowed words and the default.
  func helpSummary(of option: ToolOption) -> String {
    let notes = [option.value?.choices, option.value?.defaultNote].compactMap { $0 }
    return option.summary + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }

  /// The full description of an option, in sentences, for the manual page.
  func sentences(about option: ToolOption) -> String {
    let conflicts = conflicts(of: option).map { "`--\($0)`" } + (option.excludesOperands ? ["operands"] : [])
    let needed = option.requirements.map { "`--\($0)`" }
    let sentences = [
      option.summary, option.isRepeatable ? "It can be given several times" : nil, option.value?.rangeAndDefault,
      needed.isEmpty ? nil : "It needs \(needed.listed("or"))",
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
