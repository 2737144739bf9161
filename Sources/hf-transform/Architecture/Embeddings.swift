/// Token embeddings, learned positions, and the output head.
struct Embeddings: Sendable {
  /// How many learned positions there are.
  var positions: Formula?
  /// Whether the output head has a bias.
  var headBias: Flag
  /// Whether the output head is its own matrix whatever the config says.
  var isNeverTied: Bool

  /// Whether tokens may be narrower than the residual stream, with projections in between.
  var canBeNarrower = false

  /// Token embeddings and a head, tied when the config says so.
  static let plain = Embeddings()

  /// How many tokens the output head knows, where these are fewer than the embeddings do; nil for as many.
  var headRows: Field?

  init(positions: Formula? = nil, headBias: Flag = .no, isNeverTied: Bool = false, headRows: Field? = nil) {
    self.positions = positions
    self.headBias = headBias
    self.isNeverTied = isNeverTied
    self.headRows = headRows
  }

  /// With a learned vector for each position of the context, and some more.
  static func learnedPositions(offset: Count = 0) -> Embeddings {
    Embeddings(positions: { model throws(ConfigFault) in model.context + offset })
  }

  /// Like ``learnedPositions(offset:)``, with tokens of the width that `word_embed_proj_dim` states.
  static func factored(offset: Count) -> Embeddings {
    var embeddings = learnedPositions(offset: offset)
    embeddings.canBeNarrower = true
    return embeddings
  }

  /// Parameters of the token embeddings.
  func tokens(_ model: Model) throws(ConfigFault) -> Count { try model.vocabulary * width(model) }

  private func width(_ model: Model) throws(ConfigFault) -> Count {
    canBeNarrower ? try model.size(.embeddingSize, or: model.hidden) : model.hidden
  }

  /// Parameters of all of them.
  func parameters(_ model: Model) throws(ConfigFault) -> Count {
    let width = try width(model)
    let matrix = model.vocabulary * width
    var head = matrix
    if let headRows { head = try model.size(headRows, or: model.vocabulary) * width }
    var total =
      matrix + head.when(isNeverTied || !model.isTied) + (2 * model.hidden * width).when(width != model.hidden)
    if let positions { total += try positions(model) * model.hidden }
    return total + model.vocabulary.when(try headBias.isSet(in: model.config))
  }
}
