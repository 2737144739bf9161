/// The caches of a model, in elements over all layers: keys and values, what indexers cache, and per-sequence states.
///
/// The formulas are in the family's blocks (``Block/cachedElements``, ``Block/state``), compressors and indexers; this
/// type adds up their results.
struct KVCache {
  /// Elements per token of layers that cache every token, and of compressors. Layers whose window covers the whole
  /// context cache every token.
  var full: Count = 0
  /// Elements per token of layers with a sliding window, for the last ``window`` tokens.
  var sliding: Count = 0
  /// The sliding window in tokens; nil if no layer has one.
  var window: Int?
  /// Elements per token that indexers cache.
  var indexer: Count = 0
  /// Elements of the per-sequence states: recurrent states and columns of convolutions.
  var recurrent: Count = 0

  /// An empty cache.
  init() {}

  /// Computes the cache of a model.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
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
