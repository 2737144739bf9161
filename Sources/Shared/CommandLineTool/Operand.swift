/// The operands of a tool: the arguments that are not options, such as file names.
public struct Operand: Sendable {
  /// Their name in help, such as `FILE`, and their type.
  public let value: OptionValue
  /// How many operands a command line may have.
  public let count: ClosedRange<Int>

  /// Describes the operands of a tool.
  public init(_ value: OptionValue, count: ClosedRange<Int>) {
    self.value = value
    self.count = count
  }
}
