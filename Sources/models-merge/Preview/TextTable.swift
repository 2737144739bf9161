import CommandLineTool

/// Rows of two or three columns, aligned for reading, cut to the width of a terminal.
struct TextTable {
  private var rows: [[String]] = []
  /// The columns of the terminal; nil when nothing has to fit.
  private let columns: Int?
  private let indentation: String

  /// No column but the last gets wider than this because of a single long cell: on a terminal a third of it, so that
  /// what comes after can still be read.
  private var widestColumn: Int { columns.map { max($0 / 3, 8) } ?? 48 }

  /// Makes an empty table.
  init(columns: Int?, indentation: String = "  ") {
    self.columns = columns
    self.indentation = indentation
  }

  /// Adds a row; control characters in it are shown, not sent.
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
