/// Gemma 3n's and 4's second embedding: a small vector for each token and layer.
enum PerLayerInputs {
  /// Parameters of the embedding, its projections and norms; 0 if `hidden_size_per_layer_input` is 0 or absent.
  static let parameters: Formula = { model throws(ConfigError) in
    let width = try model.size(.perLayerInputSize)
    guard width > 0 else {
      model.config.markAsRead([.perLayerVocabulary])
      return 0
    }
    let all = model.layers * width
    let tokens = try model.size(.perLayerVocabulary, or: model.vocabulary)
    let gates = model.layers * (2 * model.hidden * width + model.hidden)
    return tokens * all + all * model.hidden + width + gates
  }
}
