/// A POSIX thread. The tools do not use Swift's concurrency, because starting its runtime takes several milliseconds.
public final class Thread {
  private var handle: pthread_t?

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Starts a thread that runs `body`; nil if the system cannot create a thread. `body` is then not run on the caller's
  /// thread instead, because it may wait for something that the caller does after this call.
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

  /// Waits until the thread has ended.
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

  /// Takes the lock; waits while another thread has it.
  public func lock() { pthread_mutex_lock(mutex) }
  /// Releases the lock.
  public func unlock() { pthread_mutex_unlock(mutex) }
  /// Releases the lock until ``broadcast()`` is called, then takes it again. It can also return without such a call.
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

/// Another condition variable for the lock of a monitor. With one for each condition, a change wakes only the threads
/// that wait for that change.
public final class Condition: @unchecked Sendable {
  private let monitor: Monitor
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Makes a condition variable for the lock of a monitor.
  public init(of monitor: Monitor) {
    self.monitor = monitor
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
  }

  /// Releases the monitor's lock until ``signal()`` or ``broadcast()`` is called, then takes it again. It can also
  /// return without such a call.
  public func wait() { pthread_cond_wait(condition, monitor.mutex) }
  /// Waits like ``wait()``, but at most for this many seconds, and at most for a million. A change of the time of day
  /// does not change the wait.
  public func wait(seconds: Double) {
    let limit = max(0, min(seconds, 1e6))
    #if canImport(Darwin)
      var time = Condition.timespec(seconds: limit)
      pthread_cond_timedwait_relative_np(condition, monitor.mutex, &time)
    #else
      var deadline = Condition.timespec(seconds: MonotonicClock.now() + limit)
      pthread_cond_timedwait(condition, monitor.mutex, &deadline)
    #endif
  }

  private static func timespec(seconds: Double) -> timespec {
    let whole = seconds.rounded(.down)
    return .init(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
  }

  /// Wakes one waiting thread.
  public func signal() { pthread_cond_signal(condition) }
  /// Wakes all waiting threads.
  public func broadcast() { pthread_cond_broadcast(condition) }
}
