import CommandLineTool
import JSON
import ModelSpec

/// One argument of an MCP tool. A tool's input schema is generated from its arguments, and each call is checked against
/// them.
struct ToolArgument: Sendable {
  /// The type of a value.
  enum ValueType: Sendable {
    case string
    /// One of these strings.
    case choice([String])
    /// An array of strings with at least one element.
    case strings(atMost: Int)
    case integer(ClosedRange<Int>)
    case positiveNumber(upTo: Int)
    /// A boolean; false if the call does not have it.
    case flag
  }

  let name: String
  let type: ValueType
  /// The description that the language model reads.
  let summary: String
  let isRequired: Bool

  init(_ name: String, _ type: ValueType, isRequired: Bool = false, _ summary: String) {
    self.name = name
    self.type = type
    self.summary = summary
    self.isRequired = isRequired
  }

  /// The maximum length of a string, in Unicode scalars. It is longer than any valid id, URL or path.
  static let maximumStringLength = 4096

  /// What is wrong with a value, as the end of a sentence that starts with the argument's name; nil for a valid value.
  func error(in value: JSONElement) -> String? {
    switch type {
    case .string:
      isString(value)
        ? nil : "is not a string of 1 to \(Self.maximumStringLength) characters without control characters"
    case .choice(let words):
      words.contains(value.string ?? "") ? nil : "is not one of \(words.map { "'\($0)'" }.joined(separator: ", "))"
    case .strings(let limit):
      value.isArray && (1...limit).contains(value.count) && value.elements.allSatisfy(isString)
        ? nil
        : "is not an array of 1 to \(limit) strings of 1 to \(Self.maximumStringLength) characters without control characters"
    case .integer(let range):
      value.int.map(range.contains) == true
        ? nil : "is not a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .positiveNumber(let limit):
      FieldType.number(upTo: limit).accepts(value) ? nil : "is not a number above 0 and at most \(limit)"
    case .flag: value.bool != nil ? nil : "is neither true nor false"
    }
  }

  private func isString(_ value: JSONElement) -> Bool {
    guard let scalars = value.string?.unicodeScalars, (1...Self.maximumStringLength).contains(scalars.count) else {
      return false
    }
    return scalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }

  /// Writes the argument's JSON Schema as a value.
  func writeSchema(to output: ByteBuffer) {
    output.beginObject()
    output.member("type", typeName)
    output.member("description", summary)
    writeBounds(to: output)
    output.endObject()
  }

  private var typeName: String {
    switch type {
    case .string, .choice: "string"
    case .strings: "array"
    case .integer: "integer"
    case .positiveNumber: "number"
    case .flag: "boolean"
    }
  }

  private func writeBounds(to output: ByteBuffer) {
    switch type {
    case .string: output.members(["minLength": 1, "maxLength": Self.maximumStringLength])
    case .choice(let words):
      output.member("enum", words)
    case .strings(let limit):
      output.members(["minItems": 1, "maxItems": limit])
      output.member("items", raw: #"{"type":"string","minLength":1,"maxLength":\#(Self.maximumStringLength)}"#)
    case .integer(let range): output.members(["minimum": range.lowerBound, "maximum": range.upperBound])
    case .positiveNumber(let limit): output.members(["exclusiveMinimum": 0, "maximum": limit])
    case .flag: break
    }
  }
}

extension ByteBuffer {
  fileprivate func members(_ members: KeyValuePairs<String, Int>) {
    for (name, value) in members {
      key(name)
      integer(value)
    }
  }
}

/// The checked arguments of one call.
struct ToolArguments {
  /// The object with the arguments; nil when the call has none.
  private let object: JSONElement?

  /// Checks the arguments of a call.
  ///
  /// - Parameter table: the tool's arguments.
  /// - Throws: ``CallFailure`` for the first error.
  init(_ object: JSONElement?, of table: [ToolArgument]) throws(CallFailure) {
    self.object = object
    if let object {
      for (key, _) in object.members {
        let name = key.string ?? ""
        guard !table.contains(where: { $0.name == name }) else { continue }
        let nearest = nearestName(to: name, among: table.map(\.name))
        throw .invalidArguments(
          "unknown argument '\(name.prefix(80))'", hint: nearest.map { "did you mean '\($0)'?" })
      }
    }
    for argument in table {
      if let value = object?[key: argument.name] {
        guard let error = argument.error(in: value) else { continue }
        throw .invalidArguments("'\(argument.name)' \(error)", hint: argument.summary)
      } else if argument.isRequired {
        throw .invalidArguments("'\(argument.name)' is missing", hint: argument.summary)
      }
    }
  }

  // The values of arguments; nil, empty or false if the call does not have the argument.
  func string(_ name: String) -> String? { object?[key: name]?.string }
  func strings(_ name: String) -> [String] { object?[key: name]?.elements.compactMap(\.string) ?? [] }
  func integer(_ name: String) -> Int? { object?[key: name]?.int }
  func number(_ name: String) -> ExactDecimal? { object?[key: name]?.decimal }
  func has(_ name: String) -> Bool { object?[key: name]?.bool ?? false }
}
