public import JSON

/// A method of quantization: its spellings, its bits, and how checkpoints store its weights.
public final class QuantizationMethod: Sendable {
  /// The bits of a weight, scales aside.
  public enum Bits: Sendable {
    /// The method knows no other figure.
    case always(Double)
    /// This figure where the config states none.
    case usually(Double)
    /// The config states it.
    case stated
  }

  /// The weights that share a scale.
  public struct Block: Sendable, Equatable {
    /// How many weights.
    public let weights: Int
    /// How many values there are for a block: one for a scale, two where a zero point or a second scale goes with it.
    public let values: Int

    /// Makes a block.
    public init(weights: Int, values: Int) {
      self.weights = weights
      self.values = values
    }
  }

  /// The spellings of `quant_method`, in lower case; the first one is the method's own.
  public let names: [StaticString]
  /// The bits of a weight.
  public let bits: Bits
  /// Keys that only this method's configs have, so that they show a method whose name is left out.
  public let telltales: [StaticString]
  /// The block of the formats that fix its size, and the bits that it goes with; nil where the config states it.
  public let block: (block: Block, bits: Double)?
  /// How checkpoints store the weights; nil when that is not known.
  public let layout: PackedLayout?

  init(
    _ names: StaticString..., bits: Bits = .stated, telltales: [StaticString] = [],
    block: (block: Block, bits: Double)? = nil, layout: PackedLayout? = nil
  ) {
    self.names = names
    self.bits = bits
    self.telltales = telltales
    self.block = block
    self.layout = layout
  }

  /// The method's own name.
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

  /// Whether a string is one of the spellings, in any case.
  public func isSpelled(_ name: JSONElement) -> Bool {
    name.isString && name.withDecodedBytes { text in names.contains { QuantizationMethod.areEqual($0, text) } }
  }

  /// The method that a string names; nil when it is not known.
  public static func named(_ name: JSONElement) -> QuantizationMethod? { table.first { $0.isSpelled(name) } }

  /// The method whose telltale a config without a method's name has. The rows of the table come in the order in which
  /// their telltales count.
  public static func inferred(from config: JSONElement) -> QuantizationMethod? {
    table.first { method in method.telltales.contains { config[$0] != nil } }
  }

  private static func areEqual(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { $0.elementsEqual(text) { $0 == lowercased($1) } }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
