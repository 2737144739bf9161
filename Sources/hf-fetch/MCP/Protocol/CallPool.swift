import Platform

/// A thread pool for tool calls: a slow call does not block other calls or reading input.
final class CallPool: @unchecked Sendable {
  private let monitor = Monitor()
  private let threadLimit: Int
  private let queueLimit: Int
  private var threads: [Platform.Thread] = []
  private var queue: [() -> Void] = []
  private var idleCount = 0
  private var isClosed = false

  /// Makes a pool; threads start on demand.
  ///
  /// - Parameters:
  ///   - threadLimit: the maximum number of calls that run at once.
  ///   - queueLimit: the maximum number of calls that wait.
  init(threadLimit: Int = 8, queueLimit: Int = 256) {
    self.threadLimit = threadLimit
    self.queueLimit = queueLimit
  }

  /// Runs a call when a thread of the pool is free. If the system refuses even the first thread, the call runs on the
  /// caller's thread, before `submit` returns. Only one thread may submit calls.
  ///
  /// - Returns: false when too many calls are waiting; the call is then not run.
  func submit(_ call: @escaping () -> Void) -> Bool {
    let (isAccepted, needsThread) = monitor.synchronized {
      guard queue.count < queueLimit else { return (false, false) }
      queue.append(call)
      monitor.broadcast()
      return (true, idleCount < queue.count && threads.count < threadLimit)
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
