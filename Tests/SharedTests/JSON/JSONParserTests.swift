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

  @Test("the end of a string is found wherever it is, after each kind of character", arguments: 0...70)
  func endOfString(length: Int) throws {
    let plain = String(repeating: "x", count: length)
    for (tail, decoded) in [
      ("", ""), (#"\""#, "\""), (#"\\"#, "\\"), (" ", " "), ("\u{7F}", "\u{7F}"), ("é", "é"), ("😀", "😀"),
    ] {
      for rest in ["", plain] {
        let text = "[\"\(plain)\(tail)\(rest)\",\"\(tail)\"]"
        let strings = try JSONDocument(text).withRoot { $0.elements.map(\.string) }
        #expect(strings == [plain + decoded + rest, decoded], "\(text)")
      }
    }
    for control: UInt8 in [0x00, 0x01, 0x0A, 0x1F] {
      let text = Array("\"\(plain)".utf8) + [control] + Array("\"".utf8)
      let error = #expect(throws: JSONSyntaxError.self) { _ = try JSONDocument(text) }
      #expect(error?.reason == .controlCharacter && error?.offset == length + 1, "\(control)")
    }
  }

  /// The tape starts with space for 256 nodes, so it grows while containers of each depth are open.
  @Test("open containers keep their counts while the tape grows", arguments: [1, 7, 120, 250, 255, 256, 257, 511])
  func nestedCounts(depth: Int) throws {
    let (opening, closing) = (
      String(repeating: #"[0,{"a":"#, count: depth / 2), String(repeating: #","b":[],"c":{}},2]"#, count: depth / 2)
    )
    try JSONDocument(opening + "true" + closing).withRoot { root in
      var value = root
      for _ in 0..<(depth / 2) {
        #expect(value.count == 3 && value.elements.map(\.kind) == [.number, .object, .number])
        let object = try #require(value.elements.first { $0.kind == .object })
        #expect(object.count == 3 && object["b"]?.count == 0 && object["c"]?.count == 0)
        value = try #require(object["a"])
      }
      #expect(value.kind == .true)
    }
  }
}
