import JSON
import ModelSpec

/// The mean bits per weight of a GGUF file.
enum GGUFBits {
  /// The mean bits per parameter, rounded to two decimals; nil when a type is unknown, a number is negative, or no type
  /// is a quantized one.
  ///
  /// - Parameter parameters: the names of GGML types, each with the number of its parameters.
  static func mean(_ parameters: some Sequence<(type: JSONElement, count: Double)>) -> Double? {
    var total = 0.0
    var bits = 0.0
    var isQuantized = false
    for (name, count) in parameters {
      guard let type = GGMLType.named(name), count >= 0 else { return nil }
      total += count
      bits += count * type.bitsPerWeight
      isQuantized = isQuantized || !type.isPlain
    }
    return isQuantized ? mean(parameters: total, bits: bits) : nil
  }

  /// The mean bits per parameter, rounded to two decimals; nil without parameters, and when `bits` is not finite.
  ///
  /// - Parameters:
  ///   - parameters: the number of parameters.
  ///   - bits: the bits of all parameters together.
  static func mean(parameters: Double, bits: Double) -> Double? {
    parameters > 0 && bits.isFinite ? (bits / parameters * 100).rounded() / 100 : nil
  }
}
