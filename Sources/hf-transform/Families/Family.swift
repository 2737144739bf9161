/// A model family: the fields, the cache and the parameter counts of its models are computed from one declaration.
///
/// `docs/families.md` says how to add one. The defaults of a declaration are: full grouped-query attention without
/// biases, a gated feed-forward, two RMS norms in each layer and one at the end, no learned positions.
///
/// A comment such as "every fourth layer" describes the default of a family. A config can list other layers.
final class Family: Sendable {
  /// The values of `model_type` that the family covers; empty for the families of unknown types.
  let modelTypes: [StaticString]
  /// The defaults of the config class for absent keys.
  let defaults: [ClassDefault]
  /// Which layers use full attention, sliding-window attention, a recurrent block, or none of these.
  let mixers: LayerPattern
  /// The attention of layers with full attention, and of those with a sliding window if ``slidingAttention`` is nil.
  let attention: Block
  /// The attention of layers with a sliding window; nil if it is ``attention``.
  let slidingAttention: Block?
  /// The state-space, linear-attention, recurrent or convolution block; nil without such layers.
  let recurrent: Block?
  /// The indexers of sparse attention, of all layers together; nil without any.
  let indexers: CachedModule?
  /// How many layers the model has for each layer that the config states; nil for 1.
  let layerFactor: Formula?
  /// The key for the number of layers whose value is twice that number; nil if no key has such a value.
  let keyOfPairs: StaticString?
  /// Reads from the config which layers every token passes several times; nil if no model of the family has any.
  let loop: LoopedLayers.ReadLoop?
  /// The modules that compress keys and values of many tokens into one entry, of all layers together; nil without any.
  let compressors: CachedModule?
  /// The dense feed-forward.
  let feedForward: FeedForward
  /// The mixture of experts and its layers; nil for a dense family.
  let experts: Experts?
  /// The normalization layers.
  let norms: Norms
  /// The embeddings and the output head.
  let embeddings: Embeddings
  /// The default size of a head; nil for the hidden size divided by the number of heads.
  let headDim: LayerFormula?
  /// The parameters that no other part counts; nil without any.
  let additionalParameters: Formula?
  /// Fields that are not reported as unread: they have no effect on sizes, or only in some models of the family. If
  /// `headDim` is one of them, the head size in a config is ignored.
  let unused: [ConfigField]

  /// Whether this is one of the general families, which describe configs of an unknown `model_type`.
  var isAssumed: Bool { modelTypes.isEmpty }

  /// Whether the config states a window that extends to both sides of a token. A decoder uses one of them (ModernBERT).
  var hasTwoSidedWindow: Bool { defaults.contains { $0.field == .twoSidedWindow } }

  /// Declares a family.
  init(
    _ modelTypes: StaticString..., defaults: ClassDefaults = [:], mixers: LayerPattern = .full,
    attention: Block = .attention(), slidingAttention: Block? = nil, recurrent: Block? = nil,
    indexers: CachedModule? = nil, compressors: CachedModule? = nil, layerFactor: Formula? = nil,
    keyOfPairs: StaticString? = nil,
    loop: LoopedLayers.ReadLoop? = nil,
    feedForward: FeedForward = .gated(), experts: Experts? = nil, norms: Norms = .rms(),
    embeddings: Embeddings = .plain,
    headDim: LayerFormula? = nil, additionalParameters: Formula? = nil, unused: [ConfigField] = []
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
    self.keyOfPairs = keyOfPairs
    self.loop = loop
    self.feedForward = feedForward
    self.experts = experts
    self.norms = norms
    self.embeddings = embeddings
    self.headDim = headDim
    self.additionalParameters = additionalParameters
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
    keyOfPairs = family.keyOfPairs
    loop = family.loop
    feedForward = family.feedForward
    experts = family.experts
    norms = family.norms
    embeddings = family.embeddings
    headDim = family.headDim
    additionalParameters = family.additionalParameters
    unused = family.unused
  }

  /// A family with the same formulas, other names and other class defaults.
  func variant(_ modelTypes: StaticString..., defaults: ClassDefaults) -> Family {
    Family(self, modelTypes, defaults.items)
  }
}

/// A number computed from a model's config.
typealias Formula = @Sendable (Model) throws(ConfigError) -> Count

/// A number of one layer. Layers can differ, so ``Model/sum(over:_:)`` adds it up.
typealias LayerFormula = @Sendable (Layer) throws(ConfigError) -> Count

/// The default of a config class for an absent key.
struct ClassDefault: Sendable {
  let field: ConfigField
  /// The number; for flags 0 or 1.
  let value: Int
}

/// Class defaults written as a dictionary literal.
struct ClassDefaults: ExpressibleByDictionaryLiteral, Sendable {
  let items: [ClassDefault]

  init(dictionaryLiteral elements: (ConfigField, Int)...) {
    items = elements.map { ClassDefault(field: $0, value: $1) }
  }
}

/// Whether a block has a property: always, never, or depending on a flag of the config.
enum ConfigFlag: Sendable {
  case no, yes
  /// The value of a field; `absent` if the field has none, not even a class default.
  case field(ConfigField, absent: Bool)

  /// The negation of a field; false if the field has no value.
  case unless(ConfigField)
  /// The value of the first field, else of the second; false if neither has one.
  case either(ConfigField, ConfigField)

  /// The value of a field; false if the field has none.
  static func field(_ field: ConfigField) -> ConfigFlag { .field(field, absent: false) }

  /// Whether the block has the property in a model with this config.
  ///
  /// - Throws: ``ConfigError`` when the field is not a flag.
  func isSet(in config: some FieldReader) throws(ConfigError) -> Bool {
    switch self {
    case .no: return false
    case .yes: return true
    case .field(let field, let absent): return try config.flag(field) ?? absent
    case .unless(let field): return try !(config.flag(field) ?? true)
    case .either(let first, let second):
      if let value = try config.flag(first) { return value }
      return try config.flag(second) ?? false
    }
  }
}

/// A size: a number, or a field of the config.
enum ConfigSize: Sendable {
  case number(Count)
  /// The value of a field; `absent` if the field has none, not even a class default.
  case field(ConfigField, absent: Count)
  /// The value of the first field, else of the second; `absent` if neither has one.
  case either(ConfigField, ConfigField, absent: Count)

  /// The value of a field; 0 if the field has none.
  static func field(_ field: ConfigField) -> ConfigSize { .field(field, absent: 0) }

  /// The size in a model with this config.
  ///
  /// - Throws: ``ConfigError`` when the field is not a valid size.
  func resolved(in config: some FieldReader) throws(ConfigError) -> Count {
    switch self {
    case .number(let number): return number
    case .field(let field, let absent): return try config.count(field) ?? absent
    case .either(let first, let second, let absent):
      if let count = try config.count(first) { return count }
      return try config.count(second) ?? absent
    }
  }
}
