/// GGML's tensor types and file types.
enum GGUFTypes {
  /// A tensor type: its name and how many bits a weight takes on average.
  struct TensorType: Sendable {
    let name: String
    let bitsPerWeight: Double
  }

  /// By the number that stands in a tensor's description (ggml.h, `ggml_type`).
  static let tensorTypes: [Int: TensorType] = [
    0: .init(name: "F32", bitsPerWeight: 32), 1: .init(name: "F16", bitsPerWeight: 16),
    2: .init(name: "Q4_0", bitsPerWeight: 4.5), 3: .init(name: "Q4_1", bitsPerWeight: 5),
    6: .init(name: "Q5_0", bitsPerWeight: 5.5), 7: .init(name: "Q5_1", bitsPerWeight: 6),
    8: .init(name: "Q8_0", bitsPerWeight: 8.5), 9: .init(name: "Q8_1", bitsPerWeight: 9),
    10: .init(name: "Q2_K", bitsPerWeight: 2.625), 11: .init(name: "Q3_K", bitsPerWeight: 3.4375),
    12: .init(name: "Q4_K", bitsPerWeight: 4.5), 13: .init(name: "Q5_K", bitsPerWeight: 5.5),
    14: .init(name: "Q6_K", bitsPerWeight: 6.5625), 15: .init(name: "Q8_K", bitsPerWeight: 9.125),
    16: .init(name: "IQ2_XXS", bitsPerWeight: 2.0625), 17: .init(name: "IQ2_XS", bitsPerWeight: 2.3125),
    18: .init(name: "IQ3_XXS", bitsPerWeight: 3.0625), 19: .init(name: "IQ1_S", bitsPerWeight: 1.5625),
    20: .init(name: "IQ4_NL", bitsPerWeight: 4.5), 21: .init(name: "IQ3_S", bitsPerWeight: 3.4375),
    22: .init(name: "IQ2_S", bitsPerWeight: 2.5625), 23: .init(name: "IQ4_XS", bitsPerWeight: 4.25),
    24: .init(name: "I8", bitsPerWeight: 8), 25: .init(name: "I16", bitsPerWeight: 16),
    26: .init(name: "I32", bitsPerWeight: 32), 27: .init(name: "I64", bitsPerWeight: 64),
    28: .init(name: "F64", bitsPerWeight: 64), 29: .init(name: "IQ1_M", bitsPerWeight: 1.75),
    30: .init(name: "BF16", bitsPerWeight: 16), 34: .init(name: "TQ1_0", bitsPerWeight: 1.6875),
    35: .init(name: "TQ2_0", bitsPerWeight: 2.0625), 39: .init(name: "MXFP4", bitsPerWeight: 4.25),
  ]

  /// By `general.file_type`, which numbers the mixtures differently (llama.h, `llama_ftype`).
  static let fileTypes: [Int: String] = [
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4_MOE",
  ]

  /// What transformers calls the types that are no quantisation.
  static let plainDtypes = ["F32": "float32", "F16": "float16", "BF16": "bfloat16"]
}
