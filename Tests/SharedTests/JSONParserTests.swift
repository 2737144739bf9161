import Testing

@testable import Shared

@Suite("JSON parser")
struct JSONParserTests {
  @Test("keeps numbers, strings and key order as they stand")
  func keepsText() throws {
    let document = try JSONDocument(#" {"b": 1e3, "a": [70.0, "\u00e9\n", {"x": null}], "c": {}} "#)
    let output = ByteBuffer()
    output.element(document.root)
    #expect(output.text == #"{"b":1e3,"a":[70.0,"\u00e9\n",{"x":null}],"c":{}}"#)
    #expect(document.root["b"]?.int == 1000)
    #expect(document.root["a"]?.elements.map(\.kind) == [.number, .string, .object])
  }
}
