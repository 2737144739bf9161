import CommandLineTool
import JSON

extension HostileInput {
  /// Schemas, and values for them, on which a validator can do more work than their size is worth.
  static let schemas = [
    of("uniqueItems, numbers of any size", count: 200_000, constant("unique.schema", #"{"uniqueItems":true}"#)) {
      bench, count throws(ToolError) in
      try list(bench, "unique", count, start: "[[", end: "]]") { "\($0 + 1)e9223372036854775808" }
    },
    of("multipleOf, a long number", count: 5_000_000, constant("multiple.schema", #"{"multipleOf":7e-300}"#)) {
      bench, count throws(ToolError) in try text(bench, "digits", count / 10, "", part: "1234567890")
    },
    of("a pattern on a long text", count: 5_000_000, constant("letters.schema", #"{"pattern":"^(a|b)*c"}"#), letters),
    of(
      "a pattern that is tried in many ways", count: 5_000_000, constant("ways.schema", #"{"pattern":"^(?=a)(a+)+$"}"#),
      letters),
    of(
      "many patterns", count: 30_000,
      { bench, count throws(ToolError) in
        try list(bench, "patterns", count, start: "{\"allOf\":[", end: "]}") { "{\"pattern\":\"^[a-z]{2,9}\($0)$\"}" }
      }, one),
    of(
      "many properties", count: 80_000,
      { bench, count throws(ToolError) in
        try list(bench, "properties", count, start: "{\"properties\":{", end: "}}") { "\"p\($0)\":{\"minimum\":\($0)}" }
      }, members),
    of(
      "patternProperties times properties", count: 20_000,
      { bench, count throws(ToolError) in
        try list(bench, "families", count, start: "{\"patternProperties\":{", end: "}}") {
          "\"^p\($0)$\":{\"minimum\":1}"
        }
      }, members),
    of(
      "an enumeration", count: 400_000,
      { bench, count throws(ToolError) in
        try list(bench, "enumeration", count, start: "{\"enum\":[", end: "]}") { "\"v\($0)\"" }
      }, one),
    of(
      "a chain of references", count: 100_000,
      { bench, count throws(ToolError) in
        let start = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{\"d\(count)\":{\"type\":\"string\"},"
        return try list(bench, "chain", count, start: start, end: "}}") {
          "\"d\($0)\":{\"$ref\":\"#/$defs/d\($0 + 1)\"}"
        }
      }, one),
    of("allOf that doubles", count: 4_000, doubling("allOf"), one),
    of("anyOf that doubles", count: 4_000, doubling("anyOf"), one),
  ]

  private typealias File = @Sendable (Bench, Int) throws(ToolError) -> String

  /// A schema and a value, each with the given number of parts.
  private static func of(
    _ what: String, count: Int, _ schema: @escaping File, _ value: @escaping File
  ) -> HostileInput {
    HostileInput(work: "hf-validate, \(what)", count: count) { bench, count throws(ToolError) in
      let schema = try schema(bench, count)
      return bench.tool("hf-validate", ["--schema", schema, "--jobs", "1"], input: try value(bench, count))
    }
  }

  /// A text that repeats a part.
  private static func text(
    _ bench: Bench, _ name: String, _ count: Int, _ end: String, part: String
  ) throws(ToolError) -> String {
    try bench.inputs.file("\(name)-\(count)") { output throws(ToolError) in
      output.buffer.append(text: end)
      for _ in 0..<max(1, count) {
        output.buffer.append(text: part)
        try output.flushIfFull()
      }
      output.buffer.append(text: end)
    }
  }

  /// A file whose content is the same for any count.
  private static func constant(_ name: String, _ content: String) -> File {
    { bench, _ throws(ToolError) in try text(bench, name, 1, "", part: content) }
  }

  /// An object with the given number of members.
  private static let members: File = { bench, count throws(ToolError) in
    try list(bench, "members", count, start: "{", end: "}") { "\"p\($0)\":\($0)" }
  }

  private static let one: File = { bench, _ throws(ToolError) in try text(bench, "one", 1, "", part: "\"v1\"") }

  private static let letters: File = { bench, count throws(ToolError) in
    try text(bench, "letters", count / 10, "\"", part: "aaaaaaaaaa")
  }

  /// A schema that applies the last of its definitions 2^count times.
  private static func doubling(_ keyword: String) -> File {
    { bench, count throws(ToolError) in
      let start = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{\"d\(count)\":{\"type\":\"number\"},"
      return try list(bench, "doubling-\(keyword)", count, start: start, end: "}}") {
        let next = "{\"$ref\":\"#/$defs/d\($0 + 1)\"}"
        return "\"d\($0)\":{\"\(keyword)\":[\(next),\(next)]}"
      }
    }
  }
}
