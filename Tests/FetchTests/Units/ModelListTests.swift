import Foundation
import TestSupport
import Testing

@testable import hf_fetch

@Suite("A list of models")
struct ModelListTests {
  private static let lists = [
    "o/a\no/b\n", "# a comment\n\n  o/a\t\n", "o/a # the first\no/b#2\n", "\u{FEFF}o/a\r\no/b\r\n", "o/a\ro/b",
    "https://huggingface.co/o/a/tree/main\n", "o/a id=my-a\no/b\tid=my-b  # its id\n", "./a directory\n",
    "{\"model\": \"o/a\"}\n\"o/b\"\n", "",
    // Only LF and CR end a line: not the other characters that Unicode calls line ends.
    "o/a\r\r\no/b\n\r", "o/a\u{0B}o/b\no/c\u{0C}o/d\n", "o/a\u{85}o/b\u{2028}o/c\n", "o/a\n\u{FEFF}o/b\n",
    "./\"a\\b\"\n./" + String(repeating: "a\"b", count: 1000) + "\n",
  ]

  /// make counts the models of a list with an awk program, and hf-fetch reads the same file.
  @Test("hf-fetch and make read the same models", arguments: lists)
  func readByBoth(list: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(list, to: "list")
    // .make/import does the same with 'sed' and 'tr', so that the line ends of all systems separate models.
    let lines = #"sed $'s/\r$//' "$1" | tr '\r' '\n'"#
    let program =
      "awk -v requests=\"$2\" -v list=\"$3\" -v bom=$'\\357\\273\\277' -f .make/model-of.awk -f .make/listed.awk"
    var command = Command(
      system: "bash",
      ["-c", "\(lines) | \(program)", "bash", scratch.path("list"), scratch.path("requests"), scratch.path("copy")])
    command.directory = Package.root
    for name in ["requests", "copy"] { try scratch.write("", to: name) }
    #expect(try command.run().status == 0)
    let requests = try scratch.read("requests").split(separator: "\n").map(String.init)
    let models = ModelList.models(in: Array(list.utf8)).map(\.text).map { line -> String in
      if ModelList.isJSON(line) { return line.hasPrefix("\"") ? "{\"model\":\(line)}" : line }
      let (model, id) = ModelList.parts(of: line)
      let escaped = model.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return "{\"model\":\"\(escaped)\"" + (id.map { ",\"overrides\":{\"id\":\"\($0)\"}" } ?? "") + "}"
    }
    #expect(requests == models)
    // The copy for hf-fetch has each model in the line that it has in the list.
    let numbers = try ModelList.models(in: Array(scratch.read("copy").utf8)).map(\.number)
    #expect(numbers == ModelList.models(in: Array(list.utf8)).map(\.number))
  }
}
