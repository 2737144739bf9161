import Foundation

/// The gate that all jobs pass before a request to the Hub: one 429 closes it for all of them, and a fixed number of
/// requests may be behind it at once.
final class RateGate: @unchecked Sendable {
  private let condition = NSCondition()
  private var reopening = Date.distantPast
  private var pauses = 0
  private var free: Int

  /// Makes an open gate for `width` requests at once.
  init(width: Int) { free = width }

  /// Waits for the gate to be open and a place free.
  ///
  /// - Returns: a ticket: the number of pauses so far.
  func enter() -> Int {
    condition.withLock {
      while true {
        let now = Date()
        if reopening > now {
          _ = condition.wait(until: reopening)
        } else if free == 0 {
          condition.wait()
        } else {
          free -= 1
          return pauses
        }
      }
    }
  }

  /// Gives the place back.
  func leave() {
    condition.withLock {
      free += 1
      condition.signal()
    }
  }

  /// Closes the gate for a time.
  ///
  /// - Returns: whether this answer is news; false when its request was already under way as another's answer closed
  ///   the gate, and so has not failed by being hasty.
  func pause(seconds: Int, ticket: Int) -> Bool {
    condition.withLock {
      let isNews = ticket == pauses
      if isNews { pauses += 1 }
      reopening = max(reopening, Date().addingTimeInterval(Double(seconds)))
      return isNews
    }
  }
}
