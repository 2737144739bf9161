import Shared

/// How many scales a quantised checkpoint stores: one for each block of weights, whose size the config tells.
enum QuantizationScales {
  private static let blockSizeKey = JSONKey("weight_block_size")
  private static let structureKey = JSONKey("block_structure")
  private static let groupSizeKey = JSONKey("group_size")
  private static let weightsKey = JSONKey("weights")
  private static let groupsKey = JSONKey("config_groups")

  /// How many weights share a scale, and how many values there are for each such block.
  struct Blocks {
    let weights: Int
    /// One for a scale, two where a zero point or a packed second scale goes with it.
    let values: Int
  }

  /// Blocks of formats that fix their size: microscaling formats and bitsandbytes' absolute maxima.
  private static let fixed: [(method: StaticString, bits: Double, blocks: Blocks)] = [
    ("mxfp4", 4, Blocks(weights: 32, values: 1)), ("mxfp8", 8, Blocks(weights: 32, values: 1)),
    ("nvfp4", 4, Blocks(weights: 16, values: 1)), ("modelopt", 4, Blocks(weights: 16, values: 1)),
    ("modelopt_fp4", 4, Blocks(weights: 16, values: 1)), ("bitsandbytes", 4, Blocks(weights: 64, values: 2)),
  ]

  /// The blocks that a config states or its method implies; nil when each row of a matrix has a scale.
  static func blocks(_ config: JSONElement?, method: (StaticString) -> Bool, bits: Double?) -> Blocks? {
    if let config {
      if let size = product(config[blockSizeKey]) { return Blocks(weights: size, values: 1) }
      if let size = size(config[groupSizeKey]) { return Blocks(weights: size, values: 2) }
      if let group = config[groupsKey]?.members.first(where: { _ in true })?.value[weightsKey] {
        if let size = product(group[structureKey]) { return Blocks(weights: size, values: 1) }
        if let size = size(group[groupSizeKey]) { return Blocks(weights: size, values: 2) }
      }
    }
    return fixed.first { method($0.method) && $0.bits == bits }?.blocks
  }

  private static func size(_ element: JSONElement?) -> Int? {
    element?.int.flatMap { $0 > 1 && $0 <= 1 << 16 ? $0 : nil }
  }

  private static func product(_ list: JSONElement?) -> Int? {
    guard let list, list.isArray, list.count > 0 else { return nil }
    var product: Count = 1
    for element in list.elements {
      guard let side = element.int, side > 0 else { return nil }
      product = product * Count(side)
    }
    return (2...1 << 24).contains(product.value) ? product.value : nil
  }
}

extension Quantization {
  /// How many scales there can be: at least those of the feed-forwards (but for a tenth, since first and last layers are
  /// often left alone), at most those of all weights in layers, with blocks that stand over a matrix's edge, and two
  /// values for each whole matrix.
  ///
  /// - Throws: ``ConfigFault``.
  func scales(in model: Model, _ computed: Count) throws(ConfigFault) -> ClosedRange<Int> {
    let inLayers = try computed - model.family.embeddings.parameters(model)
    let experts = try model.plan.sparse * (model.size(.experts) + model.size(.sharedExperts))
    let matrices = 16 * model.layers + 3 * experts
    guard let blocks else {
      let rows = try inLayers / smallestInnerSize(of: model) + 2 * matrices
      return 1...max(1, rows.value)
    }
    let size = Count(blocks.weights)
    let least = try model.feedForwardParameters() / size * 9 / 10
    let most = Count(blocks.values) * (inLayers / size * 9 / 8) + 2 * matrices
    return least.value...max(least.value, most.value)
  }

  /// The narrowest input that a quantised matrix has, and so the shortest row.
  private func smallestInnerSize(of model: Model) throws(ConfigFault) -> Count {
    var smallest = model.hidden
    for field in [Field.expertSize, .keyValueRank, .intermediateSize] {
      let size = try model.size(field)
      if size > 0 { smallest = min(smallest, size) }
    }
    return smallest
  }
}
