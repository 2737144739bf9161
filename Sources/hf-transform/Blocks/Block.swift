/// What mixes a layer's tokens: attention of some kind, or a recurrent block.
struct Block: Sendable {
  /// How the entry names it.
  enum Kind: Sendable {
    case grouped, latent, recurrent
  }

  let kind: Kind
  /// Key/value heads of one layer.
  var keyValueHeads: Formula = { _ in 0 }
  /// Parameters of one layer's block.
  let parameters: Formula
  /// Elements that a token adds to one layer's cache.
  let cachedElements: Formula

  /// A block that keeps a state of fixed size and caches nothing.
  static func recurrent(_ parameters: @escaping Formula) -> Block {
    Block(kind: .recurrent, parameters: parameters, cachedElements: { _ in 0 })
  }
}
