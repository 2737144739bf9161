import CommandLineTool
import JSON
import Platform
import Synchronization

/// The progress of a batch.
struct BatchStatus: Equatable, Sendable {
  /// The number of printed documents: snapshots and failures.
  var done = 0
  /// The number of finished requests. Their documents may wait for an earlier one.
  var finished = 0
  /// The number of printed failures.
  var failed = 0
  /// The number of requests; nil until all of them have been read.
  var total: Int?
  /// The model that was started last.
  var latest = ""

  /// The totals that are printed when the batch is interrupted.
  var summary: String {
    let models = total.map { "\(done) of \($0) models" } ?? "\(done) models"
    return "stopped after " + models + (failed > 0 ? "; \(failed) failed" : "")
  }

  /// The current activity: the pause for which all requests wait, else the model that was started last.
  func current(pauseSeconds: Double?) -> String {
    guard let pauseSeconds else { return latest }
    return "waiting for the rate limit, \(Int(saturating: min(pauseSeconds, 1e6).rounded(.up))) s"
  }
}

/// Shows the progress of a batch in one line on a terminal, and prints the totals when the user stops it with Ctrl-C.
final class BatchProgress: Sendable {
  private let batch: OrderedBatch
  private let total: Int?
  private let client: HubClient?
  private let line: ProgressLine?
  private let isOver = Mutex(false)
  /// What to do after an interruption.
  private let resumeHint: String?

  /// The time between two updates of the line.
  private static let intervalMicroseconds: UInt32 = 100_000

  /// Starts to show progress, and to report the totals on Ctrl-C. If the system refuses a thread, no progress is shown.
  ///
  /// - Parameters:
  ///   - batch: the batch, which is about to run.
  ///   - total: the number of requests; nil if it is not known.
  ///   - client: the client, which may be waiting for a rate limit; nil with `--offline` or `--snapshots`.
  ///   - usesCache: whether a second run reads fetched models from the cache.
  ///   - diagnostics: the receiver of messages.
  init(
    _ batch: OrderedBatch, total: Int?, client: HubClient?, usesCache: Bool, diagnostics: Diagnostics,
    environment: HubEnvironment = HubEnvironment()
  ) {
    self.batch = batch
    self.total = total
    self.client = client
    resumeHint =
      client != nil && usesCache ? "run the command again: what was fetched is read from the cache" : nil
    line =
      (total ?? 2) < 2 || environment.flag("HF_HUB_DISABLE_PROGRESS_BARS")
      ? nil : ProgressLine(total: total, verbosity: diagnostics.verbosity)
    if line != nil { _ = Thread { [self] in draw() } }
    guard total != 1 else { return }
    Interruption.handle { [self] in
      end()
      diagnostics.note(status.summary, hint: resumeHint)
    }
  }

  /// Stops the updates and removes the line. A second call has no effect.
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
      usleep(BatchProgress.intervalMicroseconds)
    }
  }

  private func update() {
    let status = status
    line?.update(done: status.finished, total: status.total, current: status.current(pauseSeconds: client?.pauseLeft))
  }
}
