import Platform

/// Whether a call was cancelled, and the actions to run on cancellation.
final class Cancellation: @unchecked Sendable {
  private let monitor = Monitor()
  private var cancelled = false
  private var actions: [Int: @Sendable () -> Void] = [:]
  private var nextKey = 0

  /// Whether the call was cancelled.
  var isCancelled: Bool { monitor.synchronized { cancelled } }

  /// Cancels the call: the registered actions run once, on this thread.
  func cancel() {
    let due = monitor.synchronized {
      cancelled = true
      defer { actions = [:] }
      return Array(actions.values)
    }
    for action in due { action() }
  }

  /// Runs `body`, and `action` if the call is cancelled before its end.
  func whileRunning<Result>(_ action: @escaping @Sendable () -> Void, _ body: () -> Result) -> Result {
    let key: Int? = monitor.synchronized {
      guard !cancelled else { return nil }
      nextKey += 1
      actions[nextKey] = action
      return nextKey
    }
    if key == nil { action() }
    defer { monitor.synchronized { _ = key.map { actions.removeValue(forKey: $0) } } }
    return body()
  }
}

/// The calls that run or wait, by id, so that they can be cancelled.
final class RunningCalls: @unchecked Sendable {
  private let monitor = Monitor()
  private var calls: [RPCID: Cancellation] = [:]

  /// Registers a call; nil when another call with its id is running.
  func begin(_ id: RPCID) -> Cancellation? {
    monitor.synchronized {
      guard calls[id] == nil else { return nil }
      let cancellation = Cancellation()
      calls[id] = cancellation
      return cancellation
    }
  }

  /// Unregisters a call.
  func end(_ id: RPCID) { monitor.synchronized { _ = calls.removeValue(forKey: id) } }

  /// Cancels the call with an id, if there is one.
  func cancel(_ id: RPCID) { monitor.synchronized { calls[id] }?.cancel() }
}
