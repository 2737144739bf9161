import CommandLineTool
import Foundation
import Testing

@Suite("Escaping of control characters")
struct ControlCharacterTests {
  @Test(
    "control and invisible characters in a message are escaped",
    arguments: [
      ("a\u{FEFF}b", "a\\u{feff}b"), ("a\u{202E}b", "a\\u{202e}b"), ("a\u{061C}b", "a\\u{61c}b"),
      ("a\u{2067}b", "a\\u{2067}b"), ("a\u{200B}b", "a\\u{200b}b"), ("a\u{9B}b\n", "a\\u{9b}b\\u{a}"),
      ("a\u{E0041}", "a\\u{e0041}"), ("模型 é 🙂", "模型 é 🙂"),
    ])
  func messages(text: String, escaped: String) { #expect(text.escapingControlCharacters() == escaped) }

  @Test(
    "in JSON they are escaped too, and the value is the same",
    arguments: [
      ("{\"a\":\"x\u{9B}\u{FEFF}\u{E0041}\"}\n", "{\"a\":\"x\\u009b\\ufeff\\udb40\\udc41\"}\n"),
      ("\"模型\"\n", "\"模型\"\n"), ("[1]\n", "[1]\n"), ("\"\u{7F}\"", "\"\\u007f\""),
    ])
  func escapesJSON(text: String, escaped: String) throws {
    let result = Array(text.utf8).withUnsafeBufferPointer { escapingControlCharacters(ofJSON: $0) }
    #expect(String(decoding: result, as: UTF8.self) == escaped)
    #expect(try value(of: escaped) == value(of: text))
  }

  private func value(of json: String) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? NSObject
  }
}
