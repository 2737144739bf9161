extension JSONElement {
  /// Whether two values are equal, as in JSON Schema. Numbers are compared exactly, but by their texts if an exponent
  /// does not fit into 62 bits. Strings are decoded, and the order of members does not matter.
  public func isEqual(to other: JSONElement) -> Bool {
    switch (kind, other.kind) {
    case (.number, .number):
      if content.elementsEqual(other.content) { return true }
      if hasIntegerSyntax, other.hasIntegerSyntax, content.count <= 18, other.content.count <= 18 {
        return int == other.int
      }
      guard let a = decimal, let b = other.decimal else { return false }
      return a == b
    case (.string, .string):
      return other.withDecodedBytes { hasText($0) }
    case (.array, .array):
      guard count == other.count else { return false }
      return zip(elements, other.elements).allSatisfy { $0.isEqual(to: $1) }
    case (.object, .object):
      if hasDuplicateKeys || other.hasDuplicateKeys || count > MembersByKey.largestLinearSearch {
        return MembersByKey(self).isEqual(to: MembersByKey(other))
      }
      return count == other.count
        && members.allSatisfy { key, value in
          key.withDecodedBytes { other.member($0, hash: key.hashOfKey) }.map(value.isEqual) ?? false
        }
    default: return kind == other.kind
    }
  }

  /// Whether this is a number above another, compared exactly; false when one of the two is not a number, or has an
  /// exponent that does not fit into 62 bits.
  public func isNumber(above other: JSONElement) -> Bool {
    if let short = ShortDecimal(self), let otherShort = ShortDecimal(other),
      let order = short.compared(to: otherShort)
    {
      return order > 0
    }
    guard let exact = decimal, let otherExact = other.decimal else { return false }
    return exact > otherExact
  }
}
