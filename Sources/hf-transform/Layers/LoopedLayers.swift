import JSON

/// Layers that every token passes several times; each pass has a separate cache.
struct LoopedLayers {
  /// The indices of the layers.
  let layers: Range<Int>
  /// The number of passes, at least 1.
  let passes: Int

  /// Reads the looped layers from a config; nil without any.
  typealias ReadLoop = @Sendable (Model) throws(ConfigError) -> LoopedLayers?

  /// The `n_recurrent_layers` layers after the first `n_input_layers` (Dory). Without `n_recurrent_layers`, all layers
  /// between the first `n_input_layers` and the last `n_output_layers`. Nil if all passes share the cache of the last
  /// one (`recurrent_kv_cache_mode` is `last_loop`). Source: `DoryModel` of transformers.
  static let betweenInputAndOutput: ReadLoop = { model throws(ConfigError) in
    let config = model.config
    let (count, unit) = (model.layout.count, model.layout.isListedInPairs ? 2 : 1)
    let first = try (config.int(.inputLayers) ?? 0) / unit
    let after = try (config.int(.outputLayers) ?? 0) / unit
    let stated = try config.int(.loopedLayers).map { $0 / unit }
    if let mode = try config.text(.loopCacheMode), mode.equals("last_loop") { return nil }
    return try section(model, from: first, length: stated ?? count - first - after)
  }

  /// The layers from the index `loop_layer_index_start` up to, but without, `loop_layer_index_end` (Inkling 2).
  static let betweenIndices: ReadLoop = { model throws(ConfigError) in
    let first = try model.config.int(.loopStart) ?? 0
    return try section(model, from: first, length: (model.config.int(.loopEnd) ?? first) - first)
  }

  /// The looped layers from an index on; nil if there are none, or if they are passed only once.
  private static func section(_ model: Model, from first: Int, length: Int) throws(ConfigError) -> LoopedLayers? {
    let (count, passes) = (model.layout.count, try model.config.int(.loops) ?? 1)
    guard length > 0, passes > 1, first < count else { return nil }
    return LoopedLayers(layers: first..<min(first + length, count), passes: passes)
  }
}
