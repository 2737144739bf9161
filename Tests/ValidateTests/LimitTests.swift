import JSON
import TestSupport
import Testing

@testable import JSONSchema

@Suite("Bounds on what is done for one value")
struct LimitTests {
  /// Schemas and values that would take for ever, or go too deep.
  static let endless: [(schema: String, value: String)] = [
    (doubling("allOf"), "1"), (doubling("anyOf"), "1"), (doubling("oneOf"), "1"),
    (#"{"not":\#(doubling("allOf"))}"#, "1"), (#"{"not":{"not":\#(doubling("anyOf"))}}"#, "1"),
    (#"{"if":\#(doubling("allOf")),"then":true,"else":true}"#, "1"),
    (#"{"pattern":"^(?=(a+)+$)"}"#, "\"\(String(repeating: "a", count: 60))!\""),
    (#"{"not":{"pattern":"^(?=(a+)+$)"}}"#, "\"\(String(repeating: "a", count: 60))!\""),
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

  @Test("a value after one that reached a bound is checked as usual")
  func nextValue() throws {
    let program = try SchemaCompiler.compile(JSONDocument(#"{"not":{"pattern":"^(?=(a+)+$)"}}"#))
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
}
