import CommandLineTool
import Testing

@testable import models_merge

@Suite("Tables of the preview")
struct TextTableTests {
  @Test("columns are aligned by their width on a terminal")
  func wideCharacters() {
    var table = TextTable(columns: nil)
    table.add("name", "模型", "from")
    table.add("hidden_size", "64", "config.json")
    #expect(table.text == "  name         模型  from\n  hidden_size  64    config.json\n")
  }

  @Test("on a narrow terminal a last cell continues under itself, wide characters counted as two columns")
  func narrow() {
    var table = TextTable(columns: 26)
    table.add("name", "模型模型 模型模型 模型")
    table.add("id", "a")
    #expect(table.text == "  name  模型模型 模型模型\n        模型\n  id    a\n")
  }

  @Test("a cell that is wider than its column has its own line, and nothing is cut")
  func longCells() {
    var table = TextTable(columns: 40)
    table.add("heads", "8", "config.json: heads")
    table.add("cache", #"{"full":65536,"window":4096}"#, "rule: 2 x 8 heads")
    let expected = """
        heads  8  config.json: heads
        cache  {"full":65536,"window":4096}
                  rule: 2 x 8 heads

      """
    #expect(table.text == expected)
  }

  @Test("no line is longer than the terminal, and no character is lost", arguments: [20, 30, 40, 80])
  func widths(columns: Int) {
    var table = TextTable(columns: columns)
    let cells = ["parameters_billions", "7.241732096", "computed from config.json by the formulas of 'mistral'"]
    table.add(cells[0], cells[1], cells[2])
    let text = table.text
    for line in text.split(separator: "\n") { #expect(String(line).displayWidth <= columns, "\(line)") }
    #expect(text.filter { !$0.isWhitespace } == cells.joined().filter { !$0.isWhitespace })
  }

  @Test("control characters are escaped")
  func controlCharacters() {
    var table = TextTable(columns: nil)
    table.add("name", "a\u{1B}[31m\u{9B}b\n")
    #expect(table.text == "  name  a\\u{1b}[31m\\u{9b}b\\u{a}\n")
  }
}
