import JSON
import Platform

/// One option of a tool. The table of them drives parsing, `--help`, the manual page and shell completion.
public struct ToolOption: Sendable {
  /// What a shell offers as the option's value.
  public enum Completion: Sendable, Equatable {
    case nothing, files, directories
    case words([String])
  }

  /// The long name, without the dashes.
  public let name: String
  /// The one-letter name.
  public let letter: Character?
  /// What the value is called in help, such as `FILE`; nil for a flag.
  public let metavariable: String?
  /// What the option does: a sentence without a full stop.
  public let summary: String
  /// Whether it may be given several times.
  public let isRepeatable: Bool
  /// What completes its value.
  public let completion: Completion

  /// Declares an option.
  public init(
    _ name: String, letter: Character? = nil, value metavariable: String? = nil, isRepeatable: Bool = false,
    completion: Completion = .nothing, _ summary: String
  ) {
    self.name = name
    self.letter = letter
    self.metavariable = metavariable
    self.summary = summary
    self.isRepeatable = isRepeatable
    self.completion = completion
  }
}

/// Options that belong together under a heading of the help.
public struct OptionGroup: Sendable {
  /// The heading.
  public let title: String
  /// The options, in the order in which they are shown.
  public let options: [ToolOption]

  /// Makes a group.
  public init(_ title: String, _ options: [ToolOption]) {
    self.title = title
    self.options = options
  }

  /// The options that every tool has.
  public static let common = OptionGroup(
    "Common options",
    [
      ToolOption("pretty", "Indent the output by two spaces"),
      ToolOption("quiet", "Say nothing but errors"),
      ToolOption("verbose", "Say how the work goes"),
      ToolOption("version", "Print the version and exit"),
      ToolOption("help", letter: "h", "Print this help and exit"),
    ])
}

/// All that is said about a tool: the source of its parser, help, manual page and completions.
public struct ToolDescription: Sendable {
  /// An example: a command line and what it is for.
  public struct Example: Sendable {
    /// The command.
    public let command: String
    /// What it does.
    public let purpose: String

    /// Makes an example.
    public init(_ command: String, _ purpose: String) {
      self.command = command
      self.purpose = purpose
    }
  }

  /// The name of the executable.
  public let name: String
  /// What it does, in a phrase.
  public let summary: String
  /// The forms of its command line, each without the name.
  public let synopsis: [String]
  /// What it does at length, by paragraph, for the manual page.
  public let details: [String]
  /// The operands' name in messages, such as `FILE`; nil when there are none.
  public let operand: String?
  /// What completes an operand.
  public let operandCompletion: ToolOption.Completion
  /// The options by group, the common ones last.
  public let groups: [OptionGroup]
  /// Examples, at least two.
  public let examples: [Example]
  /// Environment variables and what they do.
  public let environment: [(name: String, meaning: String)]
  /// Files that the tool reads or writes, and what they are.
  public let files: [(path: String, meaning: String)]
  /// What the tool prints for `--generate`, by name, beside its own pages: documents that are made from its tables.
  public let generated: [String: @Sendable () -> String]

  /// Describes a tool; the common options are added.
  public init(
    name: String, summary: String, synopsis: [String], details: [String], operand: String? = nil,
    operandCompletion: ToolOption.Completion = .nothing, groups: [OptionGroup], examples: [Example],
    environment: [(name: String, meaning: String)] = [], files: [(path: String, meaning: String)] = [],
    generated: [String: @Sendable () -> String] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.synopsis = synopsis
    self.details = details
    self.operand = operand
    self.operandCompletion = operandCompletion
    self.groups = groups + [.common]
    self.examples = examples
    self.environment = environment
    self.files = files
    self.generated = generated
  }

  /// The four tools, in the order of the pipeline.
  static let toolNames = ["hf-fetch", "hf-transform", "hf-validate", "models-merge"]

  /// All options.
  public var options: [ToolOption] { groups.flatMap(\.options) }
}
