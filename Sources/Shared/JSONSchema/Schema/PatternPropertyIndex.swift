import Patterns

/// The patterns of one `patternProperties` by the literal characters that they begin with, such as `x-` of `^x-`.
///
/// With the index, a member's key is compared only with the patterns that can match it. Without it, 20,000 patterns and
/// 20,000 members take 400 million comparisons, which exceeds the step limit of a value.
struct PatternPropertyIndex: Sendable {
  private struct Row {
    let prefix: [UInt8]
    /// The number of the pattern, from 0.
    let pattern: Int32
    /// The index of the row before this one whose prefix is the longest that this row's prefix begins with; negative
    /// without such a row.
    var parent: Int = -1
  }

  /// The patterns with a literal prefix, sorted by prefix.
  private var rows: [Row]
  /// The numbers of the patterns without a literal prefix. They are compared with every key.
  private let others: [Int32]

  /// The smallest number of patterns for which an index is made.
  static let leastPatterns = 16

  /// Makes an index of patterns. They are numbered from 0 in this order.
  init(_ patterns: [Pattern]) {
    var rows: [Row] = []
    var others: [Int32] = []
    for (number, pattern) in patterns.enumerated() {
      let number = Int32(truncatingIfNeeded: number)
      if let prefix = pattern.literalPrefix {
        rows.append(Row(prefix: Array(prefix.utf8), pattern: number))
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

  /// The numbers of the patterns that can match a key, in ascending order.
  ///
  /// - Parameter name: the key's bytes, decoded.
  func candidates(for name: UnsafeBufferPointer<UInt8>) -> [Int32] {
    // Finds the last row that does not sort after the name. Every row whose prefix the name begins with is this row, or
    // is reached from it by `parent`.
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if name.lexicographicallyPrecedes(rows[middle].prefix) { high = middle } else { low = middle + 1 }
    }
    var found = others
    var index = low - 1
    while index >= 0 {
      if name.starts(with: rows[index].prefix) { found.append(rows[index].pattern) }
      index = rows[index].parent
    }
    return found.sorted()
  }
}
