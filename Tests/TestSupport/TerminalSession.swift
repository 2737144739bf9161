public import Foundation
import Platform

/// A tool in its own session: with a terminal to ask on, or with none, whatever the tests themselves run in.
public struct TerminalSession {
  /// The user's input, typed at once; nil when there is no terminal.
  public var answer: String?
  /// The user's input after a text is on the screen.
  public var reaction: (seen: String, typed: String)?
  /// Variables of the tool's environment.
  public var environment: [String]

  /// Describes a session.
  public init(
    answer: String?, reaction: (seen: String, typed: String)? = nil, environment: [String] = ["TERM=xterm"]
  ) {
    self.answer = answer
    self.reaction = reaction
    self.environment = environment
  }

  /// Runs a tool to its end.
  ///
  /// - Parameter outputPath: the file for its standard output; nil for the terminal.
  /// - Returns: its exit status, 128 + n when signal n ended it, and what it wrote on the terminal and on stderr.
  /// - Throws: ``SystemError`` when there is no terminal to be had, or the tool cannot be started.
  public func run(_ tool: URL, _ arguments: [String], inputPath: String, outputPath: String?) throws -> (
    status: Int32, screen: String
  ) {
    let (controller, name) = try PseudoTerminal.open()
    defer { close(controller) }
    let errorsPath = (outputPath ?? "/dev/null") + ".errors"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath ?? name, O_WRONLY | O_CREAT, 0o600)
    if answer != nil {
      posix_spawn_file_actions_addopen(&actions, 2, name, O_RDWR, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 2, errorsPath, O_WRONLY | O_CREAT, 0o600)
    }
    let status = try spawn(tool.path(percentEncoded: false), arguments, &actions) { screen in
      if let answer { type(answer, on: controller) }
      if answer != nil { screen = read(from: controller) }
    }
    let errors = (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? ""
    return (status.code, status.screen + errors)
  }

  private func spawn(
    _ path: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t, talk: (inout String) -> Void
  ) throws -> (code: Int32, screen: String) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads of a test runner block signals, and a shell can have started it with interrupts ignored.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, PseudoTerminal.newSession | flags)
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process = pid_t()
    let failed = posix_spawn(&process, path, &actions, &attributes, &argv, &envp)
    guard failed == 0 else { throw SystemError(failed) }
    var screen = ""
    talk(&screen)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, screen)
  }

  private func type(_ text: String, on controller: Int32) { _ = write(controller, text, text.utf8.count) }

  /// Reads the screen until the tool has let go of the terminal.
  private func read(from controller: Int32) -> String {
    var screen: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    var reaction = reaction
    while true {
      let count = systemRead(controller, &chunk)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return String(decoding: screen, as: UTF8.self) }
      screen += chunk[..<count]
      if let due = reaction, String(decoding: screen, as: UTF8.self).contains(due.seen) {
        type(due.typed, on: controller)
        reaction = nil
      }
    }
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  let size = buffer.count
  return read(descriptor, &buffer, size)
}

/// Terminals without a screen. Glibc hides the calls that make them from Swift, so there the kernel is asked directly.
private enum PseudoTerminal {
  /// Makes a terminal.
  ///
  /// - Returns: the descriptor that plays screen and keyboard, and the path of the terminal.
  static func open() throws -> (controller: Int32, name: String) {
    let controller = openDevice("/dev/ptmx")
    guard controller >= 0 else { throw SystemError(errno) }
    #if os(Linux)
      var (number, isLocked): (Int32, Int32) = (0, 0)
      guard ioctl(controller, 0x4004_5431, &isLocked) == 0, ioctl(controller, 0x8004_5430, &number) == 0 else {
        throw SystemError(errno)
      }
      return (controller, "/dev/pts/\(number)")
    #else
      grantpt(controller)
      unlockpt(controller)
      guard let name = ptsname(controller) else { throw SystemError(errno) }
      return (controller, String(cString: name))
    #endif
  }

  /// The flag of `posix_spawn` that makes the process the leader of a new session.
  static var newSession: Int16 {
    #if os(Linux)
      0x80
    #else
      Int16(POSIX_SPAWN_SETSID)
    #endif
  }
}

private func openDevice(_ path: String) -> Int32 { open(path, O_RDWR | O_NOCTTY | O_CLOEXEC) }
