import JSON
import ModelSpec

/// The number of scales in a quantized checkpoint: one per block of weights.
enum QuantizationScales {
  /// The weights per scale, from the config, else from the method; nil when each row of a matrix has one scale.
  static func block(
    _ config: JSONElement?, method: QuantizationMethod?, bits: Double?
  ) -> QuantizationMethod.Block? {
    if let config {
      if let block = config[QuantizationKeys.algorithm].flatMap(block(ofAlgorithm:)) { return block }
      if let size = GroupSize.ofBlock(in: config) { return .init(weights: size, values: 1) }
      if let size = GroupSize.stated(in: config) ?? TorchAO.smallestGroupSize(config) {
        return .init(weights: size, values: 2)
      }
    }
    guard let fixed = method?.block, fixed.bits == bits else { return nil }
    return fixed.block
  }

  /// The block of those ModelOpt algorithms whose names imply one: 128 x 128 for FP8 per block, 32 for the microscaling
  /// types.
  private static func block(ofAlgorithm name: JSONElement) -> QuantizationMethod.Block? {
    guard let name = name.string else { return nil }
    if name.hasPrefix("FP8_PB") || name.hasPrefix("FP8_BLOCK") { return .init(weights: 128 * 128, values: 1) }
    return name.hasPrefix("MX") || name.contains("_MX") ? .init(weights: 32, values: 1) : nil
  }
}

extension Quantization {
  /// The possible number of scales. At least: those of the feed-forwards, less a tenth, because first and last layers
  /// are often not quantized. At most: those of all weights in layers, plus an eighth for partial blocks at the edges
  /// of matrices, plus two values per matrix. With a scale for each row, there can also be a zero point for each row,
  /// or a factor for each column (`pre_quant_scale`), and with Ascend's methods a bias and a second scale. A layer has
  /// at most 16 matrices beside its experts.
  ///
  /// - Throws: ``ConfigError``.
  func scales(in model: Model, _ computed: Count) throws(ConfigError) -> ClosedRange<Int> {
    let inLayers = try computed - model.family.embeddings.parameters(model)
    let experts = try model.layout.sparse * (model.size(.experts) + model.size(.sharedExperts))
    let matrices = 16 * model.layers + 3 * experts
    guard let block else {
      let rows = try 4 * (inLayers / smallestInnerSize(of: model)) + 2 * matrices
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
