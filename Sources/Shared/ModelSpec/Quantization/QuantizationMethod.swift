public import JSON

/// A quantization method: its names, its bits, and how checkpoints store its weights.
public final class QuantizationMethod: Sendable {
  /// The bits of a weight, without its share of the scales.
  public enum Bits: Sendable {
    /// The method has no other number of bits.
    case always(Double)
    /// The number of bits when the config states none.
    case usually(Double)
    /// The config states it.
    case stated
  }

  /// The weights that share a scale.
  public struct Block: Sendable, Equatable {
    /// The number of weights.
    public let weights: Int
    /// The number of values per block: one for a scale, two with a zero point or a second scale.
    public let values: Int

    /// Makes a block.
    public init(weights: Int, values: Int) {
      self.weights = weights
      self.values = values
    }
  }

  /// The spellings of `quant_method`, in lower case; the first one is the usual one.
  public let names: [StaticString]
  /// The bits of a weight.
  public let bits: Bits
  /// Keys that identify the method without `quant_method`. The first method in the table with one of them is taken.
  public let identifyingKeys: [StaticString]
  /// The block of a format with a fixed block size, and the bits of a weight in it; nil when the config has the size.
  public let block: (block: Block, bits: Double)?
  /// How checkpoints store the weights; nil when unknown.
  public let layout: PackedLayout?

  init(
    _ names: StaticString..., bits: Bits = .stated, identifyingKeys: [StaticString] = [],
    block: (block: Block, bits: Double)? = nil, layout: PackedLayout? = nil
  ) {
    self.names = names
    self.bits = bits
    self.identifyingKeys = identifyingKeys
    self.block = block
    self.layout = layout
  }

  /// The first of ``names``, which the entry uses.
  public var name: StaticString { names.first ?? "" }

  /// The bits that the method always has; nil where configs state them.
  public var fixedBits: Double? {
    if case .always(let bits) = bits { return bits }
    return nil
  }

  /// The bits of a config that states none; nil where there is no usual figure.
  public var usualBits: Double? {
    switch bits {
    case .always(let bits), .usually(let bits): bits
    case .stated: nil
    }
  }

  /// The bits that a checkpoint stores for each weight of a method that always has the same number: 2 for BitNet's
  /// ternary weights of 1.58 bits; nil where configs state them.
  public var storedBits: Double? {
    guard case .perElement(let weights)? = layout?.packed.first?.weights, weights > 1 else { return fixedBits }
    return fixedBits == nil ? nil : 8 / Double(weights)
  }

  /// Whether a string is one of the spellings, in any case.
  public func isSpelled(_ name: JSONElement) -> Bool {
    name.isString && name.withDecodedBytes { text in names.contains { QuantizationMethod.areEqual($0, text) } }
  }

  /// The method that a string names; nil when it is not known.
  public static func named(_ name: JSONElement) -> QuantizationMethod? { table.first { $0.isSpelled(name) } }

  /// The method whose identifying key is in a config without `quant_method`; nil when the config has none. The first
  /// row of the table with such a key is taken, so the order of the rows matters.
  public static func inferred(from config: JSONElement) -> QuantizationMethod? {
    table.first { method in method.identifyingKeys.contains { config[$0] != nil } }
  }

  private static func areEqual(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { $0.elementsEqual(text) { $0 == lowercased($1) } }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
