import JSON
import ModelSpec

/// The sizes of a model's caches in elements, over all its layers: the members of `kv_cache`.
struct CacheSizes {
  /// The size of an element: caches are assumed to have 16 bits per element.
  static let bytesPerElement = 2.0

  /// The elements of one token in layers with full attention.
  var fullPerToken = 0.0
  /// The elements of one token in layers with sliding-window attention.
  var slidingPerToken = 0.0
  /// The sliding window in tokens; nil for no limit.
  var window: Double?
  /// The elements of one token in the caches of sparse attention's indexers; nil without indexers.
  var indexerPerToken: Double?
  /// The elements of the recurrent layers' states, for a sequence of any length; nil without such layers.
  var recurrent: Double?

  /// The caches of a model that has only full attention.
  init(fullPerToken: Double) { self.fullPerToken = fullPerToken }

  /// Reads the members of a `kv_cache`; nil when it has no size. `number` returns a member, or nil when it is absent.
  init?(_ number: (JSONKey) -> Double?) {
    let (full, sliding) = (number(.fullElementsPerToken), number(.slidingElementsPerToken))
    (indexerPerToken, recurrent) = (number(.indexerElementsPerToken), number(.recurrentElements))
    guard full != nil || sliding != nil || indexerPerToken != nil || recurrent != nil else { return nil }
    (fullPerToken, slidingPerToken) = (full ?? 0, sliding ?? 0)
    window = number(.slidingWindow)
  }

  /// The size of the caches of one sequence in bytes. Full attention and indexers cache every token, sliding-window
  /// attention at most its window, and the states of recurrent layers have a constant size.
  func bytes(tokens: Double) -> Double {
    let perToken = fullPerToken + (indexerPerToken ?? 0)
    let elements = perToken * tokens + slidingPerToken * min(tokens, window ?? tokens) + (recurrent ?? 0)
    return elements * CacheSizes.bytesPerElement
  }
}
