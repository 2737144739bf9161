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
  let keyValueHeads: LayerFormula
  /// Parameters of one layer's block.
  let parameters: LayerFormula
  /// Parameters that only layers with their own cache have, where others use a cache of theirs.
  let cacheParameters: LayerFormula?
  /// Elements that a token adds to one layer's cache.
  let cachedElements: LayerFormula
  /// Elements that a sequence keeps in one layer whatever its length: states and convolution columns.
  let state: LayerFormula?

  init(
    kind: Kind, keyValueHeads: @escaping LayerFormula = { _ in 0 }, parameters: @escaping LayerFormula,
    cacheParameters: LayerFormula? = nil, cachedElements: @escaping LayerFormula, state: LayerFormula? = nil
  ) {
    self.kind = kind
    self.keyValueHeads = keyValueHeads
    self.parameters = parameters
    self.cacheParameters = cacheParameters
    self.cachedElements = cachedElements
    self.state = state
  }

  /// A block that keeps a state of fixed size and caches nothing.
  static func recurrent(_ parameters: @escaping LayerFormula, state: @escaping LayerFormula) -> Block {
    Block(kind: .recurrent, parameters: parameters, cachedElements: { _ in 0 }, state: state)
  }

  /// Two blocks of a kind in each layer.
  static func doubled(_ block: Block) -> Block {
    Block(
      kind: block.kind, keyValueHeads: block.keyValueHeads,
      parameters: { layer throws(ConfigFault) in try 2 * block.parameters(layer) },
      cachedElements: { layer throws(ConfigFault) in try 2 * block.cachedElements(layer) })
  }
}
