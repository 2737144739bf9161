/// What an answer reports of a quota, and when to come back.
struct RateLimit: Equatable, Sendable {
  /// Requests left in the window, from `RateLimit`.
  var remaining: Int?
  /// Seconds until the window starts anew, from `RateLimit`.
  var resetSeconds: Int?
  /// Requests in a whole window, from `RateLimit-Policy`.
  var quota: Int?
  /// Seconds from `Retry-After`; its date form is ignored, as the official client does.
  var retryAfterSeconds: Int?

  /// Requests are spaced once so many in a hundred of the quota are left: before that, a short run should not be
  /// slower.
  private static let lowPercentage = 10

  /// Reads `RateLimit: "api";r=0;t=55`, `RateLimit-Policy: "fixed window";"api";q=500;w=300` and `Retry-After: 30`.
  init(_ response: HTTPResponse) {
    let state = RateLimit.parameters(response.header("RateLimit"))
    (remaining, resetSeconds) = (state["r"], state["t"])
    quota = RateLimit.parameters(response.header("RateLimit-Policy"))["q"]
    retryAfterSeconds = response.header("Retry-After").flatMap { RateLimit.count($0) }
  }

  /// How long to wait before the next request, one second more than stated, since the clocks differ; nil when the
  /// answer does not say. Requests left on a 429 mean that another limit struck, whose reset this is not.
  var waitSeconds: Int? { exhaustedSeconds ?? retryAfterSeconds.map { $0 + 1 } }

  /// How long a quota that is used up stays so, in seconds; nil when it is not.
  var exhaustedSeconds: Int? { remaining == 0 ? resetSeconds.map { $0 + 1 } : nil }

  /// The seconds between two requests that make the quota last: nil inside when it is not low, nil outside when the
  /// answer does not say.
  var pace: Double?? {
    guard let remaining, let resetSeconds, let quota, remaining > 0 else { return nil }
    let isLow = remaining <= quota / 100 * RateLimit.lowPercentage
    return .some(isLow ? Double(resetSeconds) / Double(remaining) : nil)
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

  /// A count from outside, bounded so that sums of it cannot overflow.
  private static func count(_ text: some StringProtocol) -> Int? {
    Int(text).flatMap { $0 >= 0 ? min($0, Int(Int32.max)) : nil }
  }
}
