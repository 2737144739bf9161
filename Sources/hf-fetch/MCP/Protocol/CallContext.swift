import JSON
import Platform

/// What a running call needs from its client: whether the call was canceled, and where to report progress.
struct CallContext: Sendable {
  let cancellation: Cancellation
  /// Where to report progress; nil when the client did not request it.
  var progress: CallProgress?
}

/// Reports the progress of a call, by `notifications/progress`.
final class CallProgress: @unchecked Sendable {
  private let token: RPCID
  private let write: @Sendable ([UInt8]) -> Void
  private let monitor = Monitor()
  /// The number of steps in the last report.
  private var reported = 0
  /// The time of the last report on the monotonic clock, in seconds.
  private var reportedAt = -CallProgress.intervalSeconds

  /// The minimum time between two reports.
  private static let intervalSeconds = 0.1

  /// - Parameters:
  ///   - token: the progress token of the client's request.
  ///   - write: writes a line to the client.
  init(token: RPCID, write: @escaping @Sendable ([UInt8]) -> Void) {
    self.token = token
    self.write = write
  }

  /// Reports how many steps of a call are done. The report is dropped if the number is not larger than in the last
  /// report. It is also dropped if the last report was less than ``intervalSeconds`` ago, unless all steps are done.
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
    output.member("jsonrpc", "2.0")
    output.member("method", "notifications/progress")
    output.beginObject("params")
    output.key("progressToken")
    token.write(to: output)
    output.member("progress", done)
    output.member("total", total)
    output.member("message", message)
    output.endObject()
    output.endObject()
    output.endLine()
    return output.array
  }
}
