/// The order of a database's entries: by `parameters_billions`, `custom` last. An entry without a number has the sort
/// key of the entry before it, so it stays after that entry.
///
/// A file that is not in this order is sorted. Under `--keep-order` the existing entries keep their order, even if the
/// file is not, or would no longer be, sorted.
struct DatabaseOrder {
  private let layout: DatabaseLayout
  /// The sort keys that updates change, by the entry's index.
  private let changedSortKeys: [Int: SortKey]
  /// The indices of the old entries in their new order; nil when the order does not change.
  private var permutation: [Int]?
  /// The old entries whose sort keys determine the positions of new entries, in increasing order of the keys. Nil if
  /// these are all entries, in the order of the file: it is sorted, each entry has a key, and no key changes.
  private var insertionPoints: [(index: Int, key: SortKey)]?
  /// Whether the file was sorted.
  let wasSorted: Bool

  /// Computes the order of the old entries.
  ///
  /// - Parameters:
  ///   - layout: the old file.
  ///   - changedSortKeys: the new sort keys of updated entries, by the entry's index.
  ///   - keepsOrder: whether the old entries keep their order.
  init(of layout: DatabaseLayout, changedSortKeys: [Int: SortKey], keepsOrder: Bool) {
    self.layout = layout
    self.changedSortKeys = changedSortKeys
    let (isSorted, hasEntriesWithoutNumber) = DatabaseOrder.checkOrder(of: layout)
    wasSorted = isSorted
    guard !isSorted || hasEntriesWithoutNumber || !changedSortKeys.isEmpty else { return }
    var keys: [SortKey] = []
    keys.reserveCapacity(layout.entries.count)
    DatabaseOrder.forEachKey(layout.entries.count, ownKey: ownKey) { keys.append($0) }
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    if keepsOrder {
      insertionPoints = DatabaseOrder.entriesInPlace(order).sorted().map { ($0, keys[$0]) }
    } else {
      insertionPoints = order.map { ($0, keys[$0]) }
      if !order.elementsEqual(keys.indices) { permutation = order }
    }
  }

  /// The index in the file of the old entry at a position in the new order; both from 0.
  func index(at position: Int) -> Int { permutation?[position] ?? position }

  /// The position, in the new order, of the old entry before which a new entry with this key is inserted: after all
  /// entries with the same key. The number of old entries means the end.
  func position(for key: SortKey) -> Int {
    let count = insertionPoints?.count ?? layout.entries.count
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if key < self.key(at: middle) { upper = middle } else { lower = middle + 1 }
    }
    guard let insertionPoints, permutation == nil, count > 0 else { return lower }
    return lower == 0 ? insertionPoints[0].index : insertionPoints[lower - 1].index + 1
  }

  /// The indices of the old entries that move, as few as possible, in increasing order.
  var movedEntries: [Int] {
    guard let permutation else { return [] }
    let inPlace = Set(DatabaseOrder.entriesInPlace(permutation))
    return permutation.filter { !inPlace.contains($0) }.sorted()
  }

  /// The indices of the largest set of entries whose order is the same in the file and in the new order.
  private static func entriesInPlace(_ order: [Int]) -> [Int] {
    let weights = [Int](repeating: 1, count: order.count)
    return heaviestIncreasingSubsequence(order, weights: weights).map { order[$0] }
  }

  private func ownKey(_ index: Int) -> SortKey? { changedSortKeys[index] ?? layout.ownSortKey(index) }

  private func key(at position: Int) -> SortKey {
    insertionPoints?[position].key ?? layout.ownSortKey(position) ?? .first
  }

  private static func checkOrder(of layout: DatabaseLayout) -> (isSorted: Bool, hasEntriesWithoutNumber: Bool) {
    var previous = SortKey.first
    var result = (isSorted: true, hasEntriesWithoutNumber: false)
    forEachKey(layout.entries.count) { index in
      let key = layout.ownSortKey(index)
      if key == nil { result.hasEntriesWithoutNumber = true }
      return key
    } body: { key in
      if key < previous { result.isSorted = false }
      previous = key
    }
    return result
  }

  /// Calls `body` with the sort keys in the order of the file. An entry without a number has the key of the entry
  /// before it.
  private static func forEachKey(_ count: Int, ownKey: (Int) -> SortKey?, body: (SortKey) -> Void) {
    var inherited = SortKey.first
    for index in 0..<count {
      let key = ownKey(index) ?? inherited
      if !key.isCustom { inherited = key }
      body(key)
    }
  }
}
