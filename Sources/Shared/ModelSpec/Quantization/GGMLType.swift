public import JSON

/// A tensor type of GGUF files. It stores weights in blocks, and each block with the scales that its weights share.
///
/// Source: the block layouts of ggml (`ggml.h`, `ggml-common.h`).
public struct GGMLType: Sendable {
  /// The number of the type in a file (`ggml_type`).
  public let number: Int
  /// The name, as the Hub writes it.
  public let name: StaticString
  /// The number of weights in a block.
  public let weightsPerBlock: Int
  /// The size of a block in bytes, including its scales.
  public let bytesPerBlock: Int

  /// The mean number of bits of a weight, with its share of the scales.
  public var bitsPerWeight: Double { Double(bytesPerBlock * 8) / Double(weightsPerBlock) }

  /// Whether each weight is a number by itself, without a shared scale.
  public var isPlain: Bool { weightsPerBlock == 1 }

  private init(_ number: Int, _ name: StaticString, weights: Int = 1, bytes: Int) {
    self.number = number
    self.name = name
    weightsPerBlock = weights
    bytesPerBlock = bytes
  }

  /// All types, including those that newer versions of ggml no longer write.
  public static let table: [GGMLType] = [
    .init(0, "F32", bytes: 4), .init(1, "F16", bytes: 2),
    .init(2, "Q4_0", weights: 32, bytes: 18), .init(3, "Q4_1", weights: 32, bytes: 20),
    .init(6, "Q5_0", weights: 32, bytes: 22), .init(7, "Q5_1", weights: 32, bytes: 24),
    .init(8, "Q8_0", weights: 32, bytes: 34), .init(9, "Q8_1", weights: 32, bytes: 36),
    .init(10, "Q2_K", weights: 256, bytes: 84), .init(11, "Q3_K", weights: 256, bytes: 110),
    .init(12, "Q4_K", weights: 256, bytes: 144), .init(13, "Q5_K", weights: 256, bytes: 176),
    .init(14, "Q6_K", weights: 256, bytes: 210), .init(15, "Q8_K", weights: 256, bytes: 292),
    .init(16, "IQ2_XXS", weights: 256, bytes: 66), .init(17, "IQ2_XS", weights: 256, bytes: 74),
    .init(18, "IQ3_XXS", weights: 256, bytes: 98), .init(19, "IQ1_S", weights: 256, bytes: 50),
    .init(20, "IQ4_NL", weights: 32, bytes: 18), .init(21, "IQ3_S", weights: 256, bytes: 110),
    .init(22, "IQ2_S", weights: 256, bytes: 82), .init(23, "IQ4_XS", weights: 256, bytes: 136),
    .init(24, "I8", bytes: 1), .init(25, "I16", bytes: 2), .init(26, "I32", bytes: 4), .init(27, "I64", bytes: 8),
    .init(28, "F64", bytes: 8), .init(29, "IQ1_M", weights: 256, bytes: 56), .init(30, "BF16", bytes: 2),
    .init(31, "Q4_0_4_4", weights: 32, bytes: 18), .init(32, "Q4_0_4_8", weights: 32, bytes: 18),
    .init(33, "Q4_0_8_8", weights: 32, bytes: 18), .init(34, "TQ1_0", weights: 256, bytes: 54),
    .init(35, "TQ2_0", weights: 256, bytes: 66), .init(36, "IQ4_NL_4_4", weights: 32, bytes: 18),
    .init(37, "IQ4_NL_4_8", weights: 32, bytes: 18), .init(38, "IQ4_NL_8_8", weights: 32, bytes: 18),
    .init(39, "MXFP4", weights: 32, bytes: 17), .init(40, "NVFP4", weights: 64, bytes: 36),
    .init(41, "Q1_0", weights: 128, bytes: 18), .init(42, "Q2_0", weights: 64, bytes: 18),
  ]

  /// Whether other programs use the number for another type: bitnet.cpp has four types of its ggml under 36 to 39.
  public var hasAmbiguousNumber: Bool { (36...39).contains(number) }

  /// The type with this number; nil when the table has no such number.
  public static func numbered(_ number: Int) -> GGMLType? { table.first { $0.number == number } }

  /// The type with this name; nil when the table has no such name.
  public static func named(_ name: JSONElement) -> GGMLType? { table.first { name.equals($0.name) } }
}
