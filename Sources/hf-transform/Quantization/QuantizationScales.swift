import JSON
import ModelSpec

/// The number of scales in a quantized checkpoint: one per block of weights.
enum QuantizationScales {
  private static let blockSizeKey = JSONKey("weight_block_size")
  private static let structureKey = JSONKey("block_structure")

  /// The block size of the config or the method; nil when each row of a matrix has one scale.
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
  /// The range of the number of scales: at least those of the feed-forwards (less a tenth, since first and last layers
  /// are often not quantized), at most those of all weights in layers, with partial blocks at the edges of matrices,
  /// and two values for each matrix.
  ///
  /// - Throws: ``ConfigError``.
  func scales(in model: Model, _ computed: Count) throws(ConfigError) -> ClosedRange<Int> {
    let inLayers = try computed - model.family.embeddings.parameters(model)
    let experts = try model.layout.sparse * (model.size(.experts) + model.size(.sharedExperts))
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

  /// The smallest input width of a quantized matrix, which is the shortest row.
  private func smallestInnerSize(of model: Model) throws(ConfigError) -> Count {
    var smallest = model.hidden
    for field in [ConfigField.expertSize, .keyValueRank, .intermediateSize] {
      let size = try model.size(field)
      if size > 0 { smallest = min(smallest, size) }
    }
    return smallest
  }
}
