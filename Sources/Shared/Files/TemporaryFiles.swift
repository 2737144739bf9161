import CommandLineTool
import JSON
import Platform

/// The files to remove when a signal ends the process: at most one for each purpose.
///
/// The handler may run at any instruction, so the paths are C strings in global variables that are changed with the
/// signals blocked, and the handler calls nothing but `unlink` and `_exit`.
public enum TemporaryFiles {
  /// The purpose of a file.
  public enum Purpose: Int, Sendable {
    /// The new version of a database.
    case replacement
    /// A finished backup of a database that is not changed yet.
    case backup
    /// An unfinished copy that becomes a backup.
    case backupCopy
    /// A new log, or a file that is saved.
    case output
  }

  /// Ends the process with 128 + n at SIGINT, SIGTERM and SIGHUP, removing the registered files first.
  public static func removeOnSignals() {
    for number in endingSignals where number != SIGHUP || !isIgnored(number) { signal(number, endBySignal) }
    // A parent may have blocked them, as test runners do; a run must be interruptible.
    var ending = endingSet
    pthread_sigmask(SIG_UNBLOCK, &ending, nil)
  }

  /// Registers a file before it is created.
  public static func register(_ path: String, as purpose: Purpose) {
    withoutSignals { replace(purpose, with: strdup(path)) }
  }

  /// Unregisters a file.
  public static func forget(_ purpose: Purpose) {
    withoutSignals { replace(purpose, with: nil) }
  }

  /// Runs `body` with the ending signals blocked.
  public static func withoutSignals<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var blocked = endingSet
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &blocked, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    return try body()
  }

  private static var endingSet: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in endingSignals { sigaddset(&signals, number) }
    return signals
  }

  /// Under `nohup`, SIGHUP is ignored and must remain so.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
      return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    #else
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #endif
  }

  private static func replace(_ purpose: Purpose, with path: UnsafeMutablePointer<CChar>?) {
    switch purpose {
    case .replacement:
      free(registeredReplacement)
      registeredReplacement = path
    case .backup:
      free(registeredBackup)
      registeredBackup = path
    case .backupCopy:
      free(registeredBackupCopy)
      registeredBackupCopy = path
    case .output:
      free(registeredOutput)
      registeredOutput = path
    }
  }
}

private let endingSignals = [SIGINT, SIGTERM, SIGHUP]

// Read by the signal handler, and changed only with the signals blocked. Constants initialize them, so that no lazy
// initializer can run inside the handler.
nonisolated(unsafe) private var registeredReplacement: UnsafeMutablePointer<CChar>?
nonisolated(unsafe) private var registeredBackup: UnsafeMutablePointer<CChar>?
nonisolated(unsafe) private var registeredBackupCopy: UnsafeMutablePointer<CChar>?
nonisolated(unsafe) private var registeredOutput: UnsafeMutablePointer<CChar>?

private let endBySignal: @convention(c) (Int32) -> Void = { number in
  if let path = registeredReplacement { unlink(path) }
  if let path = registeredBackup { unlink(path) }
  if let path = registeredBackupCopy { unlink(path) }
  if let path = registeredOutput { unlink(path) }
  _exit(128 + number)
}
