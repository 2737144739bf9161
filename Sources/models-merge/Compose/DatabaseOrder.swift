/// The order of a database's entries: by parameter count, `custom` last, an entry without a number after its
/// predecessor.
///
/// A file in another order is sorted, or under `--keep-order` left as it is.
struct DatabaseOrder {
  private let layout: DatabaseLayout
  /// The sort keys that updates change, by the index of the entry.
  private let changedKeys: [Int: SortKey]
  /// The old entries in their new order; nil when the order does not change.
  private var permutation: [Int]?
  /// The old entries, in increasing order, among which new ones are inserted, with their keys; nil for all entries by
  /// their numbers.
  private var spine: [(index: Int, key: SortKey)]?
  /// Whether the file was in order.
  let wasInOrder: Bool

  /// Computes the order of the old entries.
  ///
  /// - Parameter isKept: whether entries keep their position although the file is not sorted.
  init(of layout: DatabaseLayout, changedKeys: [Int: SortKey], isKept: Bool) {
    self.layout = layout
    self.changedKeys = changedKeys
    let survey = DatabaseOrder.survey(layout)
    wasInOrder = survey.isInOrder
    guard !wasInOrder || survey.inheritsKeys || !changedKeys.isEmpty else { return }
    var keys: [SortKey] = []
    keys.reserveCapacity(layout.entries.count)
    DatabaseOrder.forEachKey(layout.entries.count, ownKey: ownKey) { keys.append($0) }
    let order = keys.indices.sorted { a, b in
      if keys[a] < keys[b] { return true }
      return !(keys[b] < keys[a]) && a < b
    }
    if isKept {
      spine = DatabaseOrder.staying(order).sorted().map { ($0, keys[$0]) }
    } else {
      spine = order.map { ($0, keys[$0]) }
      if !order.elementsEqual(keys.indices) { permutation = order }
    }
  }

  /// The index of the old entry at a position.
  @inline(__always)
  func index(at position: Int) -> Int { permutation?[position] ?? position }

  /// The position of the old entry before which a new one is inserted: after all entries with the same key.
  func position(for key: SortKey) -> Int {
    let count = spine?.count ?? layout.entries.count
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if key < self.key(at: middle) { upper = middle } else { lower = middle + 1 }
    }
    guard let spine, permutation == nil, count > 0 else { return lower }
    return lower == 0 ? spine[0].index : spine[lower - 1].index + 1
  }

  /// The smallest set of old entries that must move for the new order.
  var movedEntries: [Int] {
    guard let permutation else { return [] }
    let staying = Set(DatabaseOrder.staying(permutation))
    return permutation.filter { !staying.contains($0) }.sorted()
  }

  /// The longest subsequence of an order that is in the order of the file.
  private static func staying(_ order: [Int]) -> [Int] {
    let weights = [Int](repeating: 1, count: order.count)
    return heaviestIncreasingSubsequence(order, weights: weights).map { order[$0] }
  }

  private func ownKey(_ index: Int) -> SortKey? { changedKeys[index] ?? layout.ownSortKey(index) }

  private func key(at position: Int) -> SortKey {
    spine?[position].key ?? layout.ownSortKey(position) ?? .first
  }

  /// Whether a file is sorted, and whether some of its entries have their predecessor's key.
  private static func survey(_ layout: DatabaseLayout) -> (isInOrder: Bool, inheritsKeys: Bool) {
    var previous = SortKey.first
    var survey = (isInOrder: true, inheritsKeys: false)
    forEachKey(layout.entries.count) { index in
      let key = layout.ownSortKey(index)
      if key == nil { survey.inheritsKeys = true }
      return key
    } body: { key in
      if key < previous { survey.isInOrder = false }
      previous = key
    }
    return survey
  }

  /// Visits the keys in the order of the file; an entry without a number has its predecessor's.
  @inline(__always)
  private static func forEachKey(_ count: Int, ownKey: (Int) -> SortKey?, body: (SortKey) -> Void) {
    var inherited = SortKey.first
    for index in 0..<count {
      let key = ownKey(index) ?? inherited
      if !key.isCustom { inherited = key }
      body(key)
    }
  }
}
