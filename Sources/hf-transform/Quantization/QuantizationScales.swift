import JSON
import ModelSpec

/// Determines how many weights of a quantized checkpoint share a scale.
enum QuantizationScales {
  /// The weights that share a scale, from the config, else from the method; nil when each row of a matrix has one
  /// scale, or when the number is unknown.
  ///
  /// - Parameters:
  ///   - config: the quantization config; nil without one.
  ///   - method: the method; nil when it is not known.
  ///   - bits: the bits of a weight; nil when they are unknown.
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

  /// The block that the name of a ModelOpt algorithm implies: 128 x 128 weights for FP8 per block, 32 for the
  /// microscaling types (MX); nil for other names.
  private static func block(ofAlgorithm name: JSONElement) -> QuantizationMethod.Block? {
    guard let name = name.string else { return nil }
    if name.hasPrefix("FP8_PB") || name.hasPrefix("FP8_BLOCK") { return .init(weights: 128 * 128, values: 1) }
    return name.split(separator: "_").contains { $0.hasPrefix("MX") } ? .init(weights: 32, values: 1) : nil
  }
}

extension Quantization {
  /// The possible number of scales and similar values, such as zero points, in a checkpoint.
  ///
  /// With ``block``, the minimum is nine tenths of the blocks in feed-forwards, because the first and the last layers
  /// are often not quantized. The maximum is the values of all blocks in layers, plus an eighth for partial blocks at
  /// the edges of matrices, plus two values per matrix.
  ///
  /// Without ``block``, each row of a matrix has a scale. The maximum is four values per row, plus two per matrix:
  /// there can also be a zero point for each row or a factor for each column (`pre_quant_scale`), and with Ascend's
  /// methods a bias and a second scale.
  ///
  /// A layer is assumed to have at most 16 matrices, and three more for each expert.
  ///
  /// - Parameter computed: the parameters computed from the config.
  /// - Throws: ``ConfigError`` when a size in the config is invalid.
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

  /// The smallest input width of a quantized matrix, which is the length of its rows.
  private func smallestInnerSize(of model: Model) throws(ConfigError) -> Count {
    var smallest = model.hidden
    for field in [ConfigField.expertSize, .keyValueRank, .intermediateSize] {
      let size = try model.size(field)
      if size > 0 { smallest = min(smallest, size) }
    }
    return smallest
  }
}
