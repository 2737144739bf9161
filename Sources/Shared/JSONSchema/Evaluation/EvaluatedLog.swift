import JSON

/// The members and elements that schemas have evaluated, in order. When a schema fails, or evaluation returns from a
/// member, the log is truncated to its length before.
struct EvaluatedLog {
  /// By their indices on the tape. With words of 8 bytes, 20 million entries would take more than 400 MB while the
  /// array grows.
  private var entries: [UInt32] = []
  /// By distance from the container on the tape: the number of the last ``stampParts(of:evaluatedSince:)`` that found
  /// the part evaluated.
  private var stamps: [UInt32] = []
  private var stamp: UInt32 = 0

  /// The number of entries, to return to later.
  @inline(__always)
  var count: Int { entries.count }

  /// Removes the entries after a mark.
  @inline(__always)
  mutating func truncate(to mark: Int) {
    if entries.count > mark { entries.removeSubrange(mark...) }
  }

  /// Adds a member's value or an element.
  @inline(__always)
  mutating func note(_ value: JSONElement) { entries.append(UInt32(truncatingIfNeeded: value.tapeIndex)) }

  /// Stamps the parts of a container that were evaluated after the log had `mark` entries, for ``isStamped(_:of:)``.
  mutating func stampParts(of container: JSONElement, evaluatedSince mark: Int) {
    if stamp == UInt32.max {
      stamps = []
      stamp = 0
    }
    stamp += 1
    for index in entries[min(mark, entries.count)...] {
      let offset = Int(index) - container.tapeIndex
      guard offset >= 0 else { continue }
      if offset >= stamps.count { stamps += repeatElement(0, count: offset + 1 - stamps.count) }
      stamps[offset] = stamp
    }
  }

  /// Whether the last ``stampParts(of:evaluatedSince:)``, which was for this container, stamped a part of it.
  func isStamped(_ part: JSONElement, of container: JSONElement) -> Bool {
    let offset = part.tapeIndex - container.tapeIndex
    return stamps.indices.contains(offset) && stamps[offset] == stamp
  }
}
