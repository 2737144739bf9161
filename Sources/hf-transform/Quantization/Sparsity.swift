import JSON

/// 2:4 sparsity: of each four weights of a row two are zero, and only the others are stored.
///
/// ``PackedTensors`` counts them all again, and ``CountJudge`` compares the count with the files' size.
enum Sparsity {
  case none
  /// Packed like the weights of a dense matrix.
  case packed
  /// With a mask of one bit per weight.
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
      let isMasked = config["sparsity_config"]?[QuantizationKeys.format]?.string?.hasPrefix("sparse") == true
      self = isMasked ? .masked : .none
    }
  }
}
