import JSON
import ModelSpec

/// The bits of a GGUF file's weights.
enum GGUFBits {
  /// The mean over all parameters, to two decimals; nil when a type is unknown or there are none.
  ///
  /// - Parameter parametersByType: the number of parameters of each GGML type.
  static func mean(_ parametersByType: JSONElement) -> Double? {
    var parameters = 0.0
    var total = 0.0
    for (type, count) in parametersByType.members {
      guard let type = GGMLType.named(type), let count = count.double, count >= 0 else { return nil }
      parameters += count
      total += count * type.bitsPerWeight
    }
    return parameters > 0 && total.isFinite ? (total / parameters * 100).rounded() / 100 : nil
  }
}
