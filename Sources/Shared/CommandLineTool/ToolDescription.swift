/// All that is said about a tool: the source of its parser, help, manual page and completions.
///
/// What only pages say is made when it is asked for: made at each start, it was 10 % of the processor time of one.
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
  /// Its purpose, in a phrase.
  public let summary: String
  /// The forms of its command line, each without the name.
  public let synopsis: [String]
  /// Its description, by paragraph, for the manual page.
  public var details: [String] { makeDetails() }
  /// The arguments without a dash; nil without any.
  public let operand: Operand?
  /// The options by group, the common ones last.
  public let groups: [OptionGroup]
  /// Examples, at least two.
  public var examples: [Example] { makeExamples() }
  /// Environment variables and what they do.
  public var environment: [(name: String, meaning: String)] { makeEnvironment() }
  /// Files that the tool reads or writes, and their content.
  public var files: [(path: String, meaning: String)] { makeFiles() }
  /// Further documents for `--generate`, by name, made from the tool's tables.
  public var generated: [String: @Sendable () -> String] { makeGenerated() }
  /// Sentences about this tool alone, added to the explanations of exit statuses.
  var statusNotes: [ExitStatus: String] { makeStatusNotes() }

  private let makeDetails: @Sendable () -> [String]
  private let makeExamples: @Sendable () -> [Example]
  private let makeEnvironment: @Sendable () -> [(name: String, meaning: String)]
  private let makeFiles: @Sendable () -> [(path: String, meaning: String)]
  private let makeGenerated: @Sendable () -> [String: @Sendable () -> String]
  private let makeStatusNotes: @Sendable () -> [ExitStatus: String]

  /// Describes a tool; the common options are added.
  public init(
    name: String, summary: String, synopsis: [String], details: @autoclosure @escaping @Sendable () -> [String],
    operand: Operand? = nil, groups: [OptionGroup], examples: @autoclosure @escaping @Sendable () -> [Example],
    environment: @autoclosure @escaping @Sendable () -> [(name: String, meaning: String)] = [],
    files: @autoclosure @escaping @Sendable () -> [(path: String, meaning: String)] = [],
    generated: @autoclosure @escaping @Sendable () -> [String: @Sendable () -> String] = [:],
    statusNotes: @autoclosure @escaping @Sendable () -> [ExitStatus: String] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.synopsis = synopsis
    makeDetails = details
    self.operand = operand
    self.groups = groups + [.common]
    makeExamples = examples
    makeEnvironment = environment
    makeFiles = files
    makeGenerated = generated
    makeStatusNotes = statusNotes
  }

  /// The four tools, in the order of the pipeline.
  static let toolNames = ["hf-fetch", "hf-transform", "hf-validate", "models-merge"]

  /// The usage line, for hints: the first of several.
  var usage: String {
    let more = synopsis.count > 1 ? "; '\(name) --help' has the other ways" : ""
    return "usage: \(name) \(synopsis.first ?? "")\(more)"
  }

  /// The exit statuses and their meanings, for pages.
  var exitStatuses: [(String, String)] {
    ExitStatus.allCases.map { status in
      ("\(status.rawValue)", status.explanation + (statusNotes[status].map { " " + $0 } ?? ""))
    }
  }

  /// All options.
  public var options: [ToolOption] { groups.flatMap(\.options) }
}
