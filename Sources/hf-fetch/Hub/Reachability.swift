import CommandLineTool
import JSON
import Platform
import Synchronization

/// Whether the Hub has responded in this run. Reports once per run that requests wait for the Hub.
final class Reachability: Sendable {
  private let diagnostics: Diagnostics
  private let state = Mutex(State())

  private struct State {
    var hasResponded = false
    /// Whether the wait was reported.
    var hasReported = false
  }

  /// The seconds after which a note says what the run waits for.
  private static let patienceSeconds = 2.0

  init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

  /// Records that a response arrived.
  func noteResponse() { state.withLock { $0.hasResponded = true } }

  /// The maximum number of retries after a failure. If a host name cannot be resolved and no response has arrived yet,
  /// there is one retry: the name is probably wrong, or there is no network.
  func retries(after error: TransportError, of policy: RetryPolicy) -> Int {
    guard case .unresolved = error, !state.withLock({ $0.hasResponded }) else { return policy.retries }
    return min(policy.retries, 1)
  }

  /// Reports that a request is sent again, unless the wait is shorter than ``patienceSeconds``, or a wait was reported
  /// before.
  ///
  /// - Parameters:
  ///   - server: the origin of the server that does not respond.
  ///   - reason: why the last attempt failed.
  ///   - waitedSeconds: the time since the first attempt, with the pause before the next one.
  ///   - remainingSeconds: the longest time that the remaining retries are expected to take.
  func reportWait(for server: String, _ reason: String, waitedSeconds: Double, remainingSeconds: Double) {
    guard waitedSeconds >= Reachability.patienceSeconds else { return }
    let isFirst = state.withLock { state in
      defer { state.hasReported = true }
      return !state.hasReported
    }
    guard isFirst else { return }
    diagnostics.note(
      "'\(server)' \(reason); trying again for about \(Int(saturating: remainingSeconds.rounded(.up))) s")
  }
}
