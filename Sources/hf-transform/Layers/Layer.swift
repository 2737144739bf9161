import JSON

/// One layer of a model, with its heads and widths. Formulas for the parts of a layer take it.
///
/// Only ``Model/sum(over:_:)`` and ``Model/largest(_:)`` make one. So where layers differ, no code can multiply the
/// result for one layer by the number of layers.
struct Layer {
  private let model: Model
  /// Its index in the model, from 0; nil if its fields are the maxima over all layers.
  let index: Int?
  /// The number of query heads.
  let heads: Count
  /// The size of a head's key, in elements.
  let headDim: Count

  /// A layer whose fields are the maxima over all layers.
  fileprivate init(largestOf model: Model) {
    self.model = model
    index = nil
    heads = model.heads
    headDim = model.headDim
  }

  fileprivate init(_ index: Int, of model: Model) throws(ConfigError) {
    let heads = try Layer(index, of: model, heads: 0, headDim: 0).size(.heads)
    self.init(index, of: model, heads: heads, headDim: model.headDim)
    guard hasLayerSizes else { return }
    var usual = hidden / heads
    if let rule = family.headDim { usual = try rule(self) }
    self.init(index, of: model, heads: heads, headDim: try size(.headDim, or: usual))
  }

  private init(_ index: Int, of model: Model, heads: Count, headDim: Count) {
    self.model = model
    self.index = index
    self.heads = heads
    self.headDim = headDim
  }

  /// Width of the residual stream.
  var hidden: Count { model.hidden }
  /// Whether it uses a sliding window; false if its fields are the maxima over all layers.
  var slides: Bool { index.map { model.layout.mixers[$0] == .sliding } ?? false }
  var family: Family { model.family }
  /// The parts of each layer that remain, in a model whose layers were pruned one by one; nil for other models.
  var prunedLayers: [BlockConfigs.PrunedLayer]? { model.layout.prunedLayers }
}

extension Layer: FieldReader {
  func element(_ field: ConfigField) -> JSONElement? { model.config.element(field, in: index) }

  func impliedNumber(_ field: ConfigField) -> Int? { model.config.impliedNumber(field, in: index) }

  func number(in list: JSONElement, of field: ConfigField) throws(ConfigError) -> Int? {
    guard let index else { return try model.config.number(in: list, of: field) }
    return try model.config.number(in: list, of: field, for: index)
  }

  func integer(_ element: JSONElement, of field: ConfigField) throws(ConfigError) -> Int {
    try model.config.integer(element, of: field)
  }

  func key(of field: ConfigField) -> String { model.config.key(of: field) }

  func has(_ field: ConfigField) -> Bool { model.config.has(field) }

  func markAsRead(_ fields: [ConfigField]) { model.config.markAsRead(fields) }

  var hasLayerSizes: Bool { model.config.hasLayerSizes }

  var sizesFile: SizesFile { model.config.sizesFile }
}

/// Groups of layers to sum a formula over. A layer with both attention and a recurrent block is in both groups.
enum LayerGroup {
  case fullAttention, slidingAttention, recurrentBlock
  /// Layers with attention that do not use another layer's cache. Each pass through a looped layer counts.
  case fullCaches, slidingCaches
  case denseFeedForward, experts
}

extension LayerLayout {
  /// The number of layers in a group; for the groups of caches, the number of caches.
  func count(of group: LayerGroup) -> Count {
    switch group {
    case .fullAttention: full
    case .slidingAttention: sliding
    case .recurrentBlock: recurrent
    case .fullCaches: cachedFull
    case .slidingCaches: cachedSliding
    case .denseFeedForward: dense
    case .experts: sparse
    }
  }

  /// How often a layer counts in a group: 0 if it is not in the group, else 1, or in a group of caches its caches.
  fileprivate func count(of layer: Int, in group: LayerGroup) -> Count {
    let mixer = mixers[layer]
    let (attendsFully, slides) = (mixer == .full || mixer == .both, mixer == .sliding)
    return switch group {
    case .fullAttention: Count(1).when(attendsFully)
    case .slidingAttention: Count(1).when(slides)
    case .recurrentBlock: Count(1).when(mixer == .recurrent || mixer == .both)
    case .fullCaches: caches(of: layer).when(attendsFully)
    case .slidingCaches: caches(of: layer).when(slides)
    case .denseFeedForward: Count(1).when(feedForwards[layer] == .dense)
    case .experts: Count(1).when(feedForwards[layer] == .experts)
    }
  }
}

extension Model {
  /// The sum of a formula over the layers of a group; 0 without a formula.
  ///
  /// - Throws: the ``ConfigError`` of the formula, or of the heads of a layer.
  func sum(over group: LayerGroup, _ formula: LayerFormula?) throws(ConfigError) -> Count {
    guard let formula else { return 0 }
    return try sum(over: group, formula)
  }

  /// The sum of a formula over the layers of a group, which may differ in heads or widths (OpenELM, DeciLM).
  ///
  /// - Throws: the ``ConfigError`` of the formula, or of the heads of a layer.
  func sum(
    over group: LayerGroup, _ formula: (Layer) throws(ConfigError) -> Count
  ) throws(ConfigError) -> Count {
    let count = layout.count(of: group)
    guard count > 0 else { return 0 }
    guard variesByLayer else { return try count * formula(Layer(largestOf: self)) }
    var total: Count = 0
    for index in 0..<layout.count {
      let count = layout.count(of: index, in: group)
      if count > 0 { total += try count * formula(Layer(index, of: self)) }
    }
    return total
  }

  /// The result of a formula for a layer whose fields are the maxima over all layers.
  ///
  /// - Throws: the ``ConfigError`` of the formula.
  func largest(_ formula: (Layer) throws(ConfigError) -> Count) throws(ConfigError) -> Count {
    try formula(Layer(largestOf: self))
  }
}
