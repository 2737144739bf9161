/// Modules besides attention that cache elements for each token: the indexers of sparse attention, and the compressors
/// of DeepSeek-V4.
struct CachedModule: Sendable {
  /// The parameters of all these modules.
  let parameters: Formula
  /// Elements that all these modules cache for each token.
  let elementsPerToken: Formula

  /// Identical indexers in some layers; each caches a key of `index_head_dim` elements for each token.
  ///
  /// - Parameters:
  ///   - layers: the number of layers with an indexer.
  ///   - parameters: the parameters of one indexer.
  static func indexers(
    in layers: @escaping Formula, parameters: @escaping Formula = Indexers.lightning
  ) -> CachedModule {
    CachedModule(
      parameters: { model throws(ConfigError) in try layers(model) * parameters(model) },
      elementsPerToken: { model throws(ConfigError) in try layers(model) * model.size(.indexHeadDim) })
  }
}
