import Platform

/// The gate that all jobs pass before a request to the Hub: one 429 closes it for all of them, a quota that runs low
/// spaces them, and a fixed number of requests may be through it at once.
final class RateGate: @unchecked Sendable {
  private let monitor: Monitor
  private let mayPass: Condition

  // Guarded by the monitor; times are those of the monotonic clock.
  private var reopening = 0.0
  private var announcedEnd = 0.0
  private var pauses = 0
  private var free: Int
  private var pacing: [QuotaBucket: QuotaPacing] = [:]

  /// Makes an open gate for `width` requests at once.
  init(width: Int) {
    free = width
    monitor = Monitor()
    mayPass = Condition(of: monitor)
  }

  /// Waits for the gate to be open, a place free, and the turn of this request come.
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
          pacing[bucket]?.take(at: now)
          free -= 1
          return pauses
        }
      }
    }
  }

  /// Gives the place back.
  func leave() {
    monitor.synchronized {
      free += 1
      mayPass.signal()
    }
  }

  /// Takes account of what an answer reports of a quota.
  func learn(_ limit: RateLimit, of bucket: QuotaBucket) {
    monitor.synchronized {
      if let pace = limit.pace {
        pacing[bucket] = pace.map { QuotaPacing(interval: $0, after: pacing[bucket]) }
      } else if let seconds = limit.exhaustedSeconds, seconds <= RetryPolicy.longestPause {
        pacing[bucket] = QuotaPacing(reopening: MonotonicClock.now() + Double(seconds))
      }
    }
  }

  /// How long the gate stays closed, in seconds; nil when it is open.
  var pauseLeft: Double? {
    monitor.synchronized {
      let seconds = pacing.values.map(\.reopening).reduce(reopening, max) - MonotonicClock.now()
      return seconds > 0 ? seconds : nil
    }
  }

  /// Closes the gate for a time.
  ///
  /// - Returns: whether this answer is news; false when its request was already under way as another's answer closed
  ///   the gate, and so has not failed by being hasty.
  func pause(seconds: Int, ticket: Int) -> Bool {
    monitor.synchronized {
      let isNews = ticket == pauses
      if isNews { pauses += 1 }
      reopening = max(reopening, MonotonicClock.now() + Double(seconds))
      return isNews
    }
  }
}

/// The Hub counts requests of three kinds, each against a separate quota.
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

/// The starts of requests against one quota: none while it is used up, spread over its window while it is low.
struct QuotaPacing: Sendable {
  /// When the next window starts, on the monotonic clock, where the quota is used up; else a moment that has passed.
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

  /// Counts a start.
  mutating func take(at now: Double) { next = max(now, next) + interval }
}
