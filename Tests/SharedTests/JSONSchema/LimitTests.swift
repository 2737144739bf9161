import JSON
import TestSupport
import Testing

@testable import JSONSchema
@testable import Patterns

@Suite("Limits of the evaluation")
struct LimitTests {
  /// Schemas and values that would take for ever, or go too deep.
  static let endless: [(schema: String, value: String)] = [
    (doubling("allOf"), "1"), (doubling("anyOf"), "1"), (doubling("oneOf"), "1"),
    (#"{"not":\#(doubling("allOf"))}"#, "1"), (#"{"not":{"not":\#(doubling("anyOf"))}}"#, "1"),
    (#"{"if":\#(doubling("allOf")),"then":true,"else":true}"#, "1"),
    (#"{"pattern":"^(a+)+\\1b$"}"#, "\"\(String(repeating: "a", count: 60))!\""),
    (#"{"not":{"pattern":"^(a+)+\\1b$"}}"#, "\"\(String(repeating: "a", count: 60))!\""),
    (#"{"multipleOf":\#(String(repeating: "7", count: 9000))}"#, String(repeating: "8", count: 60_000)),
    (chain(length: 5000), "1"), (#"{"not":\#(chain(length: 5000))}"#, "1"),
  ]

  /// Definitions each of which applies the next one twice to the same value.
  private static func doubling(_ keyword: String) -> String {
    let steps = (0..<60).map { level in
      let next = ##"{"$ref":"#d\##(level + 1)"}"##
      return ##""d\##(level)":{"$anchor":"d\##(level)","\##(keyword)":[\##(next),\##(next)]}"##
    }
    let end = ##""d60":{"$anchor":"d60","allOf":[\##(keyword == "allOf")]}"##
    return ##"{"$ref":"#d0","$defs":{\##((steps + [end]).joined(separator: ","))}}"##
  }

  /// References that lead from one definition to the next.
  private static func chain(length: Int) -> String {
    let steps = (0..<length).map { ##""d\##($0)":{"$anchor":"d\##($0)","$ref":"#d\##($0 + 1)"}"## }
    let end = ##""d\##(length)":{"$anchor":"d\##(length)"}"##
    return ##"{"$ref":"#d0","$defs":{\##((steps + [end]).joined(separator: ","))}}"##
  }

  @Test("a bound that is reached is reported, and never makes a value valid", arguments: endless)
  func reached(schema: String, value: String) throws {
    var validator = SchemaValidator(try SchemaCompiler.compile(JSONDocument(schema)), steps: 100_000)
    let document = try JSONDocument(value)
    #expect(document.withRoot { validator.isValid($0) } == false)
    #expect(document.withRoot { validator.violations(of: $0) }.first?.keywordName == "limit")
  }

  @Test("checking a format takes three steps for each byte", arguments: [(2_000, true), (3_001, false)])
  func formatSteps(length: Int, isWithinLimit: Bool) throws {
    let program = try SchemaCompiler.compile(JSONDocument(#"{"format": "regex"}"#), assertsFormat: true)
    var validator = SchemaValidator(program, steps: 9_002)
    let document = try JSONDocument("\"\(String(repeating: "a", count: length))\"")
    #expect(document.withRoot { validator.isValid($0) } == isWithinLimit)
  }

  /// Schemas that are applied many times to one value, and that value: each row is an operation whose time depends on
  /// the sizes of both.
  static let costly: [(schema: String, value: String)] = [
    (#"{"uniqueItems":true}"#, "[\(list(2_000) { "\($0)" })]"),
    (#"{"minItems":1}"#, "[\(list(70_000) { _ in "1" })]"), (#"{"maxItems":99999}"#, "[\(list(70_000) { _ in "1" })]"),
    (#"{"minProperties":1}"#, "{\(list(70_000) { "\"k\($0)\":1" })}"),
    (#"{"maxProperties":9999}"#, "{\(list(2_000) { "\"k\($0 / 2)\":1" })}"),
    (#"{"properties":{"a":true}}"#, "{\(list(2_000) { "\"k\($0)\":1" })}"),
    (#"{"properties":{"a":true}}"#, "{\(list(2_000) { "\"k\($0 / 2)\":1" })}"),
    (#"{"required":[\#(list(99) { "\"k\($0)\"" })]}"#, "{\(list(70_000) { "\"k\($0)\":1" })}"),
    (#"{"const":{\#(list(99) { "\"k\($0)\":1" })}}"#, "{\(list(99) { "\"k\($0)\":1" })}"),
    (#"{"enum":[1,\#(list(500) { "\($0).5" })]}"#, "1.\(String(repeating: "0", count: 500))"),
    (#"{"enum":[\#(list(500) { "\"\($0)\"" })]}"#, "\"\(String(repeating: "\\u0034", count: 500))\""),
    (#"{"const":1.\#(String(repeating: "0", count: 2_000))}"#, "1.\(String(repeating: "0", count: 2_001))"),
    (#"{"type":"integer"}"#, "1.\(String(repeating: "0", count: 20_000))"),
    (#"{"minLength":1}"#, "\"\(String(repeating: "\\u0034", count: 5_000))\""),
    (#"{"format":"regex"}"#, "\"\(String(repeating: "(a|b)*", count: 500))\""),
    (#"{"properties":{"a":true},"unevaluatedProperties":true}"#, "{\(list(2_000) { "\"k\($0)\":1" })}"),
  ]

  private static func list(_ count: Int, _ part: (Int) -> String) -> String {
    (0..<count).map(part).joined(separator: ",")
  }

  @Test("what takes long takes many steps, also for values whose parts are not visited one by one", arguments: costly)
  func costs(schema: String, value: String) throws {
    let program = try SchemaCompiler.compile(JSONDocument(schema), assertsFormat: true)
    var evaluator = Evaluator(program, reporter: SilentReporter())
    _ = try JSONDocument(value).withRoot { evaluator.isValid($0) }
    #expect(evaluator.limit == nil)
    // A step never reads more than 128 bytes, so 20 million steps are a few seconds.
    #expect(StepBudget.usual - evaluator.budget.steps >= value.utf8.count / 128)
  }

  @Test(
    "very many required or dependent names end at the limit, and the violations are not collected after it",
    arguments: [
      "{\"required\":[\(list(70_000) { "\"p\($0)\"" })]}",
      "{\"dependentRequired\":{\(list(70_000) { "\"p\($0)\":[\"q\"]" })}}",
      "{\"dependentSchemas\":{\(list(70_000) { "\"p\($0)\":true" })}}",
    ])
  func manyNames(schema: String) throws {
    let members = LimitTests.list(70_000) { "\"p\($0 + 1)\":0" }
    var validator = SchemaValidator(try SchemaCompiler.compile(JSONDocument(schema)), steps: 1_000_000)
    let violations = try JSONDocument("{\(members)}").withRoot { validator.violations(of: $0) }
    #expect(violations.first?.keywordName == "limit")
  }

  @Test("values that each reach the limit have fewer and fewer steps, and the message says how many")
  func manyHostileValues() throws {
    let program = try SchemaCompiler.compile(JSONDocument(LimitTests.doubling("anyOf")))
    var validator = SchemaValidator(program, steps: 100_000)
    let document = try JSONDocument("1")
    for steps in [100_000, 50_000, 25_000] {
      let message = document.withRoot { validator.violations(of: $0) }.first?.message
      #expect(message?.contains("more than \(steps) steps") == true)
    }
  }

  @Test(
    "equal numbers are found however they are written",
    arguments: [
      ("1", "1.0"), ("10", "1e1"), ("0", "-0.0"), ("-20", "-2.0E+1"), ("1e400", "10e399"),
      ("5000000000000000000", "5e18"), ("123456789012345678", "1234567890123456780e-1"),
      ("1234567890123456789", "1234567890123456789.0"), ("0.5", "5e-1"),
    ])
  func equalNumbers(a: String, b: String) throws {
    #expect(try SchemaRun.isValid(#"{"uniqueItems":true}"#, "[7,\(a),8,\(b)]") == false)
    #expect(try SchemaRun.isValid(#"{"uniqueItems":true}"#, "[7,\(a),8,1\(b.replacing("-", with: ""))]") == true)
  }

  @Test("a value after one that reached a bound is checked as usual")
  func nextValue() throws {
    let program = try SchemaCompiler.compile(JSONDocument(#"{"not":{"pattern":"^(a+)+\\1b$"}}"#))
    var evaluator = Evaluator(program, reporter: SilentReporter(), steps: 100_000)
    let hostile = try JSONDocument("\"\(String(repeating: "a", count: 60))!\"")
    #expect(hostile.withRoot { evaluator.isValid($0) } == false)
    #expect(try JSONDocument("\"b\"").withRoot { evaluator.isValid($0) })
  }

  @Test("numbers with exponents too large to compare are compared as text, in linear time")
  func hugeExponents() throws {
    let numbers = (1...20_000).map { "\($0)e9223372036854775808" }.joined(separator: ",")
    #expect(try SchemaRun.isValid(#"{"uniqueItems":true}"#, "[\(numbers)]") == true)
    #expect(try SchemaRun.isValid(#"{"uniqueItems":true}"#, "[\(numbers),7e9223372036854775808]") == false)
  }

  @Test("a value that breaks a schema in very many places is reported by some of them")
  func manyViolations() throws {
    let value = "[" + String(repeating: "1,", count: 50_000) + "1]"
    let count = try SchemaRun.violations(#"{"items":{"type":"string"}}"#, value).count
    #expect((1...CollectingReporter.maximumUnits).contains(count))
  }

  @Test("violations that do not matter for the result are not collected", arguments: ["not", "if", "contains"])
  func concernsNobody(keyword: String) throws {
    let schema = #"{"type":"null","\#(keyword)":\#(LimitTests.doubling("anyOf"))}"#
    let program = try SchemaCompiler.compile(JSONDocument(schema))
    var evaluator = Evaluator(program, reporter: CollectingReporter(), steps: 100_000)
    let value = try JSONDocument("[1]")
    #expect(value.withRoot { evaluator.isValid($0) } == false)
    #expect(evaluator.reporter.units.count { $0.isViolation } == 1)
    #expect(evaluator.reporter.textBytes < 1000)
  }

  @Test("an invalid value has a violation, even if more were discarded than fit")
  func discarded() throws {
    let schema = #"{"items":{"anyOf":[{"const":"a long text that no element is"},{"type":"integer"}]}}"#
    let value = "[" + String(repeating: "1,", count: 300_000) + "null]"
    let violations = try SchemaRun.violations(schema, value)
    #expect(!violations.isEmpty)
  }

  @Test("long locations in the schema count toward the size of a report")
  func longLocations() throws {
    let name = String(repeating: "n", count: 1_000_000)
    let schema = ##"{"items":{"$ref":"#/$defs/\##(name)"},"$defs":{"\##(name)":{"type":"string"}}}"##
    let value = "[" + String(repeating: "1,", count: 999) + "1]"
    let violations = try SchemaRun.violations(schema, value)
    #expect((1...68).contains(violations.count))
  }

  @Test("locations below a very long name are reported completely")
  func longNames() throws {
    let name = String(repeating: "n", count: 100_000)
    let parts = Array(repeating: "true", count: 2000).joined(separator: ",")
    let schema = #"{"properties":{"\#(name)":{"allOf":[\#(parts),false]}}}"#
    let violation = try #require(try SchemaRun.violations(schema, #"{"\#(name)":1}"#).first)
    #expect(violation.absoluteKeywordLocation == "#/properties/\(name)/allOf/2000")
    #expect(violation.instanceLocation == "/\(name)")
  }

  @Test(
    "references lead into large objects and arrays",
    arguments: ["$defs/d2999", "$defs/list/anyOf/1500", "items/properties/d7"])
  func largeContainers(pointer: String) throws {
    let members = (0..<3000).map { #""d\#($0)":{"const":\#($0)}"# }.joined(separator: ",")
    let elements = (0..<3000).map { #"{"enum":[\#($0),"any"]}"# }.joined(separator: ",")
    let schema = ##"""
      {"properties":{"x":{"$ref":"#/\##(pointer)"}},"$defs":{\##(members),"list":{"anyOf":[\##(elements)]}},\##
      "items":{"properties":{\##(members)}}}
      """##
    let number = String(pointer.reversed().prefix { $0.isNumber }.reversed())
    #expect(try SchemaRun.isValid(schema, #"{"x":\#(number)}"#) == true)
    #expect(try SchemaRun.isValid(schema, #"{"x":\#(number)1}"#) == false)
  }

  @Test("an identifier that is too long is an error of the schema")
  func longIdentifier() throws {
    let schema = #"{"$id":"http://host/\#(String(repeating: "x", count: 600))","$defs":{"a":{"$id":"b"}}}"#
    #expect { try SchemaCompiler.compile(JSONDocument(schema)) } throws: { error in
      (error as? SchemaError)?.code == .invalidKeyword
    }
  }

  @Test("starting a match without an automaton takes steps, even if nothing is compared")
  func beginnings() throws {
    var allowance = PatternAllowance()
    allowance.automatonStates = 0
    let pattern = try Pattern("^b", &allowance)
    let bytes = Array("a".utf8)
    var (budget, count) = (StepBudget(steps: 1_000), 0)
    bytes.withUnsafeBufferPointer { text in
      while (try? pattern.matches(text, &budget)) == false { count += 1 }
    }
    #expect((1..<100).contains(count))
  }

  @Test("equal elements are found wherever they are", arguments: [2, 9, 1_000])
  func equalElements(count: Int) throws {
    let elements = (0..<count).map { "{\"a\":\($0)}" }
    #expect(try SchemaRun.isValid(#"{"uniqueItems":true}"#, "[\(elements.joined(separator: ","))]") == true)
    for repeated in [0, count / 2, count - 1] {
      let value = "[\((elements + [elements[repeated]]).joined(separator: ","))]"
      let violation = try #require(try SchemaRun.violations(#"{"uniqueItems":true}"#, value).first)
      #expect(violation.message.contains("items \(repeated) and \(count) are equal") == true)
    }
  }

  @Test("patterns that are small enough one by one are too large together")
  func manyPatterns() throws {
    let patterns = (0..<20).map { #"{"pattern":"(?=a)(((a{10}){10}){10}){50}\#($0)"}"# }
    _ = try SchemaCompiler.compile(JSONDocument(patterns[0]))
    #expect { try SchemaCompiler.compile(JSONDocument(#"{"allOf":[\#(patterns.joined(separator: ","))]}"#)) } throws: {
      ($0 as? SchemaError)?.code == .unsupportedPattern
    }
  }

  @Test("a pattern means the same with and without an automaton", arguments: ["ab", "aab", "b", "ac"])
  func withoutAutomaton(text: String) throws {
    var allowance = PatternAllowance()
    allowance.automatonStates = 1
    let (first, second) = (try Pattern("^a+b$", &allowance), try Pattern("^a+b$", &allowance))
    #expect(first.automaton != nil && second.automaton == nil)
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBufferPointer { bytes in
      var budget = StepBudget()
      let expected = try first.matches(bytes, &budget)
      #expect(try second.matches(bytes, &budget) == expected)
      #expect(expected == text.hasSuffix("ab"))
    }
  }

  @Test("members find the patterns of patternProperties, however many there are", arguments: [3, 40, 2_000])
  func manyPatternProperties(count: Int) throws {
    let patterns = (0..<count).map { #""^p\#($0)$":{"const":\#($0)},"^p\#($0)x":{"type":"string"}"# }
    let schema = #"""
      {"patternProperties":{\#(patterns.joined(separator: ",")),"q$":{"type":"null"},"^(a|b)":{"type":"array"}},\#
      "additionalProperties":false}
      """#
    let program = try SchemaCompiler.compile(JSONDocument(schema))
    for (value, isValid) in [
      (#"{"p1":1,"p2":2}"#, true), (#"{"p1":2}"#, false), (#"{"p2xyz":"s","p2x":""}"#, true), (#"{"p2xyz":1}"#, false),
      (#"{"p2xq":1}"#, false), (#"{"p2xq":null}"#, false), (#"{"q":null,"xyzq":null}"#, true), (#"{"b1":[]}"#, true),
      (#"{"p\#(count - 1)":\#(count - 1)}"#, true), (#"{"p\#(count)":1}"#, false), (#"{"":1}"#, false),
      (##"{"\u0070\u0031":1}"##, true), (##"{"\u00701":2}"##, false), (#"{"p":1}"#, false),
    ] {
      var validator = SchemaValidator(program)
      #expect(try JSONDocument(value).withRoot { validator.isValid($0) } == isValid, "\(value)")
    }
  }

  @Test("as many members as patterns take steps in proportion to their number")
  func manyMembers() throws {
    func steps(_ count: Int) throws -> Int {
      let patterns = (0..<count).map { #""^p\#($0)$":true"# }.joined(separator: ",")
      let program = try SchemaCompiler.compile(JSONDocument(#"{"patternProperties":{\#(patterns)}}"#))
      let members = (0..<count).map { #""p\#($0)":0"# }.joined(separator: ",")
      var evaluator = Evaluator(program, reporter: SilentReporter())
      #expect(try JSONDocument("{\(members)}").withRoot { evaluator.isValid($0) })
      return StepBudget.usual - evaluator.budget.steps
    }
    #expect(try steps(4_000) < steps(1_000) * 6)
  }
}
