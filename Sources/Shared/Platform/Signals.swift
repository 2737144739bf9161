/// The signals that end a process, and their dispositions, which it inherits.
public enum Signals {
  /// The signals by which a user or the system ends a program.
  public static let ending = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

  /// Whether a signal is ignored. It must stay ignored: shells start background jobs with interrupts ignored, and
  /// `nohup` starts a program with hangups ignored.
  public static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    // SIG_IGN is the address 1. Swift cannot compare function pointers.
    #if canImport(Darwin)
      return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    #else
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #endif
  }
}
