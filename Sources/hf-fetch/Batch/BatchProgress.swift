import CommandLineTool
import JSON
import Platform
import Synchronization

/// The state of a batch.
struct BatchStatus: Equatable, Sendable {
  /// How many answers are printed.
  var done = 0
  /// How many of these are failures.
  var failed = 0
  /// How many requests there are, once that is known.
  var total: Int?
  /// The model that was started last.
  var latest = ""

  /// The totals that are printed when the batch is interrupted.
  var summary: String {
    let answered = total.map { "\(done) of \($0) models are answered" } ?? "\(done) models are answered"
    return "stopped: " + answered + (failed > 0 ? ", \(failed) of them with a failure" : "")
  }

  /// The current activity: the pause that all requests wait for, else the model started last.
  func current(pauseSeconds: Double?) -> String {
    guard let pauseSeconds else { return latest }
    return "waiting for the rate limit, \(Int(saturating: min(pauseSeconds, 1e6).rounded(.up))) s"
  }
}

/// Shows the progress of a batch as one line on a terminal, and prints the totals when it is stopped by Ctrl-C.
final class BatchProgress: Sendable {
  private let batch: OrderedBatch
  private let total: Int?
  private let client: HubClient?
  private let line: ProgressLine?
  private let isOver = Mutex(false)

  /// How often the line is updated, in microseconds.
  private static let interval: UInt32 = 100_000

  /// Starts to show progress, and to report the totals on Ctrl-C.
  ///
  /// - Parameters:
  ///   - batch: the batch, which is about to run.
  ///   - total: how many requests there are, when that is known.
  ///   - client: the client, which may be waiting for a rate limit; nil offline.
  ///   - diagnostics: the receiver of messages.
  init(
    _ batch: OrderedBatch, total: Int?, client: HubClient?, diagnostics: Diagnostics,
    environment: HubEnvironment = HubEnvironment()
  ) {
    self.batch = batch
    self.total = total
    self.client = client
    line =
      total == 1 || environment.flag("HF_HUB_DISABLE_PROGRESS_BARS")
      ? nil : ProgressLine(total: total, verbosity: diagnostics.verbosity)
    if line != nil { _ = Thread { [self] in draw() } }
    guard total != 1 else { return }
    Interruption.handle { [self] in
      end()
      diagnostics.note(status.summary)
    }
  }

  /// Removes the line.
  func end() {
    isOver.withLock { isOver in
      if !isOver { line?.finish() }
      isOver = true
    }
  }

  private var status: BatchStatus {
    var status = batch.status
    status.total = status.total ?? total
    return status
  }

  private func draw() {
    while true {
      let isOver = isOver.withLock { isOver in
        if !isOver { update() }
        return isOver
      }
      if isOver { return }
      usleep(BatchProgress.interval)
    }
  }

  private func update() {
    let status = status
    line?.update(done: status.done, total: status.total, current: status.current(pauseSeconds: client?.pauseLeft))
  }
}
