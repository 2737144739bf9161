/// A program to run and measure.
struct Command {
  /// The program: looked up in `PATH` unless its name holds a slash.
  let program: String
  /// Its arguments, without its name.
  let arguments: [String]
  /// The file on its standard input.
  var input: String
  /// The file that takes its standard output.
  var output: String
  /// Variables added to its environment.
  var environment: [(name: String, value: String)]
  /// The statuses with which it has done its work.
  var accepts: Set<Int32>

  init(
    _ program: String, _ arguments: [String] = [], input: String = "/dev/null", output: String = "/dev/null",
    environment: [(name: String, value: String)] = [], accepts: Set<Int32> = [0]
  ) {
    self.program = program
    self.arguments = arguments
    self.input = input
    self.output = output
    self.environment = environment
    self.accepts = accepts
  }

  /// A line of shell, with what is after it as `$1`, `$2`, ….
  static func shell(_ line: String, _ arguments: [String] = []) -> Command {
    Command("/bin/sh", ["-c", line, "sh"] + arguments)
  }

  /// The command as a user would type it, for messages.
  var line: String { ([program] + arguments).joined(separator: " ") }
}
