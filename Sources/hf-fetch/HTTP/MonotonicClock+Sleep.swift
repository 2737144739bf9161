import JSON
import Platform

extension MonotonicClock {
  /// Waits.
  static func sleep(seconds: Double) {
    let end = now() + seconds
    while case let left = end - now(), left > 0 {
      var time = timespec(tv_sec: Int(saturating: left), tv_nsec: Int(saturating: (left - left.rounded(.down)) * 1e9))
      nanosleep(&time, nil)
    }
  }
}
