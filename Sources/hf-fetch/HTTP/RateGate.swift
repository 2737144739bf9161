import Foundation

/// The gate that all jobs pass before a request to the Hub: one 429 closes it for all of them, and a fixed number of
/// requests may be behind it at once.
final class RateGate: @unchecked Sendable {
  private let condition = NSCondition()
  private var reopening = Date.distantPast
  private var pauses = 0
  private var free: Int
  private var pacing: RequestPacing

  /// Makes an open gate for `width` requests at once.
  init(width: Int) {
    free = width
    pacing = RequestPacing(width: width)
  }

  /// Waits for the gate to be open, a place free, and the turn of this request come.
  ///
  /// - Returns: a ticket: the number of pauses so far.
  func enter() -> Int {
    let (ticket, delay) = condition.withLock { takePlace() }
    if delay > 0 { Thread.sleep(forTimeInterval: delay) }
    return ticket
  }

  private func takePlace() -> (ticket: Int, delay: Double) {
    while true {
      if reopening > Date() {
        _ = condition.wait(until: reopening)
      } else if free == 0 {
        condition.wait()
      } else {
        free -= 1
        return (pauses, pacing.delay(at: RequestPacing.now()))
      }
    }
  }

  /// Gives the place back.
  ///
  /// - Parameter seconds: how long the answer took.
  func leave(after seconds: Double) {
    condition.withLock {
      free += 1
      pacing.learn(answerSeconds: seconds)
      condition.signal()
    }
  }

  /// How long the gate stays closed, in seconds; nil when it is open.
  var pauseLeft: Double? {
    condition.withLock {
      let seconds = reopening.timeIntervalSinceNow
      return seconds > 0 ? seconds : nil
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
