/// What mixes a layer's tokens: attention of some kind, or a recurrent block.
///
/// A class, since families hand it around: a struct of closures costs a reference count for each of them.
final class Block: Sendable {
  /// How the entry names it.
  enum Kind: Sendable {
    case grouped, latent, recurrent
  }

  let kind: Kind
  /// Key/value heads of one layer.
  let keyValueHeads: Formula
  /// Parameters of one layer's block.
  let parameters: Formula
  /// Parameters that only layers with their own cache have, where others use a cache of theirs.
  let cacheParameters: Formula?
  /// Elements that a token adds to one layer's cache.
  let cachedElements: Formula
  /// Elements that a sequence keeps in one layer whatever its length: states and convolution columns.
  let state: Formula?

  init(
    kind: Kind, keyValueHeads: @escaping Formula = { _ in 0 }, parameters: @escaping Formula,
    cacheParameters: Formula? = nil, cachedElements: @escaping Formula, state: Formula? = nil
  ) {
    self.kind = kind
    self.keyValueHeads = keyValueHeads
    self.parameters = parameters
    self.cacheParameters = cacheParameters
    self.cachedElements = cachedElements
    self.state = state
  }

  /// A block that keeps a state of fixed size and caches nothing.
  static func recurrent(_ parameters: @escaping Formula, state: @escaping Formula) -> Block {
    Block(kind: .recurrent, parameters: parameters, cachedElements: { _ in 0 }, state: state)
  }

  /// Two blocks of a kind in each layer.
  static func doubled(_ block: Block) -> Block {
    Block(
      kind: block.kind, keyValueHeads: block.keyValueHeads,
      parameters: { model throws(ConfigFault) in try 2 * block.parameters(model) },
      cachedElements: { model throws(ConfigFault) in try 2 * block.cachedElements(model) })
  }
}
