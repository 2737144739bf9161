import JSON

/// One layer of a model, as the formulas of its parts see it: with its own heads and widths where the config states
/// them for each layer.
///
/// Only ``Model/sum(over:_:)`` and ``Model/largest(_:)`` make one, so a formula of a layer cannot be multiplied by a
/// number of layers that differ.
struct Layer {
  private let model: Model
  /// Its position in the model; nil for the layer that has the most of whatever is asked for.
  let index: Int?
  /// Query heads.
  let heads: Count
  /// The size of a head's key.
  let headDim: Count

  /// The layer that has the most of whatever is asked for.
  fileprivate init(largestOf model: Model) {
    self.model = model
    index = nil
    heads = model.heads
    headDim = model.headDim
  }

  fileprivate init(_ index: Int, of model: Model) throws(ConfigFault) {
    let heads = try Layer(index, of: model, heads: 0, headDim: 0).size(.heads)
    self.init(index, of: model, heads: heads, headDim: model.headDim)
    guard statesLayers else { return }
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
  var family: Family { model.family }
  /// What each layer kept, where layers were pruned one by one; nil elsewhere.
  var prunedBlocks: [BlockConfigs.Block]? { model.plan.blocks }
}

extension Layer: FieldReader {
  func element(_ field: Field) -> JSONElement? { model.config.element(field, in: index) }

  func impliedNumber(_ field: Field) -> Int? { model.config.impliedNumber(field) }

  func number(in list: JSONElement, of field: Field) throws(ConfigFault) -> Int? {
    guard let index else { return try model.config.number(in: list, of: field) }
    return try model.config.number(in: list, of: field, for: index)
  }

  func integer(_ element: JSONElement, of field: Field) throws(ConfigFault) -> Int {
    try model.config.integer(element, of: field)
  }

  func key(of field: Field) -> String { model.config.key(of: field) }

  func has(_ field: Field) -> Bool { model.config.has(field) }

  func dismiss(_ fields: [Field]) { model.config.dismiss(fields) }

  var statesLayers: Bool { model.config.statesLayers }

  var source: ConfigSource { model.config.source }
}

/// Layers with a part in common.
enum LayerGroup {
  case fullAttention, slidingAttention, recurrentBlock
  /// Layers with attention that keep their own cache; each pass through a layer counts.
  case fullCaches, slidingCaches
  case denseFeedForward, experts
}

extension LayerPlan {
  /// How many layers a group has.
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

  /// How often a layer counts in a group.
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
  /// The sum of a formula over the layers of a group: each with its own sizes, where layers have other numbers of heads
  /// or other widths than their neighbors (OpenELM, DeciLM). 0 without a formula.
  ///
  /// - Throws: ``ConfigFault``.
  func sum(
    over group: LayerGroup, _ formula: ((Layer) throws(ConfigFault) -> Count)?
  ) throws(ConfigFault) -> Count {
    let count = plan.count(of: group)
    guard count > 0, let formula else { return 0 }
    guard variesByLayer else { return try count * formula(Layer(largestOf: self)) }
    var total: Count = 0
    for index in 0..<plan.count {
      let count = plan.count(of: index, in: group)
      if count > 0 { total += try count * formula(Layer(index, of: self)) }
    }
    return total
  }

  /// A formula of the layer that has the most of what it asks for: of any layer, where all are alike.
  ///
  /// - Throws: ``ConfigFault``.
  func largest(_ formula: (Layer) throws(ConfigFault) -> Count) throws(ConfigFault) -> Count {
    try formula(Layer(largestOf: self))
  }
}
