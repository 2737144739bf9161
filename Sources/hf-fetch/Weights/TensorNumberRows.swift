/// The numbers in the names of tensors with the same pattern, as a table with a row for each tensor.
struct TensorNumberRows: Sendable {
  /// How many numbers a name has.
  let width: Int
  /// The rows, one after another. A row has the numbers of the name, then the number of the file with the tensor.
  private var cells: [UInt32] = []
  /// How many cells a row has.
  private var stride: Int { width + 1 }

  /// Makes an empty table.
  init(width: Int) { self.width = width }

  /// The number of rows.
  var count: Int { cells.count / stride }

  /// Adds a row.
  ///
  /// - Parameter file: the number of the file with the tensor.
  mutating func append(_ numbers: [UInt32], file: UInt32) {
    cells += numbers
    cells.append(file)
  }

  /// Adds the rows of another table of the same width.
  mutating func append(contentsOf other: TensorNumberRows) { cells += other.cells }

  /// Removes rows by their indexes.
  mutating func remove(_ rows: Set<Int>) {
    guard !rows.isEmpty else { return }
    var remaining: [UInt32] = []
    for row in 0..<count where !rows.contains(row) { remaining += cells[(row * stride)..<((row + 1) * stride)] }
    cells = remaining
  }

  private func numbers(_ row: Int) -> ArraySlice<UInt32> { cells[(row * stride)..<(row * stride + width)] }

  private func file(_ row: Int) -> Int { Int(cells[row * stride + width]) }
}

extension TensorNumberRows {
  /// The rows as Cartesian products: for each number of a name, the ranges of its values.
  ///
  /// Together, the products contain each combination of numbers exactly once. If several values of a number are
  /// followed by the same combinations of the next numbers, they are in the same products. So layers with equal tensors
  /// share their products.
  func products() -> [[NumberRanges]] {
    guard count > 0 else { return [] }
    var order = Array(0..<count)
    order.sort { numbers($0).lexicographicallyPrecedes(numbers($1)) }
    return products(order[...], from: 0)
  }

  /// The products of the numbers from a column on, in sorted rows that are equal before this column.
  private func products(_ rows: ArraySlice<Int>, from column: Int) -> [[NumberRanges]] {
    guard column < width else { return [[]] }
    var valuesByRest: [[[NumberRanges]]: [Int]] = [:]
    var rests: [[[NumberRanges]]] = []
    var start = rows.startIndex
    while start < rows.endIndex {
      let value = cells[rows[start] * stride + column]
      let end = rows[start...].firstIndex { cells[$0 * stride + column] != value } ?? rows.endIndex
      let rest = products(rows[start..<end], from: column + 1)
      if valuesByRest[rest] == nil { rests.append(rest) }
      valuesByRest[rest, default: []].append(Int(value))
      start = end
    }
    return rests.flatMap { rest in
      let ranges = TensorNumberRows.ranges(valuesByRest[rest] ?? [])
      return rest.map { [ranges] + $0 }
    }
  }

  /// The ranges of ascending numbers.
  private static func ranges(_ values: [Int]) -> NumberRanges {
    var ranges: NumberRanges = []
    for value in values {
      if let last = ranges.last, last.upperBound == value - 1 {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    return ranges
  }
}

extension TensorNumberRows {
  /// The position of a row in a list of tables: the index of its table, and its index in this table.
  private typealias Position = (table: Int, row: Int)

  /// Finds the rows whose numbers are in several tables: tensors that files have with different dtypes or shapes.
  ///
  /// - Parameters:
  ///   - tables: one for each dtype and shape of the same pattern.
  ///   - owner: for the numbers of a row, returns the number of the file whose row counts. If it returns nil, or a file
  ///     without such a row, the first file counts.
  /// - Returns: for each table, the indexes of the rows that do not count.
  static func duplicates(in tables: [TensorNumberRows], owner: (ArraySlice<UInt32>) -> Int?) -> [Set<Int>] {
    var duplicates = [Set<Int>](repeating: [], count: tables.count)
    var positions = tables.indices.flatMap { table in (0..<tables[table].count).map { (table: table, row: $0) } }
    func numbers(_ position: Position) -> ArraySlice<UInt32> { tables[position.table].numbers(position.row) }
    func file(_ position: Position) -> Int { tables[position.table].file(position.row) }
    positions.sort { numbers($0).lexicographicallyPrecedes(numbers($1)) }
    var start = 0
    while start < positions.count {
      let first = numbers(positions[start])
      let end = positions[start...].firstIndex { numbers($0) != first } ?? positions.count
      let equal = positions[start..<end]
      start = end
      guard equal.contains(where: { $0.table != equal[equal.startIndex].table }) else { continue }
      let owner = owner(first)
      let counted = equal.first { file($0) == owner } ?? equal.min { file($0) < file($1) }
      for other in equal where other.table != counted?.table { duplicates[other.table].insert(other.row) }
    }
    return duplicates
  }
}
