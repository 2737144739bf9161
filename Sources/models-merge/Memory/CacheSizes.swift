import JSON
import ModelSpec

/// How many elements the caches of a model hold, over all its layers: the members of `kv_cache`.
struct CacheSizes {
  /// The bytes of a cached element: caches are kept in 16 bits.
  static let bytesPerElement = 2.0

  /// What a token adds in layers with full attention.
  var fullPerToken = 0.0
  /// What a token adds in layers with a window.
  var slidingPerToken = 0.0
  /// How many tokens those keep; nil for all.
  var window: Double?
  /// What a token adds for indexers; nil without them.
  var indexerPerToken: Double?
  /// What recurrent layers keep of a sequence of any length; nil without them.
  var recurrent: Double?

  /// The caches of a model with full attention alone.
  init(fullPerToken: Double) { self.fullPerToken = fullPerToken }

  /// Takes the numbers of a `kv_cache`; nil when none of them is there.
  init?(_ number: (StaticString) -> Double?) {
    let (full, sliding) = (number("full_elements_per_token"), number("sliding_elements_per_token"))
    (indexerPerToken, recurrent) = (number("indexer_elements_per_token"), number("recurrent_elements"))
    guard full != nil || sliding != nil || indexerPerToken != nil || recurrent != nil else { return nil }
    (fullPerToken, slidingPerToken) = (full ?? 0, sliding ?? 0)
    window = number("sliding_window")
  }

  /// The bytes that a sequence of this length keeps: in layers with full attention every token, in those with a window
  /// no more than that, in indexers every token, in recurrent layers the same whatever the length.
  func bytes(tokens: Double) -> Double {
    let perToken = fullPerToken + (indexerPerToken ?? 0)
    let elements = perToken * tokens + slidingPerToken * min(tokens, window ?? tokens) + (recurrent ?? 0)
    return elements * CacheSizes.bytesPerElement
  }
}
