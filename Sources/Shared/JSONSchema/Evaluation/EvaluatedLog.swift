import JSON

/// The members and elements that schemas have evaluated, in order. When a value does not satisfy a schema, and when
/// evaluation leaves a member or element, the evaluator truncates the log to its length before that.
struct EvaluatedLog {
  /// The low bits of the values' positions on the tape of the document. With 8 bytes each, 20 million entries would
  /// take more than 400 MB while the array grows.
  private var entries: [UInt32] = []
  /// By a part's distance from its container on the tape: the ``stamp`` of the last call of
  /// ``stampParts(of:evaluatedSince:)`` that found the part evaluated.
  private var stamps: [UInt32] = []
  /// The number of the last call of ``stampParts(of:evaluatedSince:)``.
  private var stamp: UInt32 = 0

  /// The number of entries, to be passed to ``truncate(to:)`` later.
  @inline(__always)
  var count: Int { entries.count }

  /// Removes all but the first `mark` entries.
  @inline(__always)
  mutating func truncate(to mark: Int) {
    if entries.count > mark { entries.removeSubrange(mark...) }
  }

  /// Adds a member's value or an element.
  @inline(__always)
  mutating func note(_ value: JSONElement) { entries.append(UInt32(truncatingIfNeeded: value.tapePosition)) }

  /// Stamps the parts of a container that were evaluated after the log had `mark` entries, for ``isStamped(_:of:)``.
  mutating func stampParts(of container: JSONElement, evaluatedSince mark: Int) {
    if stamp == UInt32.max {
      stamps = []
      stamp = 0
    }
    stamp += 1
    let start = UInt32(truncatingIfNeeded: container.tapePosition)
    for position in entries[min(mark, entries.count)...] {
      let offset = Int(Int32(bitPattern: position &- start))
      guard offset >= 0 else { continue }
      if offset >= stamps.count { stamps += repeatElement(0, count: offset + 1 - stamps.count) }
      stamps[offset] = stamp
    }
  }

  /// Whether the last call of ``stampParts(of:evaluatedSince:)``, which must be for this container, stamped the part.
  func isStamped(_ part: JSONElement, of container: JSONElement) -> Bool {
    let offset = part.tapePosition - container.tapePosition
    return stamps.indices.contains(offset) && stamps[offset] == stamp
  }
}
