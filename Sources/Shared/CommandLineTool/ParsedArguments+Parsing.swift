public import Platform

extension ParsedArguments {
  /// Parses a command line and checks it against the option table of the tool.
  ///
  /// - Parameters:
  ///   - arguments: the command line without the tool's name.
  ///   - tool: the description of the tool.
  ///   - variable: returns the value of an environment variable, or nil if it is not set.
  /// - Throws: ``ToolError`` with status 2 for an unknown option, a missing, unexpected or invalid value, two values of
  ///   an option that is not repeatable, conflicting options, an option without another that it needs, a wrong number
  ///   of operands, and an empty operand.
  public init(
    _ arguments: some Sequence<String>, of tool: ToolDescription,
    environment variable: @escaping @Sendable (String) -> String? = { environment($0) }
  ) throws(ToolError) {
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
      // `-qh` is `-q -h`: the letters of several flags can follow one dash.
      if option.value == nil, !argument.hasPrefix("--"), let others = attached {
        rest = ["-" + others] + rest
        found.append(Occurrence(option: option.name, value: ""))
        continue
      }
      let occurrence = try ParsedArguments.complete(option, attached, &rest)
      let isRepeated = found.contains { $0.option == option.name }
      if isRepeated, option.value != nil, !option.isRepeatable {
        throw .usage(code: "repeated_option", "option '--\(option.name)' was given twice", hint: "give it once")
      }
      found.append(occurrence)
    }
    self.init(occurrences: found, options: options, variable)
    // `--help` and `--version` work even when the rest of the command line is wrong.
    if !has("help"), !has("version") { try check(against: tool) }
  }

  private static func lookUp(
    _ argument: String, in options: [ToolOption]
  ) throws(ToolError) -> (ToolOption, attached: String?) {
    if argument.hasPrefix("--") {
      let text = argument.dropFirst(2)
      let end = text.firstIndex(of: "=") ?? text.endIndex
      let name = String(text[..<end])
      if let option = options.first(where: { $0.name == name }) {
        return (option, end < text.endIndex ? String(text[end...].dropFirst()) : nil)
      }
      throw unknown("--\(name)", name, among: options)
    }
    let letter = argument[argument.index(after: argument.startIndex)]
    if let option = options.first(where: { $0.letter == letter }) {
      let attached = argument.dropFirst(2)
      return (option, attached.isEmpty ? nil : String(attached))
    }
    throw unknown(argument, String(argument.dropFirst()), among: options)
  }

  private static func unknown(_ argument: String, _ name: String, among options: [ToolOption]) -> ToolError {
    let nearest = nearestName(to: name, among: options.map(\.name))
    return .usage(
      code: "unknown_option", "unknown option '\(argument)'", hint: nearest.map { "did you mean '--\($0)'?" })
  }

  private static func complete(
    _ option: ToolOption, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(ToolError) -> Occurrence {
    guard let value = option.value else {
      guard attached == nil else {
        throw .usage(
          code: "unexpected_value", "option '--\(option.name)' takes no value", hint: "leave '=' and the value out")
      }
      return Occurrence(option: option.name, value: "")
    }
    guard let text = attached ?? rest.popFirst() else {
      throw .usage(
        code: "missing_value", "option '--\(option.name)' needs a value", hint: "write \(option.longSynopsis)")
    }
    guard value.accepts(text) else {
      throw .usage(
        code: "invalid_value", "'\(text)' is not a valid value of --\(option.name)", hint: value.requirement)
    }
    return Occurrence(option: option.name, value: text)
  }
}

extension ParsedArguments {
  private func check(against tool: ToolDescription) throws(ToolError) {
    for option in tool.options where has(option.name) {
      if let other = tool.conflicts(of: option).first(where: has) {
        throw .usage(
          code: "conflicting_options", "\(origin(of: option)) and --\(other) exclude each other",
          hint: "give one of the two")
      }
      if option.excludesOperands, let operand = operands.first {
        throw .usage(
          code: "conflicting_options", "--\(option.name) and '\(operand)' exclude each other",
          hint: "give one of the two")
      }
      for (value, needed) in option.requirementsOfValues where self.value(option.name) == value && !has(needed) {
        throw .usage(code: "missing_option", "--\(option.name) \(value) needs --\(needed)", hint: "add --\(needed)")
      }
      if !option.requirements.isEmpty, !option.requirements.contains(where: has) {
        let needed = tool.options.filter { option.requirements.contains($0.name) }
        throw .usage(
          code: "missing_option", "--\(option.name) needs \(needed.map { "--\($0.name)" }.listed("or"))",
          hint: "add \(needed.map(\.longSynopsis).listed("or"))")
      }
    }
    try checkOperands(of: tool)
  }

  /// The option in a message, with a note if only an environment variable sets it.
  private func origin(of option: ToolOption) -> String {
    let isGiven = occurrences.contains { $0.option == option.name }
    return isGiven ? "--\(option.name)" : "--\(option.name), which the environment sets,"
  }

  private func checkOperands(of tool: ToolDescription) throws(ToolError) {
    let operands = operands
    let allowed = tool.operand?.count ?? 0...0
    if operands.count > allowed.upperBound {
      throw .usage(
        code: "unexpected_operand", "unexpected operand '\(operands[allowed.upperBound])'", hint: tool.usage)
    }
    if operands.count < allowed.lowerBound || operands.contains("") {
      throw .usage(code: "missing_operand", "\(tool.operand?.value.name ?? "operand") is missing", hint: tool.usage)
    }
  }
}
