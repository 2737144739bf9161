/// The quota of requests that a response reports, and how long to wait.
struct RateLimit: Equatable, Sendable {
  /// Requests left in the time window of the quota, from `RateLimit`.
  var remaining: Int?
  /// Seconds until the next window starts, from `RateLimit`.
  var resetSeconds: Int?
  /// Requests in a whole window, from `RateLimit-Policy`.
  var quota: Int?
  /// Seconds from `Retry-After`; the date form is ignored, as in huggingface_hub.
  var retryAfterSeconds: Int?

  /// Requests are spaced out when at most this percentage of the quota is left. So short runs are not slowed down.
  private static let lowPercentage = 10

  /// Reads `RateLimit: "api";r=0;t=55`, `RateLimit-Policy: "fixed window";"api";q=500;w=300` and `Retry-After: 30`.
  init(_ response: HTTPResponse) {
    let state = RateLimit.parameters(response.header("RateLimit"))
    (remaining, resetSeconds) = (state["r"], state["t"])
    quota = RateLimit.parameters(response.header("RateLimit-Policy"))["q"]
    retryAfterSeconds = response.header("Retry-After").flatMap { RateLimit.count($0) }
  }

  /// How many seconds to wait before the next request; nil if the response does not state it. One second is added,
  /// since the stated seconds are rounded. If a 429 reports requests left, another limit was reached, so the reset time
  /// of this quota does not apply.
  var waitSeconds: Int? { exhaustedSeconds ?? retryAfterSeconds.map { $0 + 1 } }

  /// Seconds until the quota is available again, plus one; nil when the quota is not used up, or the response does not
  /// state the seconds.
  var exhaustedSeconds: Int? { remaining == 0 ? resetSeconds.map { $0 + 1 } : nil }

  /// How to space requests so that the quota lasts until its window ends.
  enum Pace: Equatable {
    /// The response does not report the quota, or reports a window that hf-fetch would not wait for, or the quota is
    /// used up.
    case unknown
    /// The quota is not low, so requests are not spaced.
    case unspaced
    /// One request in this many seconds.
    case every(seconds: Double)
  }

  /// How to space the next requests.
  var pace: Pace {
    guard let remaining, let resetSeconds, let quota, remaining > 0, resetSeconds <= RetryPolicy.maximumPauseSeconds
    else { return .unknown }
    let isLow = remaining <= quota * RateLimit.lowPercentage / 100
    return isLow ? .every(seconds: Double(resetSeconds) / Double(remaining)) : .unspaced
  }

  private static func parameters(_ field: String?) -> [Substring: Int] {
    var values: [Substring: Int] = [:]
    for parameter in (field ?? "").split(separator: ";") {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = count(parts[1]) else { continue }
      values[parts[0].drop { $0 == " " }] = value
    }
    return values
  }

  /// A count from a header, limited so that sums of it, and percentages, cannot overflow.
  private static func count(_ text: some StringProtocol) -> Int? {
    Int(text).flatMap { $0 >= 0 ? min($0, Int(Int32.max)) : nil }
  }
}
