/// All that is known of a model family: one declaration drives fields, cache, and parameter counts.
///
/// `docs/families.md` says how to add one. What a declaration leaves out is as in Llama: full grouped-query attention
/// without biases, a gated feed-forward, two RMS norms a layer and one at the end, embeddings without positions.
final class Family: Sendable {
  /// The `model_type` values that it covers.
  let modelTypes: [StaticString]
  /// What the config class assumes for keys that a config leaves out.
  let defaults: [ClassDefault]
  /// Which layers use full attention, sliding-window attention, a recurrent block, or none of these.
  let mixers: MixerRule
  /// The attention of full layers, and of sliding ones unless these have their own.
  let attention: Block
  /// The attention of sliding layers, where it has another shape.
  let slidingAttention: Block?
  /// The state-space, linear-attention, recurrent or convolution block.
  let recurrent: Block?
  /// The indexers of sparse attention, over all layers.
  let indexers: AuxiliaryCache?
  /// How many layers a stated number means; nil where it means as many.
  let layerFactor: Formula?
  /// The layers that the tokens pass several times; nil where they pass each once.
  let loop: LoopedLayers.Rule?
  /// The modules that compress keys and values of many tokens into one entry, over all layers.
  let compressors: AuxiliaryCache?
  /// The dense feed-forward.
  let feedForward: FeedForward
  /// The mixture of experts, and which layers hold one; nil for a dense family.
  let experts: Experts?
  /// The normalization layers.
  let norms: Norms
  /// The embeddings and the output head.
  let embeddings: Embeddings
  /// The size of a head where the config does not state it; nil for the hidden size divided by the heads.
  let headDim: LayerFormula?
  /// Parameters beside all these.
  let extras: Formula?
  /// Fields that its class has and that have no effect on sizes.
  let unused: [Field]

  /// Whether it is in for the family of an unknown `model_type`.
  var isAssumed: Bool { modelTypes.isEmpty }

  /// Declares a family.
  init(
    _ modelTypes: StaticString..., defaults: ClassDefaults = [:], mixers: MixerRule = .full,
    attention: Block = .attention(), slidingAttention: Block? = nil, recurrent: Block? = nil,
    indexers: AuxiliaryCache? = nil, compressors: AuxiliaryCache? = nil, layerFactor: Formula? = nil,
    loop: LoopedLayers.Rule? = nil,
    feedForward: FeedForward = .gated(), experts: Experts? = nil, norms: Norms = .rms(),
    embeddings: Embeddings = .plain,
    headDim: LayerFormula? = nil, extras: Formula? = nil, unused: [Field] = []
  ) {
    self.modelTypes = modelTypes
    self.defaults = defaults.items
    self.mixers = mixers
    self.attention = attention
    self.slidingAttention = slidingAttention
    self.recurrent = recurrent
    self.indexers = indexers
    self.compressors = compressors
    self.layerFactor = layerFactor
    self.loop = loop
    self.feedForward = feedForward
    self.experts = experts
    self.norms = norms
    self.embeddings = embeddings
    self.headDim = headDim
    self.extras = extras
    self.unused = unused
  }

  private init(_ family: Family, _ modelTypes: [StaticString], _ defaults: [ClassDefault]) {
    self.modelTypes = modelTypes
    self.defaults = defaults
    mixers = family.mixers
    attention = family.attention
    slidingAttention = family.slidingAttention
    recurrent = family.recurrent
    indexers = family.indexers
    compressors = family.compressors
    layerFactor = family.layerFactor
    loop = family.loop
    feedForward = family.feedForward
    experts = family.experts
    norms = family.norms
    embeddings = family.embeddings
    headDim = family.headDim
    extras = family.extras
    unused = family.unused
  }

  /// The same formulas under other names, with other class defaults.
  func variant(_ modelTypes: StaticString..., defaults: ClassDefaults) -> Family {
    Family(self, modelTypes, defaults.items)
  }
}

/// A number that follows from a model's config.
typealias Formula = @Sendable (Model) throws(ConfigFault) -> Count

/// A number of one layer. Layers can differ, so ``Model/sum(over:_:)`` adds it up.
typealias LayerFormula = @Sendable (Layer) throws(ConfigFault) -> Count

/// What a config class assumes for an absent key.
struct ClassDefault: Sendable {
  let field: Field
  /// The number; for flags 0 or 1.
  let value: Int
}

/// Class defaults written as a dictionary literal.
struct ClassDefaults: ExpressibleByDictionaryLiteral, Sendable {
  let items: [ClassDefault]

  init(dictionaryLiteral elements: (Field, Int)...) {
    items = elements.map { ClassDefault(field: $0, value: $1) }
  }
}

/// Whether a block has something: always, never, or as the config says.
enum Flag: Sendable {
  case no, yes
  /// As a field says; the second value holds where it is absent.
  case field(Field, absent: Bool)

  /// The opposite of what a field says; false where it is absent.
  case unless(Field)

  /// As a field says, false where it is absent.
  static func field(_ field: Field) -> Flag { .field(field, absent: false) }

  func isSet(in config: some FieldReader) throws(ConfigFault) -> Bool {
    switch self {
    case .no: false
    case .yes: true
    case .field(let field, let absent): try config.flag(field) ?? absent
    case .unless(let field): try !(config.flag(field) ?? true)
    }
  }
}

/// A size: a number, or as the config says.
enum Size: Sendable {
  case number(Count)
  /// As a field says; the second value holds where it is absent.
  case field(Field, absent: Count)

  /// As a field says, 0 where it is absent.
  static func field(_ field: Field) -> Size { .field(field, absent: 0) }

  func resolved(in config: some FieldReader) throws(ConfigFault) -> Count {
    switch self {
    case .number(let number): number
    case .field(let field, let absent): try config.count(field) ?? absent
    }
  }
}
