import Platform

/// A thread pool for tool calls: a slow call does not block other calls or reading input.
final class CallPool: @unchecked Sendable {
  private let monitor = Monitor()
  /// The maximum number of calls that run at once. Threads start on demand.
  private static let threadLimit = 8
  /// The maximum number of calls that wait.
  private static let queueLimit = 256
  private var threads: [Platform.Thread] = []
  private var queue: [() -> Void] = []
  private var idleCount = 0
  private var isClosed = false

  /// Runs a call when a thread of the pool is free. If the system refuses even the first thread, the call runs on the
  /// caller's thread, before `submit` returns. Only one thread may submit calls.
  ///
  /// - Returns: false when too many calls are waiting; the call is then not run.
  func submit(_ call: @escaping () -> Void) -> Bool {
    let (isAccepted, needsThread) = monitor.synchronized {
      guard queue.count < CallPool.queueLimit else { return (false, false) }
      queue.append(call)
      monitor.broadcast()
      return (true, idleCount < queue.count && threads.count < CallPool.threadLimit)
    }
    guard needsThread else { return isAccepted }
    if let thread = Platform.Thread({ [self] in work() }) {
      threads.append(thread)
    } else if threads.isEmpty {
      monitor.synchronized { queue.popLast() }?()
    }
    return isAccepted
  }

  /// Waits until all calls have ended. No further calls may be submitted.
  func finish() {
    monitor.synchronized {
      isClosed = true
      monitor.broadcast()
    }
    for thread in threads { thread.join() }
    threads = []
  }

  private func work() {
    while let call = nextCall() { call() }
  }

  private func nextCall() -> (() -> Void)? {
    monitor.synchronized {
      idleCount += 1
      defer { idleCount -= 1 }
      while queue.isEmpty, !isClosed { monitor.wait() }
      return queue.isEmpty ? nil : queue.removeFirst()
    }
  }
}
