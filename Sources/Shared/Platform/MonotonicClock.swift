/// A clock that never goes back, unlike the time of day.
public enum MonotonicClock {
  /// The time in seconds. Only differences between two times have a meaning.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Waits for this many seconds, but at most for a billion (31 years), which an `Int` can represent. Signals do not
  /// shorten the wait.
  public static func sleep(seconds: Double) {
    let end = now() + min(seconds, 1e9)
    while case let left = end - now(), left > 0 {
      var time = timespec(tv_sec: Int(left), tv_nsec: Int((left - left.rounded(.down)) * 1e9))
      nanosleep(&time, nil)
    }
  }
}
