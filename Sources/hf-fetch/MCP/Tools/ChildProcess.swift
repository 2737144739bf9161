import Platform

/// A process with pipes for standard input, standard output and standard error.
final class ChildProcess: @unchecked Sendable {
  /// The writing end of its standard input, which ``send(_:)`` closes.
  let input: Int32
  /// The reading end of its standard output.
  let output: Int32
  /// The reading end of its standard error.
  let errors: Int32

  private let id: pid_t

  /// The lock that is held while a process is started, killed or reaped. While it is held, the id of a process in
  /// ``running`` cannot be that of another process. Without it, another process could also inherit a pipe before it is
  /// marked close-on-exec, and keep it open.
  private static let lock = Monitor()
  /// The processes that were not reaped yet. Guarded by ``lock``.
  nonisolated(unsafe) private static var running: Set<pid_t> = []
  /// Whether no more processes are started. Guarded by ``lock``.
  nonisolated(unsafe) private static var isStopping = false

  /// Starts a program.
  ///
  /// - Throws: ``SystemError`` when it cannot be started, or after ``stopAll()``.
  init(_ path: String, _ arguments: [String]) throws(SystemError) {
    ChildProcess.lock.lock()
    defer { ChildProcess.lock.unlock() }
    guard !ChildProcess.isStopping else { throw SystemError(ECANCELED) }
    let pipes = try (ChildPipe(), ChildPipe(), ChildPipe())
    var actions = ChildProcess.emptyActions
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (end, descriptor) in [(pipes.0.reader, STDIN_FILENO), (pipes.1.writer, 1), (pipes.2.writer, 2)] {
      posix_spawn_file_actions_adddup2(&actions, end, descriptor)
    }
    id = try ChildProcess.spawn(path, arguments, &actions)
    ChildProcess.running.insert(id)
    (input, output, errors) = (pipes.0.takeWriter(), pipes.1.takeReader(), pipes.2.takeReader())
  }

  deinit {
    close(output)
    close(errors)
  }

  /// Writes all input and closes the pipe. It is not an error if the program ends before it has read everything.
  func send(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      do throws(SystemError) { try writeAll(buffer, to: input) } catch {}
    }
    close(input)
  }

  /// Waits until the process has ended.
  ///
  /// - Returns: the exit status; 128 + n when signal n ended it.
  func wait() -> Int32 {
    var information = siginfo_t()
    // WNOWAIT leaves the process as a zombie, so its id cannot be reused while another thread kills it.
    while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    return ChildProcess.lock.synchronized {
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      ChildProcess.running.remove(id)
      let signal = status & 0x7F
      return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
  }

  /// Kills the process with SIGKILL, which it cannot block. A later run of hf-fetch removes the temporary files that a
  /// killed run leaves in the cache.
  func kill() {
    ChildProcess.lock.synchronized { if ChildProcess.running.contains(id) { _ = Platform.kill(id, SIGKILL) } }
  }

  /// Kills all processes like ``kill()``, and lets no more start, before this process ends.
  static func stopAll() {
    lock.synchronized {
      isStopping = true
      for id in running { _ = Platform.kill(id, SIGKILL) }
    }
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws(SystemError) -> pid_t {
    var attributes = ChildProcess.emptyAttributes
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // No signal is blocked in the child. The server ignores SIGPIPE; the child must not.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, flags)
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for text in argv { free(text) } }
    var id = pid_t()
    let failed = posix_spawn(&id, path, &actions, &attributes, &argv, environ)
    guard failed == 0 else { throw SystemError(failed) }
    return id
  }

  #if canImport(Darwin)
    private static var emptyActions: posix_spawn_file_actions_t? { nil }
    private static var emptyAttributes: posix_spawnattr_t? { nil }
    private static let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_CLOEXEC_DEFAULT)
  #else
    private static var emptyActions: posix_spawn_file_actions_t { .init() }
    private static var emptyAttributes: posix_spawnattr_t { .init() }
    private static let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
  #endif
}

/// A pipe whose ends are closed when it is released, unless the caller has taken them. Child processes do not inherit
/// the ends.
private final class ChildPipe {
  private(set) var reader: Int32 = -1
  private(set) var writer: Int32 = -1

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reader, writer) = (ends[0], ends[1])
  }

  deinit {
    if reader >= 0 { close(reader) }
    if writer >= 0 { close(writer) }
  }

  /// Transfers the reading end to the caller.
  func takeReader() -> Int32 {
    defer { reader = -1 }
    return reader
  }

  /// Transfers the writing end to the caller.
  func takeWriter() -> Int32 {
    defer { writer = -1 }
    return writer
  }
}
