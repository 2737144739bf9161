/// The operands of a tool: the arguments that are not options, such as file names.
public struct Operand: Sendable {
  /// The name in help, such as `FILE`, and the type.
  public let value: OptionValue
  /// The allowed numbers of operands.
  public let count: ClosedRange<Int>

  /// Describes the operands of a tool.
  public init(_ value: OptionValue, count: ClosedRange<Int>) {
    self.value = value
    self.count = count
  }
}
