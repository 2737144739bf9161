import Platform

/// Limits the requests of all jobs to the Hub: at most `width` run at once, and a 429 pauses all of them. A low quota
/// spaces out the requests that count against it, and a used-up quota pauses them.
final class RequestThrottle: @unchecked Sendable {
  private let monitor: Monitor
  private let mayStart: Condition

  // Guarded by the monitor. Times are in seconds on the monotonic clock.
  /// The end of the pause after a 429.
  private var pausedUntil = 0.0
  /// The latest end of a pause that `onPause` was called for.
  private var announcedEnd = 0.0
  /// The number of pauses after a 429 so far.
  private var pauseCount = 0
  /// How many more requests may run.
  private var freeSlots: Int
  private var pacing: [QuotaBucket: QuotaPacing] = [:]
  /// When `onPacing` was called last.
  private var pacingAnnouncedAt = -RequestThrottle.pacingNoteSeconds

  /// A shorter wait for a low quota, in seconds, is not announced.
  private static let patienceSeconds = 3.0
  /// The time between two announcements that requests wait for a low quota, in seconds.
  private static let pacingNoteSeconds = 60.0

  /// Makes a throttle that lets `width` requests run at once.
  init(width: Int) {
    freeSlots = width
    monitor = Monitor()
    mayStart = Condition(of: monitor)
  }

  /// Waits until no pause is in effect, fewer than `width` requests run, and the pacing of the quota allows another
  /// one.
  ///
  /// - Parameters:
  ///   - bucket: the quota that the request counts against.
  ///   - onPause: called by the first request that waits for a pause, and again if the pause is extended, with the
  ///     seconds that are left.
  ///   - onPacing: called when a request waits a few seconds for a low quota, with these seconds; at most once in
  ///     ``pacingNoteSeconds``.
  /// - Returns: a ticket for ``pause(seconds:ticket:)``: the number of pauses after a 429 so far.
  func enter(
    _ bucket: QuotaBucket, onPause: (Double) -> Void = { _ in }, onPacing: (Double) -> Void = { _ in }
  ) -> Int {
    monitor.synchronized {
      while true {
        let now = MonotonicClock.now()
        let pause = max(pausedUntil, pacing[bucket]?.pausedUntil ?? 0) - now
        if pause > 0 {
          if announcedEnd < now + pause { onPause(pause) }
          announcedEnd = max(announcedEnd, now + pause)
          mayStart.wait(seconds: pause)
        } else if freeSlots == 0 {
          mayStart.wait()
        } else if let wait = pacing[bucket]?.delay(at: now), wait > 0 {
          if wait >= RequestThrottle.patienceSeconds, now - pacingAnnouncedAt >= RequestThrottle.pacingNoteSeconds {
            onPacing(wait)
            pacingAnnouncedAt = now
          }
          mayStart.wait(seconds: wait)
        } else {
          pacing[bucket]?.record(startAt: now)
          freeSlots -= 1
          return pauseCount
        }
      }
    }
  }

  /// Records that a request for which ``enter(_:onPause:onPacing:)`` waited has ended.
  func leave() {
    monitor.synchronized {
      freeSlots += 1
      // The waiting requests wait for different things. If only one were woken, it could be one that waits for a pause.
      mayStart.broadcast()
    }
  }

  /// Applies the quota that a response reports to the next requests.
  func apply(_ limit: RateLimit, to bucket: QuotaBucket) {
    monitor.synchronized {
      switch limit.pace {
      case .every(let seconds): pacing[bucket] = QuotaPacing(interval: seconds, after: pacing[bucket])
      case .unspaced: pacing[bucket] = nil
      case .unknown:
        guard let seconds = limit.exhaustedSeconds, seconds <= RetryPolicy.maximumPauseSeconds else { break }
        pacing[bucket] = QuotaPacing(pausedUntil: MonotonicClock.now() + Double(seconds))
      }
    }
  }

  /// The seconds until the last pause ends; nil when there is no pause.
  var pauseLeft: Double? {
    monitor.synchronized {
      let seconds = pacing.values.map(\.pausedUntil).reduce(pausedUntil, max) - MonotonicClock.now()
      return seconds > 0 ? seconds : nil
    }
  }

  /// Lets no request start for this many seconds, after a 429.
  ///
  /// - Parameter ticket: what ``enter(_:onPause:onPacing:)`` returned for the request that got the 429.
  /// - Returns: whether this 429 started a pause: false when another one did so after the request was sent.
  func pause(seconds: Int, ticket: Int) -> Bool {
    monitor.synchronized {
      let isFirst = ticket == pauseCount
      if isFirst { pauseCount += 1 }
      pausedUntil = max(pausedUntil, MonotonicClock.now() + Double(seconds))
      return isFirst
    }
  }
}

/// One of the Hub's three quotas. Each request counts against one of them: files against `resolvers`, the API against
/// `api`, and the Hub's other pages, such as `/oauth/token`, against `pages`.
enum QuotaBucket: Hashable, Sendable {
  case api, resolvers, pages

  /// Finds the quota of a request by the path of its URL. The Hub redirects requests for small files to
  /// `/api/resolve-cache/`, which counts against the same quota as `/resolve/`.
  init(path: String) {
    if path.contains("/resolve/") || path.contains("/api/resolve-cache/") {
      self = .resolvers
    } else {
      self = path.contains("/api/") ? .api : .pages
    }
  }
}

/// When requests against one quota may start: not while it is used up, and at equal intervals while it is low.
///
/// All times are in seconds on the monotonic clock.
struct QuotaPacing: Sendable {
  /// When the quota's next time window starts if the quota is used up; otherwise a time in the past.
  let pausedUntil: Double
  private let interval: Double
  private var nextStart: Double

  /// Spaces requests evenly.
  ///
  /// - Parameters:
  ///   - interval: the seconds between two starts.
  ///   - earlier: the pacing of the quota so far; nil without one.
  init(interval: Double, after earlier: QuotaPacing?) {
    self.interval = interval
    nextStart = earlier?.nextStart ?? 0
    pausedUntil = 0
  }

  /// Holds requests until a new window starts.
  init(pausedUntil: Double) {
    self.pausedUntil = pausedUntil
    interval = 0
    nextStart = 0
  }

  /// The seconds that a request has to wait; 0 or less if it may start now.
  func delay(at now: Double) -> Double { nextStart - now }

  /// Records the start of a request.
  mutating func record(startAt now: Double) { nextStart = max(now, nextStart) + interval }
}
