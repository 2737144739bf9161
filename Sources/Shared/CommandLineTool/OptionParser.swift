import JSON
import Platform

/// A command line, taken apart.
public struct ParsedArguments: Sendable {
  /// One option or operand as it stood on the command line.
  public struct Occurrence: Sendable, Equatable {
    /// The long name of the option; nil for an operand.
    public let option: String?
    /// The value or operand; empty for a flag.
    public let value: String
  }

  /// Options and operands in the order in which they were given.
  public let occurrences: [Occurrence]

  /// The operands.
  public var operands: [String] { occurrences.filter { $0.option == nil }.map(\.value) }

  /// Whether an option was given.
  public func has(_ option: String) -> Bool { occurrences.contains { $0.option == option } }

  /// The value of an option, or nil when it was not given.
  public func value(_ option: String) -> String? { occurrences.last { $0.option == option }?.value }

  /// All values of a repeatable option.
  public func values(_ option: String) -> [String] { occurrences.filter { $0.option == option }.map(\.value) }

  /// The integer that an option was given, or nil when it was not.
  ///
  /// - Throws: ``ToolError`` when it is no integer in the range.
  public func integer(_ option: String, in range: ClosedRange<Int>) throws(ToolError) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number), text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else {
      let bounds =
        range.upperBound == Int.max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw .usage(
        code: "invalid_value", "'\(text)' is no valid value of --\(option)", hint: "give a whole number \(bounds)")
    }
    return number
  }

  /// The positive number that an option was given, without loss, or nil when it was not given.
  ///
  /// - Throws: ``ToolError`` when it is not a number in JSON's notation, above zero and at most `limit`.
  public func positiveNumber(_ option: String, upTo limit: Int) throws(ToolError) -> ExactDecimal? {
    guard let text = value(option) else { return nil }
    guard let number = ExactDecimal(text), number > .zero, number <= ExactDecimal(limit) else {
      throw .usage(
        code: "invalid_value", "'\(text)' is not a valid value of --\(option)",
        hint: "give a number above 0 and at most \(limit), such as 7.5")
    }
    return number
  }

  /// Takes a command line apart.
  ///
  /// - Throws: ``ToolError`` for an unknown option (naming the nearest known one), a missing or superfluous value, an
  ///   option given twice, or operands that the tool does not take.
  public init(_ arguments: some Sequence<String>, of tool: ToolDescription) throws(ToolError) {
    var rest = Array(arguments)[...]
    var found: [Occurrence] = []
    let options = tool.options
    while let argument = rest.popFirst() {
      if argument == "--" {
        found += rest.map { Occurrence(option: nil, value: $0) }
        break
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        found.append(Occurrence(option: nil, value: argument))
        continue
      }
      let (option, attached) = try ParsedArguments.lookUp(argument, in: options)
      found.append(try ParsedArguments.complete(option, attached, &rest))
      let isRepeated = found.dropLast().contains { $0.option == option.name }
      if isRepeated, option.metavariable != nil, !option.isRepeatable {
        throw .usage(code: "repeated_option", "option '--\(option.name)' was given twice", hint: "give it once")
      }
    }
    if tool.operand == nil, let operand = found.first(where: { $0.option == nil }) {
      throw .usage(
        code: "unexpected_operand", "unexpected operand '\(operand.value)'", hint: "see '\(tool.name) --help'")
    }
    occurrences = found
  }

  private static func lookUp(
    _ argument: String, in options: [ToolOption]
  ) throws(ToolError) -> (ToolOption, attached: String?) {
    if argument.hasPrefix("--") {
      let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if let option = options.first(where: { $0.name == name }) {
        return (option, parts.count > 1 ? String(parts[1]) : nil)
      }
      let nearest = nearestName(to: name, among: options.map(\.name))
      throw .usage(
        code: "unknown_option", "unknown option '--\(name)'", hint: nearest.map { "did you mean '--\($0)'?" })
    }
    let letter = argument[argument.index(after: argument.startIndex)]
    if let option = options.first(where: { $0.letter == letter }) {
      let attached = argument.dropFirst(2)
      return (option, attached.isEmpty ? nil : String(attached))
    }
    let nearest = nearestName(to: String(argument.dropFirst()), among: options.map(\.name))
    throw .usage(
      code: "unknown_option", "unknown option '\(argument)'", hint: nearest.map { "did you mean '--\($0)'?" })
  }

  private static func complete(
    _ option: ToolOption, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(ToolError) -> Occurrence {
    guard let metavariable = option.metavariable else {
      guard attached == nil else {
        throw .usage(
          code: "unexpected_value", "option '--\(option.name)' takes no value", hint: "leave '=' and the value out")
      }
      return Occurrence(option: option.name, value: "")
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .usage(
        code: "missing_value", "option '--\(option.name)' needs a value", hint: "write --\(option.name) \(metavariable)"
      )
    }
    return Occurrence(option: option.name, value: value)
  }
}

/// The candidate with the smallest edit distance to a name; nil when there are none.
public func nearestName(to name: String, among candidates: [String]) -> String? {
  candidates.map { (name: $0, distance: editDistance(name, $0)) }.min { $0.distance < $1.distance }?.name
}

private func editDistance(_ a: String, _ b: String) -> Int {
  let target = Array(b.prefix(64).utf8)
  var row = Array(0...target.count)
  for (i, byte) in a.prefix(64).utf8.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in target.indices {
      let substitution = diagonal + (byte == target[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, diagonal + 1, row[j] + 1)
    }
  }
  return row[target.count]
}
