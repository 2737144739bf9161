/// A clock that never goes back.
public enum MonotonicClock {
  /// Seconds since some fixed moment.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
