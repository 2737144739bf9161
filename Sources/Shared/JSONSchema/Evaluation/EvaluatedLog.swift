import JSON

/// Which members and elements have been evaluated, in the order in which it happened: a schema that fails, and a step
/// back out of a member, forget what was noted since.
struct EvaluatedLog {
  private var entries: [Int] = []
  /// By distance from a container on the tape: the question in which the part was last found evaluated.
  private var stamps: [UInt32] = []
  private var stamp: UInt32 = 0

  /// How many entries there are: a mark to go back to.
  @inline(__always)
  var count: Int { entries.count }

  /// Forgets the entries after a mark.
  @inline(__always)
  mutating func truncate(to mark: Int) {
    if entries.count > mark { entries.removeSubrange(mark...) }
  }

  /// Notes a member's value or an element.
  @inline(__always)
  mutating func note(_ value: JSONElement) { entries.append(value.tapeIndex) }

  /// Asks for the parts of a container that were evaluated since a mark; ``contains(_:)`` then answers.
  mutating func select(partsOf container: JSONElement, since mark: Int) {
    if stamp == UInt32.max {
      stamps = []
      stamp = 0
    }
    stamp += 1
    for index in entries[min(mark, entries.count)...] {
      let offset = index - container.tapeIndex
      guard offset >= 0 else { continue }
      if offset >= stamps.count { stamps += repeatElement(0, count: offset + 1 - stamps.count) }
      stamps[offset] = stamp
    }
  }

  /// Whether a part of the selected container was evaluated.
  func contains(_ part: JSONElement, in container: JSONElement) -> Bool {
    let offset = part.tapeIndex - container.tapeIndex
    return stamps.indices.contains(offset) && stamps[offset] == stamp
  }
}
