/// The description of a tool. Its parser, help, manual page, page in `docs` and completions are made from it.
///
/// Text that most runs do not need is built on demand. Building it at each start took 10 % of a start's processor time.
public struct ToolDescription: Sendable {
  /// A command line and what it does.
  public struct Example: Sendable {
    /// The command line.
    public let command: String
    /// What the command line does, in a phrase.
    public let purpose: String

    /// Makes an example.
    public init(_ command: String, _ purpose: String) {
      self.command = command
      self.purpose = purpose
    }
  }

  /// The name of the executable.
  public let name: String
  /// What the tool does, in a phrase.
  public let summary: String
  /// The forms of the tool's command line, each without the name.
  public let synopsis: [String]
  /// The paragraphs that describe the tool, for the manual page and the page in `docs`.
  public var details: [String] { makeDetails() }
  /// The operands; nil when the tool takes none.
  public let operand: Operand?
  /// The options by group. The last group has the options that every tool has.
  public let groups: [OptionGroup]
  /// Examples, at least two.
  public var examples: [Example] { makeExamples() }
  /// The environment variables that the tool reads, and their effect.
  public var environment: [(name: String, meaning: String)] {
    makeEnvironment() + [Caller.documentation, Terminal.documentation]
  }
  /// The files that the tool reads or writes, and their content.
  public var files: [(path: String, meaning: String)] { makeFiles() }
  /// Documents that `--generate` can print besides those of ``GeneratedPage``, by name.
  public var generated: [String: @Sendable () -> String] { makeGenerated() }
  /// What this tool adds to ``ExitStatus/explanation``, in sentences.
  var statusNotes: [ExitStatus: String] { makeStatusNotes() }

  private let makeDetails: @Sendable () -> [String]
  private let makeExamples: @Sendable () -> [Example]
  private let makeEnvironment: @Sendable () -> [(name: String, meaning: String)]
  private let makeFiles: @Sendable () -> [(path: String, meaning: String)]
  private let makeGenerated: @Sendable () -> [String: @Sendable () -> String]
  private let makeStatusNotes: @Sendable () -> [ExitStatus: String]

  /// Describes a tool. The options and environment variables that every tool has are added.
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

  /// The names of the four tools, in the order of the pipeline.
  public static let toolNames = ["hf-fetch", "hf-transform", "hf-validate", "models-merge"]

  /// The usage, for hints: the first form of the command line, and a note if there are others.
  var usage: String {
    let more = synopsis.count > 1 ? "; '\(name) --help' shows the other forms" : ""
    return "usage: \(name) \(synopsis.first ?? "")\(more)"
  }

  /// The exit statuses and their meanings, for the manual page and the page in `docs`.
  var exitStatuses: [(String, String)] {
    ExitStatus.allCases.map { status in
      ("\(status.rawValue)", status.explanation + (statusNotes[status].map { " " + $0 } ?? ""))
    }
  }

  /// The options of all groups.
  public var options: [ToolOption] { groups.flatMap(\.options) }
}
