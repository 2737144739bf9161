import JSON

/// 2:4 sparsity: of each four weights of a row, two are zero, and only the other two are stored. A parameter count
/// includes the zeros.
enum Sparsity {
  case none
  /// The stored weights are packed like those of a dense matrix.
  case packed
  /// A mask with one bit per weight says which weights are stored.
  case masked

  /// Reads the sparsity that a quantization config states.
  init(_ config: JSONElement) {
    let formats =
      [config[QuantizationKeys.format]]
      + (config[QuantizationKeys.groups]?.members.map { $0.value[QuantizationKeys.format] } ?? [])
    let isMarlin = config[QuantizationKeys.method]?.equals("gptq_marlin_24") == true
    if isMarlin || formats.contains(where: { $0?.equals("marlin-24") == true }) {
      self = .packed
    } else {
      let isMasked = config[QuantizationKeys.sparsity]?[QuantizationKeys.format]?.string?.hasPrefix("sparse") == true
      self = isMasked ? .masked : .none
    }
  }
}
