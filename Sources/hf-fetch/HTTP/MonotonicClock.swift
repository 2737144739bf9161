import JSON
import Platform

/// A clock that never goes back.
enum MonotonicClock {
  /// Seconds since some fixed moment.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Waits.
  static func sleep(seconds: Double) {
    let end = now() + seconds
    while case let left = end - now(), left > 0 {
      var time = timespec(tv_sec: Int(saturating: left), tv_nsec: Int(saturating: (left - left.rounded(.down)) * 1e9))
      nanosleep(&time, nil)
    }
  }
}
