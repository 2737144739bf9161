public import Foundation

/// A command line to run to its end, with its input and output in files, so that no pipe can fill up.
public struct Command {
  /// The output and status of a command.
  public struct Outcome: Sendable {
    /// The exit status; 128 + n when signal n ended it.
    public let status: Int32
    /// Its standard output.
    public let output: String
    /// Its standard error.
    public let errors: String
  }

  /// The executable.
  public var executable: URL
  /// Its arguments.
  public var arguments: [String]
  /// What it reads from standard input.
  public var input: Data = Data()
  /// Variables that are added to a bare environment: PATH, TMPDIR, and no crash reports.
  public var environment: [String: String] = [:]
  /// Where it runs.
  public var directory: URL?
  /// The built tool that it is, whose documents are checked.
  private var tool: String?

  /// One of the built tools.
  public init(tool: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:]) {
    self.init(at: Package.buildDirectory.appending(path: tool), arguments)
    self.tool = tool
    self.input = Data(input.utf8)
    self.environment = environment
  }

  /// A program of the system, such as `bash`, found along the usual PATH.
  public init(system: String, _ arguments: [String] = []) {
    self.init(at: URL(filePath: "/usr/bin/env"), [system] + arguments)
  }

  /// The command with a stack limit above its memory limit. On Linux the system then refuses it every thread.
  public var withoutThreads: Command {
    let path = executable.path(percentEncoded: false)
    let script = #"ulimit -s 4000000 && ulimit -v 2000000 && exec "$0" "$@""#
    var command = Command(system: "sh", ["-c", script, path] + arguments)
    (command.tool, command.input, command.environment, command.directory) = (tool, input, environment, directory)
    return command
  }

  private init(at executable: URL, _ arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// Runs the command. What a built tool prints is checked against the schemas of its documents.
  ///
  /// - Throws: what Foundation throws when it cannot be started; ``UnexpectedDocument``.
  public func run() throws -> Outcome {
    let scratch = try ScratchDirectory()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = Package.bareEnvironment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: scratch.write(input, to: "input"))
    let output = try scratch.write(Data(), to: "output")
    let errors = try scratch.write(Data(), to: "errors")
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    let outcome = Outcome(
      status: isSignal ? 128 + process.terminationStatus : process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    if let tool { try outcome.checkDocuments(of: tool, arguments, input: input) }
    return outcome
  }
}
