/// A POSIX thread. Starting Swift's concurrency runtime would cost a filter several milliseconds.
public final class Thread {
  private var handle: pthread_t?

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Starts a thread that runs `body`; nil if the system refuses a thread. `body` is then not run: it may wait for what
  /// only the caller's thread does.
  public init?(_ body: @escaping () -> Void) {
    let context = Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    guard pthread_create(&thread, nil, Thread.start, context.toOpaque()) == 0 else {
      context.release()
      return nil
    }
    handle = thread
  }

  #if canImport(Darwin)
    private static let start: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
      Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }
  #else
    private static let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
  #endif

  /// Waits until the body has ended.
  public func join() {
    if let handle { pthread_join(handle, nil) }
    handle = nil
  }
}

/// A lock with a condition variable.
public final class Monitor: @unchecked Sendable {
  fileprivate let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Makes an unlocked monitor.
  public init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Takes the lock.
  public func lock() { pthread_mutex_lock(mutex) }
  /// Releases the lock.
  public func unlock() { pthread_mutex_unlock(mutex) }
  /// Releases the lock until ``broadcast()`` is called, then takes it again.
  public func wait() { pthread_cond_wait(condition, mutex) }
  /// Wakes all waiting threads.
  public func broadcast() { pthread_cond_broadcast(condition) }

  /// Runs `body` with the lock held.
  public func synchronized<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }
}

/// A further condition variable of a monitor, so that a change wakes only the threads that wait for it.
public final class Condition: @unchecked Sendable {
  private let monitor: Monitor
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Makes a condition to wait for with the monitor's lock held.
  public init(of monitor: Monitor) {
    self.monitor = monitor
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
  }

  /// Releases the monitor's lock until a signal, then takes it again.
  public func wait() { pthread_cond_wait(condition, monitor.mutex) }
  /// The same, for at most this many seconds; it may return before a signal.
  public func wait(seconds: Double) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let end = Double(now.tv_nsec) / 1e9 + max(0, min(seconds, 1e6))
    let whole = end.rounded(.down)
    var deadline = timespec(tv_sec: now.tv_sec + Int(whole), tv_nsec: Int((end - whole) * 1e9))
    pthread_cond_timedwait(condition, monitor.mutex, &deadline)
  }

  /// Wakes one waiting thread.
  public func signal() { pthread_cond_signal(condition) }
  /// Wakes all waiting threads.
  public func broadcast() { pthread_cond_broadcast(condition) }
}
