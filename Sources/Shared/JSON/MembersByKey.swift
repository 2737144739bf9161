/// A table of an object's members by key; of duplicate keys, it has the last member.
///
/// For a small object, a linear search of its members is faster. For a hostile large object, linear searches could take
/// hours.
public struct MembersByKey {
  private var values: [[UInt8]: JSONElement] = [:]

  /// Objects without duplicate keys and with at most this many members are compared without a table.
  static let largestLinearSearch = 32

  /// Makes a table of the members of an object.
  public init(_ object: JSONElement) {
    for (key, value) in object.members { values[key.withDecodedBytes { Array($0) }] = value }
  }

  /// The number of different keys.
  public var count: Int { values.count }

  /// Whether a value of the object belongs to the last member with this key.
  public func isLast(_ value: JSONElement, ofKey key: JSONElement) -> Bool {
    key.withDecodedBytes { values[Array($0)]?.tapePosition == value.tapePosition }
  }

  /// Whether two tables have the same keys with equal values.
  func isEqual(to other: MembersByKey) -> Bool {
    count == other.count && values.allSatisfy { key, value in other.values[key].map(value.isEqual) ?? false }
  }
}

extension JSONElement {
  /// The members by key; nil unless this is an object with duplicate keys.
  public var lastMembersByKey: MembersByKey? { hasDuplicateKeys ? MembersByKey(self) : nil }

  /// The number of different keys of an object.
  public var distinctKeyCount: Int { lastMembersByKey?.count ?? count }
}
