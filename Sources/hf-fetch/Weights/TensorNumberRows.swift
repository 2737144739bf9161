/// The numbers in the names of tensors that share a pattern: a row for each tensor.
struct TensorNumberRows: Sendable {
  /// How many numbers a row has.
  let width: Int
  /// Row after row: the numbers, then the number of the file that holds the tensor.
  private var cells: [UInt32] = []
  private var stride: Int { width + 1 }

  /// Makes an empty table.
  init(width: Int) { self.width = width }

  /// How many rows there are.
  var count: Int { cells.count / stride }

  /// Adds a row.
  mutating func append(_ numbers: [UInt32], file: UInt32) {
    cells += numbers
    cells.append(file)
  }

  /// Adds the rows of another table of the same width.
  mutating func append(contentsOf other: TensorNumberRows) { cells += other.cells }

  /// Removes rows by their indexes.
  mutating func remove(_ rows: Set<Int>) {
    guard !rows.isEmpty else { return }
    var kept: [UInt32] = []
    for row in 0..<count where !rows.contains(row) { kept += cells[(row * stride)..<((row + 1) * stride)] }
    cells = kept
  }

  private func numbers(_ row: Int) -> ArraySlice<UInt32> { cells[(row * stride)..<(row * stride + width)] }

  private func file(_ row: Int) -> Int { Int(cells[row * stride + width]) }
}

extension TensorNumberRows {
  /// The rows as Cartesian products of sets of numbers.
  ///
  /// Together the products are exactly the rows, each row once. Rows whose first numbers have the same continuations
  /// are joined, so that layers with equal contents are one product.
  func products() -> [[NumberRanges]] {
    guard count > 0 else { return [] }
    var order = Array(0..<count)
    order.sort { numbers($0).lexicographicallyPrecedes(numbers($1)) }
    return products(order[...], from: 0)
  }

  private func products(_ rows: ArraySlice<Int>, from place: Int) -> [[NumberRanges]] {
    guard place < width else { return [[]] }
    var valuesByRest: [[[NumberRanges]]: [Int]] = [:]
    var rests: [[[NumberRanges]]] = []
    var start = rows.startIndex
    while start < rows.endIndex {
      let value = cells[rows[start] * stride + place]
      let end = rows[start...].firstIndex { cells[$0 * stride + place] != value } ?? rows.endIndex
      let rest = products(rows[start..<end], from: place + 1)
      if valuesByRest[rest] == nil { rests.append(rest) }
      valuesByRest[rest, default: []].append(Int(value))
      start = end
    }
    return rests.flatMap { rest in
      let ranges = TensorNumberRows.ranges(valuesByRest[rest] ?? [])
      return rest.map { [ranges] + $0 }
    }
  }

  /// Ascending numbers as ranges.
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
  /// Finds rows that are in several tables: copies of one tensor with different dtypes or shapes.
  ///
  /// - Parameter owner: the file whose copy of a row counts; if nil, or without a copy there, the first copy counts.
  /// - Returns: the rows of each table that do not count.
  static func copies(in tables: [TensorNumberRows], owner: (ArraySlice<UInt32>) -> Int?) -> [Set<Int>] {
    var removed = [Set<Int>](repeating: [], count: tables.count)
    var places = tables.indices.flatMap { table in (0..<tables[table].count).map { (table: table, row: $0) } }
    func numbers(_ place: (table: Int, row: Int)) -> ArraySlice<UInt32> { tables[place.table].numbers(place.row) }
    func file(_ place: (table: Int, row: Int)) -> Int { tables[place.table].file(place.row) }
    places.sort { numbers($0).lexicographicallyPrecedes(numbers($1)) }
    var start = 0
    while start < places.count {
      let first = numbers(places[start])
      let end = places[start...].firstIndex { numbers($0) != first } ?? places.count
      let copies = places[start..<end]
      start = end
      guard copies.contains(where: { $0.table != copies[copies.startIndex].table }) else { continue }
      let owner = owner(first)
      let counted = copies.first { file($0) == owner } ?? copies.min { file($0) < file($1) }
      for copy in copies where copy.table != counted?.table { removed[copy.table].insert(copy.row) }
    }
    return removed
  }
}
