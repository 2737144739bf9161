/// What a tool's arguments without a dash are.
public struct Operand: Sendable {
  /// What each stands for in help, such as `FILE`, and what it may be.
  public let value: OptionValue
  /// How many there may be.
  public let count: ClosedRange<Int>

  /// Describes operands.
  public init(_ value: OptionValue, count: ClosedRange<Int>) {
    self.value = value
    self.count = count
  }
}
