/// Token embeddings, learned positions, and the output head.
struct Embeddings: Sendable {
  /// The number of learned positions; nil without any.
  var positions: Formula?
  /// Whether the output head has a bias.
  var headBias = ConfigFlag.no
  /// Whether the output head is always a separate matrix.
  var isNeverTied = false

  /// Whether token embeddings may be narrower than the residual stream, with a projection to its width and one back.
  var canBeNarrower = false

  /// Token embeddings and an output head, tied if the config says so.
  static let plain = Embeddings()

  /// The field with the number of rows of the token embeddings; nil if it is the size of the vocabulary.
  var rows: ConfigField?

  /// The field with the number of rows of the output head; nil if it has as many as the token embeddings.
  var headRows: ConfigField?

  /// Embeddings with a learned vector for each position of the context, and `offset` further vectors.
  static func learnedPositions(offset: Count = 0, headBias: ConfigFlag = .no) -> Embeddings {
    Embeddings(positions: { model throws(ConfigError) in model.context + offset }, headBias: headBias)
  }

  /// Like ``learnedPositions(offset:headBias:)``, with token embeddings as wide as `word_embed_proj_dim` says.
  static func factored(offset: Count) -> Embeddings {
    var embeddings = learnedPositions(offset: offset)
    embeddings.canBeNarrower = true
    return embeddings
  }

  /// Parameters of the token embeddings.
  func tokens(_ model: Model) throws(ConfigError) -> Count { try rowCount(model) * width(model) }

  private func rowCount(_ model: Model) throws(ConfigError) -> Count {
    if let rows { try model.size(rows, or: model.vocabulary) } else { model.vocabulary }
  }

  private func width(_ model: Model) throws(ConfigError) -> Count {
    canBeNarrower ? try model.size(.embeddingWidth, or: model.hidden) : model.hidden
  }

  /// Parameters of all embeddings and the output head.
  func parameters(_ model: Model) throws(ConfigError) -> Count {
    let width = try width(model)
    let matrix = try rowCount(model) * width
    var head = matrix
    if let headRows { head = try model.size(headRows, or: model.vocabulary) * width }
    var total =
      matrix + head.when(isNeverTied || !model.isTied) + (2 * model.hidden * width).when(width != model.hidden)
    if let positions { total += try positions(model) * model.hidden }
    return total + model.vocabulary.when(try headBias.isSet(in: model.config))
  }
}
