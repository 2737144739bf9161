import Platform

/// Whether a call was canceled, and the actions to run on cancellation.
final class Cancellation: @unchecked Sendable {
  private let monitor = Monitor()
  private var isMarked = false
  private var actions: [Int: @Sendable () -> Void] = [:]
  private var nextKey = 0

  var isCanceled: Bool { monitor.synchronized { isMarked } }

  /// Cancels the call: runs the actions of ``whileRunning(_:_:)`` on this thread.
  func cancel() {
    let due = monitor.synchronized {
      isMarked = true
      defer { actions = [:] }
      return Array(actions.values)
    }
    for action in due { action() }
  }

  /// Runs `body`; also runs `action` if the call was canceled before, or is canceled while `body` runs.
  func whileRunning<Result>(_ action: @escaping @Sendable () -> Void, _ body: () -> Result) -> Result {
    let key: Int? = monitor.synchronized {
      guard !isMarked else { return nil }
      nextKey += 1
      actions[nextKey] = action
      return nextKey
    }
    if key == nil { action() }
    defer { monitor.synchronized { _ = key.map { actions.removeValue(forKey: $0) } } }
    return body()
  }
}

/// The calls that run or wait, by id, so that they can be canceled.
final class RunningCalls: @unchecked Sendable {
  private let monitor = Monitor()
  private var calls: [RPCID: Cancellation] = [:]

  /// Registers a call.
  ///
  /// - Returns: its cancellation; nil when another call with this id is registered.
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
