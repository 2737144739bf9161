/// Which failures are transient, and what to do after one: retry, pause all requests, or give up.
struct RetryPolicy: Sendable {
  /// The maximum number of retries of a request.
  let retries: Int
  /// The longest wait that a server may ask for, in seconds. The time windows of the Hub's quotas have 300 s.
  static let maximumPauseSeconds = 330

  /// The statuses after which a retry can succeed.
  static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

  /// What to do with a response.
  enum Decision: Equatable {
    /// Return it to the caller: its status is not transient, no retry is left, or it is not a 429 and asks for a longer
    /// wait than ``maximumPauseSeconds``.
    case take
    /// Send the request again after this many seconds; other requests do not wait.
    case retry(afterSeconds: Double)
    /// Pause all requests for this many seconds, then send this request again: it is a 429 that states a time.
    case pauseAll(seconds: Int)
    /// Fail: it is a 429 that asks for a longer pause than ``maximumPauseSeconds``.
    case giveUp(seconds: Int)
  }

  /// Decides what to do with a response. A 429 that states a time pauses all requests; after any other transient status
  /// only this request waits.
  ///
  /// - Parameters:
  ///   - attempt: the number of retries so far.
  ///   - random: a number from 0 to 1 that shortens the backoff: see ``backoff(attempt:random:)``.
  func decide(_ response: HTTPResponse, attempt: Int, random: Double = .random(in: 0..<1)) -> Decision {
    guard RetryPolicy.transientStatuses.contains(response.status) else { return .take }
    let limit = RateLimit(response)
    let isRateLimited = response.status == 429
    let stated = isRateLimited ? limit.waitSeconds : limit.retryAfterSeconds.map { $0 + 1 }
    if let stated, stated > RetryPolicy.maximumPauseSeconds { return isRateLimited ? .giveUp(seconds: stated) : .take }
    guard attempt < retries else { return .take }
    if isRateLimited, let stated { return .pauseAll(seconds: stated) }
    let backoff = RetryPolicy.backoff(attempt: attempt + 1, random: random)
    return .retry(afterSeconds: max(backoff, Double(stated ?? 0)))
  }

  /// The longest time, in seconds, that the remaining retries can take, with the waits before them.
  ///
  /// - Parameters:
  ///   - attempt: the number of retries so far.
  ///   - retries: the maximum number of retries.
  ///   - attemptSeconds: the assumed time of one attempt.
  static func longestWait(after attempt: Int, retries: Int, attemptSeconds: Double) -> Double {
    guard attempt < retries else { return 0 }
    return (attempt + 1...retries).reduce(0) { $0 + backoff(attempt: $1, random: 0) + attemptSeconds }
  }

  /// The seconds to wait before retry number `attempt`, from 1: 1, 2, 4, 8, 8 …, shortened by up to one half at random,
  /// so that jobs that failed together do not retry together.
  static func backoff(attempt: Int, random: Double = .random(in: 0..<1)) -> Double {
    let full = Double(1 << min(max(attempt - 1, 0), 3))
    return full * (1 - random / 2)
  }
}

extension TransportError {
  /// Whether a retry may succeed.
  var isTransient: Bool {
    switch self {
    case .timeout, .tooSlow, .unresolved, .connection, .malformed, .cutShort: true
    case .canceled, .untrusted, .tooLarge, .headTooLarge, .unreadableCoding, .unavailable, .refusedThread: false
    }
  }
}
