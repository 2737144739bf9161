public import JSON

/// The data type of a stored tensor, with the name that safetensors headers and the Hub's counts use.
///
/// Source: the type `Dtype` of the safetensors library.
public struct TensorDtype: Sendable {
  /// What the elements of a tensor can be.
  public enum Content: Sendable {
    /// Floating-point numbers of 16 bits or more: weights, or scales.
    case float
    /// Floating-point numbers of less than 16 bits.
    case smallFloat
    /// Integers or flags: quantized weights, one or several in each integer, or positions and shapes.
    case integer
    /// Powers of two, stored as an exponent: scales, each of which a block of weights shares.
    case exponent
  }

  /// The name in headers, such as `BF16`.
  public let name: StaticString
  /// The width of an element, in bits.
  public let bits: Int
  /// What the elements can be.
  public let content: Content

  private init(_ name: StaticString, _ bits: Int, _ content: Content) {
    self.name = name
    self.bits = bits
    self.content = content
  }

  /// All known types. A checkpoint can have others; the size of their tensors is not checked.
  public static let table: [TensorDtype] = [
    .init("BF16", 16, .float), .init("F16", 16, .float), .init("F32", 32, .float), .init("F64", 64, .float),
    .init("C64", 64, .float),
    .init("F8_E4M3", 8, .smallFloat), .init("F8_E5M2", 8, .smallFloat), .init("F8_E4M3FNUZ", 8, .smallFloat),
    .init("F8_E5M2FNUZ", 8, .smallFloat), .init("F6_E2M3", 6, .smallFloat), .init("F6_E3M2", 6, .smallFloat),
    .init("F4", 4, .smallFloat), .init("F4_E2M1", 4, .smallFloat),
    .init("U8", 8, .integer), .init("I8", 8, .integer), .init("I16", 16, .integer), .init("U16", 16, .integer),
    .init("I32", 32, .integer), .init("U32", 32, .integer), .init("I64", 64, .integer), .init("U64", 64, .integer),
    .init("BOOL", 8, .integer),
    .init("F8_E8M0", 8, .exponent), .init("E8M0", 8, .exponent), .init("UE8", 8, .exponent),
  ]

  /// The type that a string names; nil when the table has none with this name.
  public static func named(_ name: JSONElement) -> TensorDtype? { table.first { name.equals($0.name) } }

  /// The type with this name; nil when the table has none.
  public static func named(_ name: String) -> TensorDtype? { table.first { $0.name.description == name } }
}
