import CommandLineTool
import JSON
import Platform
import Synchronization

/// Whether the Hub responds in this run. Reports once that requests wait for it.
final class Reachability: Sendable {
  private let diagnostics: Diagnostics
  private let state = Mutex(State())

  private struct State {
    var hasResponded = false
    var hasReported = false
  }

  /// The seconds after which a note says what the run waits for.
  private static let patienceSeconds = 2.0

  init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

  /// Records that a response arrived.
  func noteResponse() { state.withLock { $0.hasResponded = true } }

  /// The maximum number of retries after a failure. A name that cannot be resolved before any response arrived is
  /// retried once: it is probably wrong, or there is no network.
  func retries(after error: TransportError, of policy: RetryPolicy) -> Int {
    guard case .unresolved = error, !state.withLock({ $0.hasResponded }) else { return policy.retries }
    return min(policy.retries, 1)
  }

  /// Reports that a request is sent again, if the wait is longer than ``patienceSeconds`` and no request has reported
  /// it.
  ///
  /// - Parameters:
  ///   - server: the server that does not respond.
  ///   - reason: why the last attempt failed.
  ///   - waitedSeconds: the time since the first attempt, with the pause before the next one.
  ///   - remainingSeconds: the time after which the request fails at the latest.
  func reportWait(for server: String, _ reason: String, waitedSeconds: Double, remainingSeconds: Double) {
    guard waitedSeconds >= Reachability.patienceSeconds else { return }
    let isFirst = state.withLock { state in
      defer { state.hasReported = true }
      return !state.hasReported
    }
    guard isFirst else { return }
    diagnostics.note(
      "'\(server)' \(reason); trying again, at most \(Int(saturating: remainingSeconds.rounded(.up))) s")
  }
}
