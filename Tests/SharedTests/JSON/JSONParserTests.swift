import TestSupport
import Testing

@testable import JSON
@testable import Streams

@Suite("JSON parser")
struct JSONParserTests {
  @Test("the parser keeps numbers, strings and the order of keys")
  func keepsText() throws {
    let document = try JSONDocument(#" {"b": 1e3, "a": [70.0, "\u00e9\n", {"x": null}], "c": {}} "#)
    let output = ByteBuffer()
    output.element(document.root)
    #expect(output.text == #"{"b":1e3,"a":[70.0,"\u00e9\n",{"x":null}],"c":{}}"#)
    #expect(document.root["b"]?.int == 1000)
    #expect(document.root["a"]?.elements.map(\.kind) == [.number, .string, .object])
  }

  @Test(
    "a number of any length is read as the nearest double",
    arguments: [
      "0", "-0", "0.1", "-2.5", "70.553706496", "123456789012345", "0.000000000001", "1e-5", "1234567890123456789",
      "0.30000000000000004", "9007199254740993", "3.1415926535897932384626",
    ])
  func readsDouble(_ number: String) throws {
    let document = try JSONDocument(number)
    let value = withExtendedLifetime(document) { document.root.double }
    #expect(value?.bitPattern == Double(number)?.bitPattern)
  }

  @Test(
    "a bracket in place of a value is a trailing comma only in an array",
    arguments: [(#"[1,]"#, JSONSyntaxError.Reason.trailingComma), (#"{"a":1,"b":]"#, .expectedValue)])
  func misplacedBracket(_ text: String, reason: JSONSyntaxError.Reason) {
    let error = #expect(throws: JSONSyntaxError.self) { _ = try JSONDocument(text) }
    #expect(error?.reason == reason)
  }
}
