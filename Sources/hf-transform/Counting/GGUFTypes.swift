import Shared

/// The tensor types of GGUF files.
enum GGUFTypes {
  /// Bits per weight of each type, its block scales included. Source: the block layouts of ggml.
  private static let bits: [(StaticString, Double)] = [
    ("F64", 64), ("F32", 32), ("F16", 16), ("BF16", 16), ("I8", 8), ("I16", 16), ("I32", 32), ("I64", 64),
    ("Q4_0", 4.5), ("Q4_1", 5), ("Q5_0", 5.5), ("Q5_1", 6), ("Q8_0", 8.5), ("Q8_1", 9),
    ("Q2_K", 2.625), ("Q3_K", 3.4375), ("Q4_K", 4.5), ("Q5_K", 5.5), ("Q6_K", 6.5625), ("Q8_K", 9.125),
    ("IQ1_S", 1.5625), ("IQ1_M", 1.75), ("IQ2_XXS", 2.0625), ("IQ2_XS", 2.3125), ("IQ2_S", 2.5625),
    ("IQ3_XXS", 3.0625), ("IQ3_S", 3.4375), ("IQ4_XS", 4.25), ("IQ4_NL", 4.5), ("TQ1_0", 1.6875), ("TQ2_0", 2.0625),
    ("MXFP4", 4.25),
  ]

  /// The mean over all parameters, to two decimals; nil when a type is unknown or there are none.
  static func bitsPerWeight(_ parametersByType: JSONElement) -> Double? {
    var parameters = 0.0
    var total = 0.0
    for (type, count) in parametersByType.members {
      guard let each = bits.first(where: { type.equals($0.0) })?.1, let count = count.double, count >= 0 else {
        return nil
      }
      parameters += count
      total += count * each
    }
    return parameters > 0 && total.isFinite ? (total / parameters * 100).rounded() / 100 : nil
  }
}
