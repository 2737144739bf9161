import CommandLineTool

/// A table with aligned columns, truncated to the width of the terminal.
struct TextTable {
  private var rows: [[String]] = []
  /// The width of the terminal in characters; nil for no limit.
  private let columns: Int?
  private let indentation: String

  /// The maximum width of every column except the last. On a terminal it is a third of the width, so that a long cell
  /// does not push the next columns off the screen.
  private var widestColumn: Int { columns.map { max($0 / 3, 8) } ?? 48 }

  init(columns: Int?, indentation: String = "  ") {
    self.columns = columns
    self.indentation = indentation
  }

  /// Adds a row. Control characters in it are escaped.
  mutating func add(_ cells: String...) { rows.append(cells.map { $0.escapingControlCharacters() }) }

  /// The rows, each with its line end.
  var text: String {
    let last = (rows.map(\.count).max() ?? 1) - 1
    let widths = (0..<max(last, 0)).map { column in
      min(widestColumn, rows.compactMap { column < $0.count - 1 ? $0[column].displayWidth : nil }.max() ?? 0)
    }
    return rows.map { line($0, widths) + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.enumerated().map { column, cell in
      guard column < cells.count - 1 else { return cell }
      return (columns == nil ? cell : cell.truncated(toColumns: widths[column])).padded(toColumns: widths[column])
    }
    let line = indentation + padded.joined(separator: "  ")
    return columns.map { line.truncated(toColumns: $0) } ?? line
  }
}
