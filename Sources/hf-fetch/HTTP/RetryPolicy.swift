/// Which failures pass, and how long to wait for that.
struct RetryPolicy: Sendable {
  /// How often a request is tried again after its first failure.
  let retries: Int
  /// The longest pause that a server may ask for, in seconds: the Hub's window is 300.
  static let longestPause = 330

  /// The statuses that may be different next time. No other 4xx can change by itself.
  static let passingStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

  /// How long to wait before try number `attempt` (from 1), in seconds: 1, 2, 4, 8, 8 … less up to a half, at random,
  /// so that jobs which failed together do not return together.
  static func backoff(attempt: Int, random: Double = .random(in: 0..<1)) -> Double {
    let full = Double(1 << min(max(attempt - 1, 0), 3))
    return full * (1 - random / 2)
  }
}

extension TransportError {
  /// Whether another try may succeed.
  var mayPass: Bool {
    switch self {
    case .timeout, .connection, .cutShort: true
    case .untrusted, .tooLarge, .headTooLarge, .unreadableCoding, .unavailable: false
    }
  }
}
