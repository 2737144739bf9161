import CommandLineTool
import Platform

/// A running process.
struct ChildProcess {
  private let identifier: pid_t
  private let command: Command
  private let errorFile: String
  private let start: Double

  /// Starts a command.
  ///
  /// - Parameters:
  ///   - command: what to run.
  ///   - errorFile: where its messages go.
  ///   - input: a descriptor to use as its standard input instead of the command's file.
  ///   - output: a descriptor to use as its standard output instead of the command's file.
  /// - Throws: ``ToolError`` when there is no such program.
  init(_ command: Command, errorFile: String, input: Int32? = nil, output: Int32? = nil) throws(ToolError) {
    var actions = FileActions()
    defer { actions.destroy() }
    actions.connect(STDIN_FILENO, to: input, or: command.input, O_RDONLY)
    actions.connect(STDOUT_FILENO, to: output, or: command.output, O_WRONLY | O_CREAT | O_TRUNC)
    actions.connect(STDERR_FILENO, to: nil, or: errorFile, O_WRONLY | O_CREAT | O_TRUNC)
    let arguments = CStrings([command.program] + command.arguments)
    let environment = CStrings(currentEnvironment() + command.environment.map { "\($0.name)=\($0.value)" })
    var identifier: pid_t = 0
    start = monotonicSeconds()
    let status = posix_spawnp(
      &identifier, command.program, &actions.actions, nil, arguments.pointers, environment.pointers)
    guard status == 0 else {
      throw .systemFailure(
        code: "cannot_run", "cannot run '\(command.program)': \(String(cString: strerror(status)))")
    }
    self.identifier = identifier
    self.command = command
    self.errorFile = errorFile
  }

  /// Waits until the process has ended.
  ///
  /// - Returns: what it cost.
  /// - Throws: ``ToolError`` when it did not do its work: there is nothing to compare then.
  func wait() throws(ToolError) -> Usage {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(identifier, &status, 0, &usage) < 0, errno == EINTR {}
    let end = monotonicSeconds()
    let isSignal = status & 0x7F != 0
    let exitStatus = (status >> 8) & 0xFF
    guard !isSignal, command.accepts.contains(exitStatus) else {
      throw .systemFailure(
        code: "command_failed",
        "'\(command.line)' ended with \(isSignal ? "signal \(status & 0x7F)" : "status \(exitStatus)")",
        hint: firstLines(of: errorFile))
    }
    return Usage(usage, wallSeconds: end - start)
  }

  /// Ends the process, whatever it does.
  func terminate() {
    kill(identifier, SIGTERM)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }
}

private func firstLines(of path: String) -> String? {
  guard let content = try? contents(of: path), !content.isEmpty else { return nil }
  return String(decoding: content.prefix(500), as: UTF8.self).escapingControlCharacters()
}

private func currentEnvironment() -> [String] {
  var variables: [String] = []
  var cursor = environ
  while let variable = cursor.pointee {
    variables.append(String(cString: variable))
    cursor += 1
  }
  return variables
}

/// What a new process finds at its standard descriptors.
private struct FileActions {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif

  init() { posix_spawn_file_actions_init(&actions) }

  mutating func destroy() { posix_spawn_file_actions_destroy(&actions) }

  mutating func connect(_ target: Int32, to descriptor: Int32?, or path: String, _ flags: Int32) {
    if let descriptor {
      posix_spawn_file_actions_adddup2(&actions, descriptor, target)
    } else {
      posix_spawn_file_actions_addopen(&actions, target, path, flags, 0o644)
    }
  }
}

/// Strings in the form of `argv`.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: count + 1)
    for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
    (pointers + count).initialize(to: nil)
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
