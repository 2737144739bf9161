/// Which failures are transient, and how long to wait before a retry.
struct RetryPolicy: Sendable {
  /// How often a request is retried.
  let retries: Int
  /// The longest pause that a server may ask for, in seconds: the Hub's window is 300.
  static let longestPause = 330

  /// Transient statuses. A retry does not change any other 4xx.
  static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

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
