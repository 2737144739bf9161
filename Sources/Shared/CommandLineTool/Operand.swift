/// The arguments of a tool that are not options, such as file names.
public struct Operand: Sendable {
  /// Their name in help, such as `FILE`, and the values that are allowed.
  public let value: OptionValue
  /// How many there may be.
  public let count: ClosedRange<Int>

  /// Describes operands.
  public init(_ value: OptionValue, count: ClosedRange<Int>) {
    self.value = value
    self.count = count
  }
}
