import CommandLineTool
import JSON
import Platform
import Synchronization

/// The progress of a batch.
struct BatchStatus: Equatable, Sendable {
  /// The number of documents, snapshots and failures, that were printed or gathered to be printed together.
  var done = 0
  /// The number of requests that have a result. Its document is printed after those of all earlier requests.
  var finished = 0
  /// The number of failures in ``done``.
  var failed = 0
  /// The number of requests; nil until all of them have been read.
  var total: Int?
  /// The id or path of the model whose fetch started last; empty before the first.
  var latest = ""

  /// The totals that are printed when the batch is interrupted.
  var summary: String {
    let models = total.map { "\(done) of \($0) models" } ?? "\(done) models"
    return "stopped after " + models + (failed > 0 ? "; \(failed) failed" : "")
  }

  /// The current activity, for the progress line: the pause that the Hub asked for, else ``latest``.
  ///
  /// - Parameter pauseSeconds: the seconds that are left of the pause; nil without one.
  func current(pauseSeconds: Double?) -> String {
    guard let pauseSeconds else { return latest }
    return "waiting for the rate limit, \(Int(saturating: min(pauseSeconds, 1e6).rounded(.up))) s"
  }
}

/// Shows the progress of a batch in one line on a terminal, and prints the totals when Ctrl-C stops the batch.
final class BatchProgress: Sendable {
  private let batch: OrderedBatch
  private let total: Int?
  private let client: HubClient?
  private let line: ProgressLine?
  private let isOver = Mutex(false)
  /// What to do after an interruption; nil if the run stores nothing in the cache.
  private let resumeHint: String?

  /// The time between two updates of the line.
  private static let intervalMicroseconds: UInt32 = 100_000

  /// Starts to show progress, and to print the totals on Ctrl-C; does neither for a batch of one request. If the system
  /// refuses a thread, no progress is shown.
  ///
  /// - Parameters:
  ///   - batch: the batch, which is about to run.
  ///   - total: the number of requests; nil if it is not known.
  ///   - client: the Hub's client, which knows the pause for a rate limit; nil with `--offline` or `--snapshots`.
  ///   - usesCache: whether a second run reads fetched models from the cache.
  ///   - diagnostics: the receiver of messages.
  ///   - environment: the environment of the process, which may have `HF_HUB_DISABLE_PROGRESS_BARS`.
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
      batch.printBeforeInterruption()
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
