/// A clock that never goes back.
public enum MonotonicClock {
  /// Seconds since some fixed moment.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Waits, at most for the 31 years that a billion seconds are.
  public static func sleep(seconds: Double) {
    let end = now() + min(seconds, 1e9)
    while case let left = end - now(), left > 0 {
      var time = timespec(tv_sec: Int(left), tv_nsec: Int((left - left.rounded(.down)) * 1e9))
      nanosleep(&time, nil)
    }
  }
}
