public import JSON
import Platform

/// A command line, parsed and checked.
public struct ParsedArguments: Sendable {
  /// One option or operand of the command line.
  public struct Occurrence: Sendable, Equatable {
    /// The long name of the option; nil for an operand.
    public let option: String?
    /// The value of the option, or the operand; empty for a flag.
    public let value: String
  }

  /// Options and operands in the order in which they were given.
  public let occurrences: [Occurrence]
  /// The options of the tool.
  private let options: [ToolOption]
  /// Returns the value of an environment variable, or nil if it is not set.
  private let variable: @Sendable (String) -> String?

  init(occurrences: [Occurrence], options: [ToolOption], _ variable: @escaping @Sendable (String) -> String?) {
    self.occurrences = occurrences
    self.options = options
    self.variable = variable
  }

  /// The operands.
  public var operands: [String] { occurrences.filter { $0.option == nil }.map(\.value) }

  /// Whether an option was given, or is a flag that an environment variable sets.
  public func has(_ option: String) -> Bool {
    occurrences.contains { $0.option == option }
      || options.contains { $0.name == option && $0.value == nil && $0.variables.contains { meansYes(variable($0)) } }
  }

  /// The last value that was given for an option, else that of an environment variable, else its default; nil if it has
  /// no default.
  public func value(_ option: String) -> String? {
    if let given = occurrences.last(where: { $0.option == option }) { return given.value }
    guard let declared = options.first(where: { $0.name == option }) else { return nil }
    let texts = declared.variables.compactMap { variable($0) }
    return texts.first { !$0.isEmpty && declared.accepts($0) } ?? declared.defaultText
  }

  /// All values that were given for a repeatable option, in order.
  public func values(_ option: String) -> [String] { occurrences.filter { $0.option == option }.map(\.value) }

  /// Those of `options` that were given, as arguments for the command line of another process.
  public func words(of options: [ToolOption]) -> [String] {
    occurrences.compactMap { occurrence in
      guard let option = options.first(where: { $0.name == occurrence.option }) else { return nil }
      return option.value == nil ? "--\(option.name)" : "--\(option.name)=\(occurrence.value)"
    }
  }

  /// The same as ``value(_:)``, for an option that always has a value, because the option table states a default.
  public func text(_ option: String) -> String {
    guard let text = value(option) else { preconditionFailure("--\(option) has no default") }
    return text
  }

  /// The same as ``integerIfGiven(_:)``, for an option that always has a value, because the option table states a
  /// default.
  public func integer(_ option: String) -> Int {
    guard let number = integerIfGiven(option) else { preconditionFailure("--\(option) has no default") }
    return number
  }

  /// The value of an integer option, found as by ``value(_:)``; nil if that is nil.
  public func integerIfGiven(_ option: String) -> Int? { value(option).flatMap { Int($0) } }

  /// The exact value of a number option, found as by ``value(_:)``; nil if that is nil.
  public func number(_ option: String) -> ExactDecimal? { value(option).flatMap { ExactDecimal($0) } }
}
