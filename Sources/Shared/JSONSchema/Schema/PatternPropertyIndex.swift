/// The patterns of one `patternProperties` by the literal characters that they begin with, such as `x-` of `^x-`.
///
/// A name is compared only with the patterns that can match it. Without the index, 20,000 patterns and as many members
/// take 400 million comparisons, more than a value may have.
struct PatternPropertyIndex: Sendable {
  private struct Row {
    let prefix: [UInt8]
    let row: Int32
    /// The row with the longest prefix that is the start of this row's prefix; negative if no row has such a prefix.
    var parent: Int = -1
  }

  /// Sorted by prefix.
  private var rows: [Row]
  /// The rows of patterns without a literal prefix, which are compared with every name.
  private let others: [Int32]

  /// The number of patterns from which an index is made.
  static let leastPatterns = 16

  /// Makes an index of patterns, which are rows from 0 on.
  init(_ patterns: [Pattern]) {
    var rows: [Row] = []
    var others: [Int32] = []
    for (number, pattern) in patterns.enumerated() {
      let number = Int32(truncatingIfNeeded: number)
      if let prefix = pattern.literalPrefix {
        rows.append(Row(prefix: Array(prefix.utf8), row: number))
      } else {
        others.append(number)
      }
    }
    rows.sort { $0.prefix.lexicographicallyPrecedes($1.prefix) }
    for index in rows.indices.dropFirst() {
      var parent = index - 1
      while parent >= 0, !rows[index].prefix.starts(with: rows[parent].prefix) { parent = rows[parent].parent }
      rows[index].parent = parent
    }
    self.rows = rows
    self.others = others
  }

  /// The rows whose patterns can match a name, in order.
  func candidates(for name: UnsafeBufferPointer<UInt8>) -> [Int32] {
    // Every prefix of the name is also a prefix of the last row that is not after the name, or is that row's own.
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if name.lexicographicallyPrecedes(rows[middle].prefix) { high = middle } else { low = middle + 1 }
    }
    var found = others
    var index = low - 1
    while index >= 0 {
      if name.starts(with: rows[index].prefix) { found.append(rows[index].row) }
      index = rows[index].parent
    }
    return found.sorted()
  }
}
