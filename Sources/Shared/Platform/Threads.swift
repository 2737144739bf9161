/// A POSIX thread, since starting Swift's own concurrency would cost a filter several milliseconds.
public final class Thread {
  private var handle: pthread_t?

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Starts a thread that runs `body`. Where the system allows no further thread, the body runs here and now.
  public init(_ body: @escaping () -> Void) {
    let context = Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(&thread, nil, Thread.start, context.toOpaque())
    if status == 0 {
      handle = thread
    } else {
      context.takeRetainedValue().run()
    }
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

/// A lock with a condition: what `synchronized` is in other languages.
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
  /// Gives the lock back.
  public func unlock() { pthread_mutex_unlock(mutex) }
  /// Gives the lock back until somebody calls ``broadcast()``, then takes it again.
  public func wait() { pthread_cond_wait(condition, mutex) }
  /// Wakes everybody who waits.
  public func broadcast() { pthread_cond_broadcast(condition) }

  /// Runs `body` with the lock held.
  public func synchronized<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }
}

/// A further condition of a monitor, so that a change wakes only those whom it concerns.
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

  /// Gives the monitor's lock back until somebody signals, then takes it again.
  public func wait() { pthread_cond_wait(condition, monitor.mutex) }
  /// The same, for so many seconds at most; it may return before somebody signals.
  public func wait(seconds: Double) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let end = Double(now.tv_nsec) / 1e9 + max(0, min(seconds, 1e6))
    let whole = end.rounded(.down)
    var deadline = timespec(tv_sec: now.tv_sec + Int(whole), tv_nsec: Int((end - whole) * 1e9))
    pthread_cond_timedwait(condition, monitor.mutex, &deadline)
  }

  /// Wakes one of those who wait.
  public func signal() { pthread_cond_signal(condition) }
  /// Wakes everybody who waits.
  public func broadcast() { pthread_cond_broadcast(condition) }
}
