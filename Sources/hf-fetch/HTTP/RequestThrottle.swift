import Platform

/// Limits requests to the Hub for all jobs: a 429 stops all of them for a time, a low quota spreads them out, and at
/// most `width` run at once.
final class RequestThrottle: @unchecked Sendable {
  private let monitor: Monitor
  private let mayPass: Condition

  // Guarded by the monitor; times are those of the monotonic clock.
  private var reopening = 0.0
  private var announcedEnd = 0.0
  private var pauses = 0
  private var free: Int
  private var pacing: [QuotaBucket: QuotaPacing] = [:]

  /// Makes a throttle without a pause; `width` requests may run at once.
  init(width: Int) {
    free = width
    monitor = Monitor()
    mayPass = Condition(of: monitor)
  }

  /// Waits until no pause is in effect, fewer than `width` requests run, and the pacing allows another one.
  ///
  /// - Parameters:
  ///   - bucket: the quota that the request counts against.
  ///   - onPause: called by the first request that waits for a pause to end, with the seconds that it lasts.
  /// - Returns: a ticket: the number of pauses so far.
  func enter(_ bucket: QuotaBucket, onPause: (Double) -> Void = { _ in }) -> Int {
    monitor.synchronized {
      while true {
        let now = MonotonicClock.now()
        let closed = max(reopening, pacing[bucket]?.reopening ?? 0) - now
        if closed > 0 {
          if announcedEnd < now + closed { onPause(closed) }
          announcedEnd = max(announcedEnd, now + closed)
          mayPass.wait(seconds: closed)
        } else if free == 0 {
          mayPass.wait()
        } else if let wait = pacing[bucket]?.delay(at: now), wait > 0 {
          mayPass.wait(seconds: wait)
        } else {
          pacing[bucket]?.record(startAt: now)
          free -= 1
          return pauses
        }
      }
    }
  }

  /// Ends a request that ``enter(_:onPause:)`` let in.
  func leave() {
    monitor.synchronized {
      free += 1
      mayPass.signal()
    }
  }

  /// Applies the quota that an answer reports.
  func learn(_ limit: RateLimit, of bucket: QuotaBucket) {
    monitor.synchronized {
      switch limit.pace {
      case .every(let seconds): pacing[bucket] = QuotaPacing(interval: seconds, after: pacing[bucket])
      case .unlimited: pacing[bucket] = nil
      case .notReported:
        guard let seconds = limit.exhaustedSeconds, seconds <= RetryPolicy.longestPause else { break }
        pacing[bucket] = QuotaPacing(reopening: MonotonicClock.now() + Double(seconds))
      }
    }
  }

  /// How long requests still pause, in seconds; nil without a pause.
  var pauseLeft: Double? {
    monitor.synchronized {
      let seconds = pacing.values.map(\.reopening).reduce(reopening, max) - MonotonicClock.now()
      return seconds > 0 ? seconds : nil
    }
  }

  /// Lets no request start for a time.
  ///
  /// - Returns: true for the first 429 of a pause. False when the request was sent before another answer began the
  ///   pause; such a 429 does not use up a retry.
  func pause(seconds: Int, ticket: Int) -> Bool {
    monitor.synchronized {
      let isFirst = ticket == pauses
      if isFirst { pauses += 1 }
      reopening = max(reopening, MonotonicClock.now() + Double(seconds))
      return isFirst
    }
  }
}

/// The quota that a request counts against. The Hub has three.
enum QuotaBucket: Hashable, Sendable {
  case api, resolvers, pages

  /// The quota that a request counts against, by its path; the second hop of a small file (`/api/resolve-cache/`)
  /// counts as the first does.
  init(path: String) {
    if path.contains("/resolve/") || path.contains("/api/resolve-cache/") {
      self = .resolvers
    } else {
      self = path.contains("/api/") ? .api : .pages
    }
  }
}

/// When requests against one quota may start: not while the quota is used up; at equal intervals while it is low.
struct QuotaPacing: Sendable {
  /// When the next window starts, on the monotonic clock, if the quota is used up; otherwise a time in the past.
  let reopening: Double
  private let interval: Double
  private var next: Double

  /// Spreads requests.
  ///
  /// - Parameters:
  ///   - interval: the seconds between two starts.
  ///   - earlier: the pacing so far.
  init(interval: Double, after earlier: QuotaPacing?) {
    self.interval = interval
    next = earlier?.next ?? 0
    reopening = 0
  }

  /// Holds requests until a new window starts.
  init(reopening: Double) {
    self.reopening = reopening
    interval = 0
    next = 0
  }

  /// How long a request is to wait, in seconds.
  func delay(at now: Double) -> Double { next - now }

  /// Records the start of a request.
  mutating func record(startAt now: Double) { next = max(now, next) + interval }
}
