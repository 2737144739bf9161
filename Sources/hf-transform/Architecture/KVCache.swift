import ModelSpec

/// The caches of a model, in elements over all layers: keys and values, indexers' keys, recurrent states.
///
/// This only sums them; the formulas are those of the family's blocks (``Block/cachedElements``, ``Block/state``),
/// compressors and indexers.
struct KVCache {
  /// Elements per token of layers with full attention, which keep every token, and of compressed entries.
  var full: Count = 0
  /// Elements per token of layers with a sliding window, for the last ``window`` tokens.
  var sliding: Count = 0
  /// The sliding window in tokens; nil without one.
  var window: Int?
  /// Elements per token of the indexers' keys.
  var indexer: Count = 0
  /// Elements of the recurrent states, once per sequence.
  var recurrent: Count = 0

  /// An empty cache.
  init() {}

  /// Computes the cache of a model: layers with full attention, layers with a sliding window, compressors, indexers and
  /// recurrent states.
  ///
  /// - Throws: ``ConfigError``.
  init(of model: Model) throws(ConfigError) {
    let family = model.family
    let layout = model.layout
    let slidingAttention = family.slidingAttention ?? family.attention
    full = try model.sum(over: .fullCaches, family.attention.cachedElements)
    if layout.cachedSliding > 0 {
      let elements = try model.sum(over: .slidingCaches, slidingAttention.cachedElements)
      if layout.window == nil { full += elements } else { sliding = elements }
      window = layout.window
    }
    full += try family.compressors?.elementsPerToken(model) ?? 0
    indexer = try family.indexers?.elementsPerToken(model) ?? 0
    recurrent = try model.recurrentElements()
  }
}
