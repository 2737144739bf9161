import Foundation

/// Spreads the starts of requests over the time that an answer takes, as TCP spreads the packets of a window.
///
/// Requests that start together are answered together, and each of the answers then waits for the processing of all the
/// others, in every round anew. The spreading costs the time of one round once, and is slight enough not to be felt.
struct RequestPacing {
  private let width: Double
  private var meanAnswerSeconds = 0.0
  private var nextStart = 0.0

  /// The rate of starts, above what the answers allow in the long run, so that it never is what limits them.
  private static let gain = 1.1
  /// Starts need be no farther apart than the processing of an answer takes, in seconds.
  private static let largestSpacing = 0.001

  /// Paces `width` requests at once.
  init(width: Int) { self.width = Double(width) }

  /// How long a request is to wait that is ready now, in seconds.
  mutating func delay(at now: Double) -> Double {
    let start = max(now, nextStart)
    nextStart = start + spacing
    return start - now
  }

  /// Takes account of how long an answer took.
  mutating func learn(answerSeconds: Double) {
    meanAnswerSeconds += (answerSeconds - meanAnswerSeconds) / 8
  }

  /// The time between two starts, in seconds.
  private var spacing: Double {
    min(meanAnswerSeconds / (width * RequestPacing.gain), RequestPacing.largestSpacing)
  }

  /// A clock that never goes back, in seconds.
  static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
