/// What mixes a layer's tokens: attention of some kind, or a recurrent block.
///
/// It is a class, because families pass it around: each copy of a struct would count a reference for each closure.
final class Block: Sendable {
  /// The kind of block; the entry's `attention` follows from it.
  enum Kind: Sendable {
    case grouped, latent, recurrent
  }

  let kind: Kind
  /// Key/value heads of one layer; 0 for a recurrent block.
  let keyValueHeads: LayerFormula
  /// Parameters of one layer's block.
  let parameters: LayerFormula
  /// Further parameters of a layer that has a cache; a layer that uses another layer's cache lacks them. nil if no
  /// parameter depends on this.
  let cacheParameters: LayerFormula?
  /// Cached elements per token and layer.
  let cachedElements: LayerFormula
  /// Elements of a layer's per-sequence state: a recurrent state, columns of convolutions, or both; nil without any.
  let state: LayerFormula?

  /// Declares a block.
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

  /// Grouped-query attention with these parameters, which caches a key and a value for each key/value head.
  static func grouped(_ parameters: @escaping LayerFormula, state: LayerFormula? = nil) -> Block {
    Block(
      kind: .grouped, keyValueHeads: KeyValueHeads.grouped, parameters: parameters,
      cachedElements: { layer throws(ConfigError) in try 2 * KeyValueHeads.grouped(layer) * layer.headDim },
      state: state)
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
