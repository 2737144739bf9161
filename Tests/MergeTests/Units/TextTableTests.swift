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

  @Test("lines are cut to a narrow terminal, wide characters counted as two columns")
  func narrow() {
    var table = TextTable(columns: 12)
    table.add("name", "模型模型")
    #expect(table.text == "  name  模…\n")
  }

  @Test("control characters are escaped")
  func controlCharacters() {
    var table = TextTable(columns: nil)
    table.add("name", "a\u{1B}[31m\u{9B}b\n")
    #expect(table.text == "  name  a\\u{1b}[31m\\u{9b}b\\u{a}\n")
  }
}
