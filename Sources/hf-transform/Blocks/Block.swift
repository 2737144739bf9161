/// What mixes a layer's tokens: attention of some kind, or a recurrent block.
///
/// A class, since families hand it around: a struct of closures costs a reference count for each of them.
final class Block: Sendable {
  /// The kind of block in the entry's `attention`.
  enum Kind: Sendable {
    case grouped, latent, recurrent
  }

  let kind: Kind
  /// Key/value heads of one layer.
  let keyValueHeads: LayerFormula
  /// Parameters of one layer's block.
  let parameters: LayerFormula
  /// Parameters that only layers with a cache have; layers that share a cache lack them.
  let cacheParameters: LayerFormula?
  /// Cached elements per token and layer.
  let cachedElements: LayerFormula
  /// Elements of a layer's per-sequence state: states and convolution columns.
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

  /// A block with a state of fixed size, without a KV cache.
  static func recurrent(_ parameters: @escaping LayerFormula, state: @escaping LayerFormula) -> Block {
    Block(kind: .recurrent, parameters: parameters, cachedElements: { _ in 0 }, state: state)
  }

  /// Two equal blocks in each layer.
  static func doubled(_ block: Block) -> Block {
    Block(
      kind: block.kind, keyValueHeads: block.keyValueHeads,
      parameters: { layer throws(ConfigError) in try 2 * block.parameters(layer) },
      cachedElements: { layer throws(ConfigError) in try 2 * block.cachedElements(layer) })
  }
}
