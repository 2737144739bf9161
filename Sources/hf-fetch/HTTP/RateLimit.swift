/// What an answer says about when to come back.
struct RateLimit: Equatable, Sendable {
  /// Requests left in the window, from the `RateLimit` header.
  var remaining: Int?
  /// Seconds until the window starts anew, from the `RateLimit` header.
  var resetSeconds: Int?
  /// Seconds from `Retry-After`; its date form is ignored, as the official client does.
  var retryAfterSeconds: Int?

  /// Reads `RateLimit: "api";r=0;t=55` and `Retry-After: 30`.
  init(_ response: HTTPResponse) {
    for field in (response.header("RateLimit") ?? "").split(separator: ";") {
      let parts = field.filter { $0 != " " }.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = Int(parts[1]), value >= 0 else { continue }
      if parts[0] == "r" { remaining = value }
      if parts[0] == "t" { resetSeconds = value }
    }
    retryAfterSeconds = response.header("Retry-After").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// How long to wait before the next request, one second more than told, since the clocks differ; nil when the answer
  /// does not tell. Requests left on a 429 mean that another limit struck, whose reset this is not.
  var waitSeconds: Int? {
    if remaining == 0, let resetSeconds { return min(resetSeconds, Int(Int32.max)) + 1 }
    if let retryAfterSeconds { return min(retryAfterSeconds, Int(Int32.max)) + 1 }
    return nil
  }
}
