import CommandLineTool

/// A table with aligned columns. On a terminal it is not wider than the terminal: cells that do not fit continue on
/// more lines, and after a cell that is wider than its column, the next cell starts on a new line.
struct TextTable {
  private var rows: [[String]] = []
  /// The width of the terminal in columns of one character; nil without a terminal.
  private let columns: Int?

  private static let indentation = "  "
  /// Without a terminal, the maximum width of every column except the last. A wider cell is not aligned.
  private static let widestColumn = 48
  /// The minimum width of the last column. With less room, the last cell starts on a new line.
  private static let narrowestLastColumn = 16

  init(columns: Int?) { self.columns = columns }

  /// Adds a row. Control characters in it are escaped.
  mutating func add(_ cells: String...) { rows.append(cells.map { $0.escapingControlCharacters() }) }

  /// The rows as text; each line has its line end.
  var text: String {
    let last = (rows.map(\.count).max() ?? 1) - 1
    let widths = (0..<max(last, 0)).map { column in
      let cells = rows.compactMap { column < $0.count - 1 ? $0[column].displayWidth : nil }
      guard let columns else { return min(TextTable.widestColumn, cells.max() ?? 0) }
      // The first column, which names the row, may be wider than the others.
      let limit = max(column == 0 ? columns * 2 / 5 : columns / 5, 8)
      return cells.filter { $0 <= limit }.max() ?? 0
    }
    return rows.map { row in rowLines(row, widths).map { $0 + "\n" }.joined() }.joined()
  }

  /// The lines of a row. After a cell that is wider than its column, the next cell is on the next line.
  private func rowLines(_ cells: [String], _ widths: [Int]) -> [String] {
    var lines: [String] = []
    var line = TextTable.indentation
    for (cell, width) in zip(cells.dropLast(), widths) {
      let start = line.displayWidth
      if columns == nil || cell.displayWidth <= width {
        line += cell.padded(toColumns: width) + "  "
      } else {
        lines += cellLines(cell, after: line)
        line = String(repeating: " ", count: start + width + 2)
      }
    }
    if !hasRoom(after: line.displayWidth) {
      lines.append(line.trimmingEnd())
      line = String(repeating: " ", count: TextTable.indentation.displayWidth * 3)
    }
    lines += cellLines(cells.last ?? "", after: line)
    return lines.filter { !$0.isEmpty }
  }

  /// The lines of a cell that starts at the end of `line`; the first of them includes it.
  private func cellLines(_ cell: String, after line: String) -> [String] {
    let start = line.displayWidth
    let parts = wrapped(cell, columns: columns.map { $0 - start })
    return parts.enumerated().map { index, part in
      (index == 0 ? line : String(repeating: " ", count: start)) + part
    }.map { columns == nil ? $0 : $0.trimmingEnd() }
  }

  private func hasRoom(after start: Int) -> Bool { columns.map { $0 - start >= TextTable.narrowestLastColumn } ?? true }

  /// A text in lines of at most this many columns, but at least 8, broken after blanks and commas where possible.
  private func wrapped(_ text: String, columns: Int?) -> [String] {
    guard let columns, text.displayWidth > columns else { return [text] }
    let limit = max(columns, 8)
    var lines: [String] = []
    var rest = text[...]
    while true {
      var (width, end, breakpoint) = (0, rest.startIndex, rest.startIndex)
      while end < rest.endIndex, width + rest[end].displayWidth <= limit {
        width += rest[end].displayWidth
        let character = rest[end]
        end = rest.index(after: end)
        if character == " " || character == "," { breakpoint = end }
      }
      if end == rest.endIndex { return lines + [String(rest)] }
      let isBlank = rest[..<breakpoint].allSatisfy { $0 == " " }
      let cut = isBlank ? end : breakpoint
      lines.append(String(rest[..<cut]).trimmingEnd())
      rest = rest[cut...]
    }
  }
}

extension String {
  /// The text without the blanks at its end.
  fileprivate func trimmingEnd() -> String { String(reversed().drop { $0 == " " }.reversed()) }
}
