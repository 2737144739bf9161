import Platform

/// Runs a handler on Ctrl-C, then lets the signal end the process.
enum Interruption {
  /// Runs `body` on another thread at the first interrupt; a second interrupt ends the process at once.
  ///
  /// If the process was started with interrupts ignored, as shells start background jobs, they stay ignored and `body`
  /// never runs. If the system refuses a pipe or a thread, an interrupt ends the process without running `body`.
  static func handle(_ body: @escaping @Sendable () -> Void) {
    if Signals.isIgnored(SIGINT) { return }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let descriptor = ends[0]
    let thread = Thread {
      var byte: UInt8 = 0
      while read(descriptor, &byte, 1) < 0, errno == EINTR {}
      body()
      kill(getpid(), SIGINT)
    }
    guard thread != nil else {
      for end in ends { close(end) }
      return
    }
    wakeUpDescriptor = ends[1]
    signal(SIGINT, wakeUp)
    unblock()
  }

  /// Unblocks interrupts: this process inherits the signal mask of its parent, and test runners block them.
  private static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}

/// The end of the pipe that the signal handler writes to. Safe to share: it is set before the handler is installed, and
/// not changed again.
nonisolated(unsafe) private var wakeUpDescriptor: Int32 = -1

/// The signal handler, which may call only async-signal-safe functions.
private let wakeUp: @convention(c) (Int32) -> Void = { number in
  signal(number, SIG_DFL)
  var byte: UInt8 = 0
  _ = write(wakeUpDescriptor, &byte, 1)
}
