/// Modules beside attention that keep their own elements for each token: the indexers of sparse attention, and the
/// compressors of DeepSeek-V4.
struct AuxiliaryCache: Sendable {
  /// Parameters of all of them.
  let parameters: Formula
  /// Elements that a token adds to what all of them keep.
  let elementsPerToken: Formula

  /// Identical indexers in some layers; each caches a key of `index_head_dim` elements for each token.
  ///
  /// - Parameters:
  ///   - layers: how many layers have their own indexer.
  ///   - parameters: parameters of one of them.
  static func indexers(
    in layers: @escaping Formula, parameters: @escaping Formula = Indexers.lightning
  ) -> AuxiliaryCache {
    AuxiliaryCache(
      parameters: { model throws(ConfigFault) in try layers(model) * parameters(model) },
      elementsPerToken: { model throws(ConfigFault) in try layers(model) * model.size(.indexHeadDim) })
  }
}
