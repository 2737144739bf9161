import CommandLineTool
import JSON
import ModelSpec

/// One argument of a tool. The input schema and the check of arguments are made from the table of arguments.
struct ToolArgument: Sendable {
  /// The type of a value.
  enum ValueType: Sendable {
    case text
    case choice([String])
    case texts(atMost: Int)
    case integer(ClosedRange<Int>)
    case positiveNumber(upTo: Int)
    case flag
  }

  let name: String
  let form: ValueType
  let summary: String
  let isRequired: Bool

  init(_ name: String, _ form: ValueType, isRequired: Bool = false, _ summary: String) {
    self.name = name
    self.form = form
    self.summary = summary
    self.isRequired = isRequired
  }

  /// The maximum length of a string, in Unicode scalars: longer than any valid id, URL or path.
  static let longestText = 4096

  /// The error in a value, or nil.
  func fault(of value: JSONElement) -> String? {
    switch form {
    case .text: isText(value) ? nil : "is not a text of 1 to \(Self.longestText) characters without control characters"
    case .choice(let words):
      words.contains(value.string ?? "") ? nil : "is not one of \(words.map { "'\($0)'" }.joined(separator: ", "))"
    case .texts(let limit):
      value.isArray && (1...limit).contains(value.count) && value.elements.allSatisfy(isText)
        ? nil : "is not a list of 1 to \(limit) texts"
    case .integer(let range):
      value.int.map(range.contains) == true
        ? nil : "is not a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .positiveNumber(let limit):
      FieldType.number(upTo: limit).accepts(value) ? nil : "is not a number above 0 and at most \(limit)"
    case .flag: value.bool != nil ? nil : "is neither true nor false"
    }
  }

  private func isText(_ value: JSONElement) -> Bool {
    guard let scalars = value.string?.unicodeScalars, (1...Self.longestText).contains(scalars.count) else {
      return false
    }
    return scalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }

  /// Writes the argument's JSON Schema as a value.
  func writeSchema(to output: ByteBuffer) {
    output.beginObject()
    output.key("type")
    output.string(typeName)
    output.key("description")
    output.string(summary)
    writeBounds(to: output)
    output.endObject()
  }

  private var typeName: String {
    switch form {
    case .text, .choice: "string"
    case .texts: "array"
    case .integer: "integer"
    case .positiveNumber: "number"
    case .flag: "boolean"
    }
  }

  private func writeBounds(to output: ByteBuffer) {
    switch form {
    case .text: output.members(["minLength": 1, "maxLength": Self.longestText])
    case .choice(let words):
      output.key("enum")
      output.beginArray()
      for word in words { output.string(word) }
      output.endArray()
    case .texts(let limit):
      output.members(["minItems": 1, "maxItems": limit])
      output.key("items")
      output.raw(#"{"type":"string","minLength":1,"maxLength":\#(Self.longestText)}"#)
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
  /// The object of arguments; nil without any.
  private let object: JSONElement?

  /// Checks arguments against their table.
  ///
  /// - Throws: ``CallFailure`` that names the first error, for the language model to correct.
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
        guard let fault = argument.fault(of: value) else { continue }
        throw .invalidArguments("'\(argument.name)' \(fault)", hint: argument.summary)
      } else if argument.isRequired {
        throw .invalidArguments("'\(argument.name)' is missing", hint: argument.summary)
      }
    }
  }

  func text(_ name: String) -> String? { object?[key: name]?.string }
  func texts(_ name: String) -> [String] { object?[key: name]?.elements.compactMap(\.string) ?? [] }
  func integer(_ name: String) -> Int? { object?[key: name]?.int }
  func number(_ name: String) -> ExactDecimal? { object?[key: name]?.decimal }
  func has(_ name: String) -> Bool { object?[key: name]?.bool ?? false }
}
