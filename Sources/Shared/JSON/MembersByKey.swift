/// The members of an object by key; of duplicate keys, the last member.
///
/// A linear search in the object is fastest for small objects, but could take hours for a hostile large one.
public struct MembersByKey {
  private var values: [[UInt8]: JSONElement] = [:]

  /// Objects with at most this many members are searched directly.
  static let largestLinearSearch = 32

  /// Makes a table of the members of an object.
  public init(_ object: JSONElement) {
    for (key, value) in object.members { values[key.withDecodedBytes { Array($0) }] = value }
  }

  /// The number of different keys.
  public var count: Int { values.count }

  /// Whether a member is the last one with its key.
  public func contains(_ key: JSONElement, _ member: JSONElement) -> Bool {
    key.withDecodedBytes { values[Array($0)]?.tapeIndex == member.tapeIndex }
  }

  /// Whether both have the same keys with equal values.
  func isEqual(to other: MembersByKey) -> Bool {
    count == other.count && values.allSatisfy { key, value in other.values[key].map(value.isEqual) ?? false }
  }
}

extension JSONElement {
  /// The members by key; nil when the object has no duplicate keys.
  public var lastMembersByKey: MembersByKey? { hasDuplicateKeys ? MembersByKey(self) : nil }

  /// How many different keys an object has.
  public var distinctKeyCount: Int { lastMembersByKey?.count ?? count }
}
