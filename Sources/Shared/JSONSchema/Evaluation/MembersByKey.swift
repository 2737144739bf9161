import JSON

/// The members of an object that count, by their keys: of members that share one, the last.
///
/// Looking a member up in the object itself takes a look at each of the others, which is the fastest way in a small
/// object, but takes hours in one that was made large to that end.
struct MembersByKey {
  private var values: [[UInt8]: JSONElement] = [:]

  /// Objects of up to so many members are better searched themselves.
  static let smallestTable = 32

  init(_ object: JSONElement) {
    for (key, value) in object.members { values[key.withDecodedBytes { Array($0) }] = value }
  }

  /// How many there are.
  var count: Int { values.count }

  /// Whether a member of the object is the one that counts among those with its key.
  func contains(_ key: JSONElement, _ member: JSONElement) -> Bool {
    key.withDecodedBytes { values[Array($0)]?.tapeIndex == member.tapeIndex }
  }

  /// Whether both have the same keys with equal values.
  func isEqual(to other: MembersByKey) -> Bool {
    count == other.count && values.allSatisfy { key, value in other.values[key].map(value.isEqual) ?? false }
  }
}

extension JSONElement {
  /// The members that count, when not all of an object's do.
  var countingMembers: MembersByKey? { hasDuplicateKeys ? MembersByKey(self) : nil }

  /// How many different keys an object has.
  var distinctKeyCount: Int { countingMembers?.count ?? count }
}
