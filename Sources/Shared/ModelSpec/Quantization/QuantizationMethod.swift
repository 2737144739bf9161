public import JSON

/// A quantization method: its names, its bits, and how checkpoints store its weights.
public final class QuantizationMethod: Sendable {
  /// The bits of a weight, without its share of the scales.
  public enum Bits: Sendable {
    /// The method has no other number of bits.
    case always(Double)
    /// The number of bits when the config states none.
    case usually(Double)
    /// The config states the number; there is no usual one.
    case stated
  }

  /// A block of weights that share a scale.
  public struct Block: Sendable, Equatable {
    /// The number of weights.
    public let weights: Int
    /// The number of values that belong to the block: one for a scale, two with a zero point or a second scale.
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
  /// Keys that identify the method in a config without `quant_method`: see ``inferred(from:)``.
  public let identifyingKeys: [StaticString]
  /// The block of the method's format with a fixed block size, and the bits of a weight in that format; nil when no
  /// format has one.
  public let block: (block: Block, bits: Double)?
  /// How checkpoints store the weights; nil when this is unknown.
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

  /// The bits of a weight if the method has no other number; nil otherwise.
  public var fixedBits: Double? {
    if case .always(let bits) = bits { return bits }
    return nil
  }

  /// The bits of a weight when the config states none; nil when there is no usual number.
  public var usualBits: Double? {
    switch bits {
    case .always(let bits), .usually(let bits): bits
    case .stated: nil
    }
  }

  /// The bits that a checkpoint stores for each weight, which can be more than ``fixedBits``: 2 for BitNet's ternary
  /// weights of 1.58 bits. Nil when ``fixedBits`` is nil.
  public var storedBits: Double? {
    guard case .perElement(let weights)? = layout?.packed.first?.weights, weights > 1 else { return fixedBits }
    return fixedBits == nil ? nil : 8 / Double(weights)
  }

  /// Whether a value is a string that is one of ``names``, in upper or lower case.
  public func isSpelled(_ name: JSONElement) -> Bool {
    name.isString && name.withDecodedBytes { text in names.contains { QuantizationMethod.areEqual($0, text) } }
  }

  /// The method that a string names; nil when the table has none with this name.
  public static func named(_ name: JSONElement) -> QuantizationMethod? { table.first { $0.isSpelled(name) } }

  /// The first method of the table that has a key of this config among its identifying keys; nil when none has. It is
  /// meant for a config without `quant_method`.
  public static func inferred(from config: JSONElement) -> QuantizationMethod? {
    table.first { method in method.identifyingKeys.contains { config[$0] != nil } }
  }

  private static func areEqual(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { $0.elementsEqual(text) { $0 == ASCII.lowercase($1) } }
  }
}
