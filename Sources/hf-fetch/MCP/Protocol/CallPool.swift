import Platform

/// A few threads that work off calls, so that a slow one holds up neither the others nor the reading of messages.
final class CallPool: @unchecked Sendable {
  private let monitor = Monitor()
  private let threadLimit: Int
  private let queueLimit: Int
  private var threads: [Platform.Thread] = []
  private var queue: [() -> Void] = []
  private var idleCount = 0
  private var isClosed = false

  /// Makes a pool without any threads yet.
  ///
  /// - Parameters:
  ///   - threadLimit: how many calls run at once.
  ///   - queueLimit: how many may wait.
  init(threadLimit: Int = 8, queueLimit: Int = 256) {
    self.threadLimit = threadLimit
    self.queueLimit = queueLimit
  }

  /// Has a call run as soon as may be. To be called from one thread only.
  ///
  /// - Returns: false when too many wait already.
  func submit(_ call: @escaping () -> Void) -> Bool {
    let (isAccepted, needsThread) = monitor.synchronized {
      guard queue.count < queueLimit else { return (false, false) }
      queue.append(call)
      monitor.broadcast()
      return (true, idleCount < queue.count && threads.count < threadLimit)
    }
    // Not under the lock: where the system allows no further thread, the body runs here.
    if needsThread { threads.append(Platform.Thread { [self] in work() }) }
    return isAccepted
  }

  /// Waits until all calls have ended; none can be submitted any more.
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
