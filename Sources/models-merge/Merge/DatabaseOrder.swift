/// The order of a database's entries: by parameter count, `custom` last, an entry without a number after its
/// predecessor.
///
/// A file that is not in this order is sorted, or its entries stay where they are.
struct DatabaseOrder {
  private let layout: DatabaseLayout
  /// The numbers that updates change, by the index of the entry.
  private let changedKeys: [Int: SortKey]
  /// The old entries in their new order; nil when that is the order they have.
  private var permutation: [Int]?
  /// The old entries that new ones are placed among, in increasing order, with their keys; nil when those are all
  /// entries by their own numbers.
  private var spine: [(index: Int, key: SortKey)]?
  /// Whether the file was in order.
  let wasInOrder: Bool

  /// Works out the order of the old entries.
  ///
  /// - Parameter isKept: whether entries stay where they are although the file is not in order.
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

  /// The index of the old entry that comes at a position.
  @inline(__always)
  func index(at position: Int) -> Int { permutation?[position] ?? position }

  /// Where a new entry goes: the position of the old entry before which it comes, after all of its size.
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

  /// The indices of the old entries that change places with others: as few as explain the new order.
  var movedEntries: [Int] {
    guard let permutation else { return [] }
    let staying = Set(DatabaseOrder.staying(permutation))
    return permutation.filter { !staying.contains($0) }.sorted()
  }

  /// The longest part of an order that is in the order of the file.
  private static func staying(_ order: [Int]) -> [Int] {
    let weights = [Int](repeating: 1, count: order.count)
    return heaviestIncreasingRun(order, weights: weights).map { order[$0] }
  }

  private func ownKey(_ index: Int) -> SortKey? { changedKeys[index] ?? layout.ownSortKey(index) }

  private func key(at position: Int) -> SortKey {
    spine?[position].key ?? layout.ownSortKey(position) ?? .first
  }

  /// Whether a file is in order, and whether some of its entries have their predecessor's key.
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
