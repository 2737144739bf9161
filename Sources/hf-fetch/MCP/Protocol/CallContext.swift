import JSON
import Platform

/// What a running call has of its client: whether the result is still wanted, and whom to report progress to.
struct CallContext: Sendable {
  let cancellation: Cancellation
  /// Nil when the client did not ask for progress.
  var progress: CallProgress?
}

/// Reports how far a call has come, by `notifications/progress`.
final class CallProgress: @unchecked Sendable {
  private let token: RPCID
  private let write: @Sendable ([UInt8]) -> Void
  private let monitor = Monitor()
  private var reported = 0
  private var reportedAt = -CallProgress.intervalSeconds

  /// How long a report waits after the one before it, in seconds; the last one does not wait.
  private static let intervalSeconds = 0.1

  /// Prepares to report.
  ///
  /// - Parameters:
  ///   - token: what the client asked for progress by.
  ///   - write: takes a finished line.
  init(token: RPCID, write: @escaping @Sendable ([UInt8]) -> Void) {
    self.token = token
    self.write = write
  }

  /// Reports a number of steps that are done, if it is larger than the one before, and not too soon after it.
  func report(_ done: Int, of total: Int, _ message: String) {
    let isDue = monitor.synchronized {
      let now = MonotonicClock.now()
      guard done > reported, done >= total || now - reportedAt >= CallProgress.intervalSeconds else { return false }
      (reported, reportedAt) = (done, now)
      return true
    }
    if isDue { write(notification(done, total, message)) }
  }

  private func notification(_ done: Int, _ total: Int, _ message: String) -> [UInt8] {
    let output = ByteBuffer(capacity: 256)
    output.beginObject()
    output.key("jsonrpc")
    output.string("2.0")
    output.key("method")
    output.string("notifications/progress")
    output.key("params")
    output.beginObject()
    output.key("progressToken")
    token.write(to: output)
    output.key("progress")
    output.integer(done)
    output.key("total")
    output.integer(total)
    output.key("message")
    output.string(message)
    output.endObject()
    output.endObject()
    output.endLine()
    return output.array
  }
}
