/// Which failures are transient, and what to do after one: retry, wait, or give up.
struct RetryPolicy: Sendable {
  /// How often a request is retried.
  let retries: Int
  /// The longest pause that a server may ask for, in seconds: the Hub's window is 300.
  static let longestPause = 330

  /// Transient statuses. A retry does not change any other 4xx.
  static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

  /// What to do with an answer.
  enum Decision: Equatable {
    /// It is the result: a success, a status that a retry does not change, or the last attempt's.
    case take
    /// Ask again after this many seconds; other requests go on.
    case retry(afterSeconds: Double)
    /// A 429 that says for how long: all requests wait this many seconds, then this one is sent again.
    case pauseAll(seconds: Int)
    /// A 429 that asks for a longer pause than ``longestPause``.
    case refuse(seconds: Int)
  }

  /// Decides about an answer: a 429 pauses all requests for the time it states; after any other transient failure only
  /// this request waits.
  ///
  /// - Parameters:
  ///   - attempt: how many retries there were.
  ///   - random: takes up to one half off a pause that the answer does not state.
  func decide(_ response: HTTPResponse, attempt: Int, random: Double = .random(in: 0..<1)) -> Decision {
    guard RetryPolicy.transientStatuses.contains(response.status) else { return .take }
    let limit = RateLimit(response)
    let isRateLimited = response.status == 429
    let stated = isRateLimited ? limit.waitSeconds : limit.retryAfterSeconds.map { $0 + 1 }
    if let stated, stated > RetryPolicy.longestPause { return isRateLimited ? .refuse(seconds: stated) : .take }
    guard attempt < retries else { return .take }
    if isRateLimited, let stated { return .pauseAll(seconds: stated) }
    let backoff = RetryPolicy.backoff(attempt: attempt + 1, random: random)
    return .retry(afterSeconds: max(backoff, Double(stated ?? 0)))
  }

  /// The seconds to wait before retrying a request that got no usable answer; nil when it is not to be retried.
  func pause(attempt: Int, isTransient: Bool) -> Double? {
    attempt < retries && isTransient ? RetryPolicy.backoff(attempt: attempt + 1) : nil
  }

  /// How long to wait before try number `attempt` (from 1), in seconds: 1, 2, 4, 8, 8 …, reduced at random by up to one
  /// half, so that jobs that failed together do not retry together.
  static func backoff(attempt: Int, random: Double = .random(in: 0..<1)) -> Double {
    let full = Double(1 << min(max(attempt - 1, 0), 3))
    return full * (1 - random / 2)
  }
}

extension TransportError {
  /// Whether a retry may succeed.
  var isTransient: Bool {
    switch self {
    case .timeout, .tooSlow, .connection, .cutShort: true
    case .untrusted, .tooLarge, .headTooLarge, .unreadableCoding, .unavailable: false
    }
  }
}
