import CommandLineTool
import JSON
import Platform

/// The files to remove when a signal ends the process: at most one for each purpose.
///
/// The signal handler may run at any instruction. So the paths are C strings in global variables, which are changed
/// only while the signals are blocked, and the handler calls only `unlink` and `_exit`.
public enum TemporaryFiles {
  /// The purpose of a file.
  public enum Purpose: Sendable {
    /// The new version of a database.
    case replacement
    /// A finished backup of a database that is not changed yet.
    case backup
    /// An unfinished copy that becomes a backup.
    case backupCopy
    /// The new version of a log or of a file that `--save` writes.
    case output
  }

  /// Installs a handler for ``Signals/ending``. It removes the registered files and ends the process
  /// with 128 + the signal's number. A signal that is ignored stays ignored.
  public static func removeOnSignals() {
    for number in Signals.ending where !Signals.isIgnored(number) { signal(number, endBySignal) }
    // A parent process, such as a test runner, may have blocked the signals, and this process inherits that.
    var ending = endingSet
    pthread_sigmask(SIG_UNBLOCK, &ending, nil)
  }

  /// Registers a file, instead of an earlier one with this purpose. The caller does so before it creates the file, or
  /// blocks the signals.
  public static func register(_ path: String, as purpose: Purpose) {
    withoutSignals { replace(purpose, with: strdup(path)) }
  }

  /// Unregisters the file with this purpose, if there is one.
  public static func forget(_ purpose: Purpose) {
    withoutSignals { replace(purpose, with: nil) }
  }

  /// Runs `body` while the signals of ``removeOnSignals()`` are blocked.
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
    for number in Signals.ending { sigaddset(&signals, number) }
    return signals
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

// The signal handler reads these variables. They are changed only while the signals are blocked. Their initial value is
// a constant, nil, so that Swift does not run a lazy initializer inside the handler.
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
