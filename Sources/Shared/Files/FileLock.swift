import CommandLineTool
import Platform

/// An advisory lock (`flock`) on a file that other runs may replace. The file itself is locked, so there is no separate
/// lock file that could be left over. The lock is released when the object is.
///
/// After locking, the path is checked: if another program replaced the file in the meantime, the new file is locked
/// instead.
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
  ///   - onWait: called once, before the first wait, if another program has the lock.
  /// - Throws: ``FileError`` when the file cannot be opened or locked, or is still locked after this time.
  public init(_ path: String, waitingAtMost seconds: Int, onWait: () -> Void = {}) throws(FileError) {
    var waited: UInt32 = 0
    while true {
      // Without `O_NONBLOCK`, opening a pipe would block until a program writes to it.
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
