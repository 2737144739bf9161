import CommandLineTool
import JSON
import Platform

/// An advisory lock on a file that others replace by renaming: held on the file itself, so that nothing is left over.
///
/// Whoever gets the lock checks that the path still leads to the locked file. If it does not, somebody replaced the
/// file while we waited, and the new one is what has to be locked.
public final class FileLock {
  /// The locked file, open for reading.
  public let file: OpenFile

  /// How long to wait between two attempts, in microseconds.
  private static let pause: UInt32 = 5_000

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - path: the file, which must exist.
  ///   - seconds: how long to wait at most.
  ///   - onWait: called once, when the lock is not free at once.
  /// - Throws: ``FileError``.
  public init(_ path: String, waitingAtMost seconds: Int, onWait: () -> Void = {}) throws(FileError) {
    var waited: UInt32 = 0
    while true {
      // A pipe would block a plain open until somebody writes to it.
      let candidate = try OpenFile(path, O_RDONLY | O_NONBLOCK)
      while flock(candidate.descriptor, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else { throw .lastCall("lock", path) }
        guard waited < UInt32(seconds) * 1_000_000 else { throw FileError("lock", path, .locked(seconds: seconds)) }
        if waited == 0 { onWait() }
        usleep(FileLock.pause)
        waited += FileLock.pause
      }
      if let current = FileStatus(path: path), try candidate.status().isSameFile(as: current) {
        file = candidate
        return
      }
    }
  }
}
