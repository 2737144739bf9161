import Platform

/// Kills the command-line tools that run when a signal ends the server. Otherwise they would run on without a client.
enum EndingSignals {
  /// Runs `body` on another thread at the first of the signals that end a program, then lets the signal end the
  /// process. Must be called before other threads are started, because they inherit the signal mask.
  ///
  /// A signal that is ignored stays ignored. If the system refuses the thread, a signal ends the process at once.
  static func handle(_ body: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in Signals.ending where !Signals.isIgnored(number) { sigaddset(&signals, number) }
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    let awaited = signals
    let thread = Thread {
      var (signals, number) = (awaited, Int32(0))
      while sigwait(&signals, &number) != 0 {}
      body()
      signal(number, SIG_DFL)
      kill(getpid(), number)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
    if thread == nil { pthread_sigmask(SIG_SETMASK, &before, nil) }
  }
}
