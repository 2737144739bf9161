import JSON
import ModelSpec

/// How many scales a quantized checkpoint stores: one for each block of weights, whose size the config says.
enum QuantizationScales {
  private static let blockSizeKey = JSONKey("weight_block_size")
  private static let structureKey = JSONKey("block_structure")

  /// The block that a config states or its method fixes; nil when each row of a matrix has a scale.
  static func block(
    _ config: JSONElement?, method: QuantizationMethod?, bits: Double?
  ) -> QuantizationMethod.Block? {
    if let config {
      if let size = product(config[blockSizeKey]) { return .init(weights: size, values: 1) }
      if let size = size(config[QuantizationKeys.groupSize]) { return .init(weights: size, values: 2) }
      if let group = config[QuantizationKeys.groups]?.members.first(where: { _ in true })?.value[
        QuantizationKeys.weights]
      {
        if let size = product(group[structureKey]) { return .init(weights: size, values: 1) }
        if let size = size(group[QuantizationKeys.groupSize]) { return .init(weights: size, values: 2) }
      }
    }
    guard let fixed = method?.block, fixed.bits == bits else { return nil }
    return fixed.block
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
  /// How many scales there can be: at least those of the feed-forwards (but for a tenth, since first and last layers
  /// are often left alone), at most those of all weights in layers, with blocks that reach over a matrix's edge, and
  /// two values for each whole matrix.
  ///
  /// - Throws: ``ConfigFault``.
  func scales(in model: Model, _ computed: Count) throws(ConfigFault) -> ClosedRange<Int> {
    let inLayers = try computed - model.family.embeddings.parameters(model)
    let experts = try model.plan.sparse * (model.size(.experts) + model.size(.sharedExperts))
    let matrices = 16 * model.layers + 3 * experts
    guard let block else {
      let rows = try inLayers / smallestInnerSize(of: model) + 2 * matrices
      return 1...max(1, rows.value)
    }
    let size = Count(block.weights)
    let least = try model.feedForwardParameters() / size * 9 / 10
    let most = Count(block.values) * (inLayers / size * 9 / 8) + 2 * matrices
    return least.value...max(least.value, most.value)
  }

  /// The narrowest input that a quantized matrix has, and so the shortest row.
  private func smallestInnerSize(of model: Model) throws(ConfigFault) -> Count {
    var smallest = model.hidden
    for field in [Field.expertSize, .keyValueRank, .intermediateSize] {
      let size = try model.size(field)
      if size > 0 { smallest = min(smallest, size) }
    }
    return smallest
  }
}
