import JSON

extension JSONElement {
  /// Whether two values are equal as JSON Schema defines it: numbers by value, objects in any order.
  func isEqual(to other: JSONElement) -> Bool {
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
      if hasDuplicateKeys || other.hasDuplicateKeys || count > MembersByKey.smallestTable {
        return MembersByKey(self).isEqual(to: MembersByKey(other))
      }
      return count == other.count
        && members.allSatisfy { key, value in
          key.withDecodedBytes { other.member($0, hash: key.hashOfKey) }.map(value.isEqual) ?? false
        }
    default: return kind == other.kind
    }
  }

  /// A hash that equal values share.
  var valueHash: Int {
    var hasher = Hasher()
    hashValue(into: &hasher)
    return hasher.finalize()
  }

  private func hashValue(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch kind {
    case .number:
      // Numbers whose exponent is too large to compare are equal only when they are written alike.
      if let decimal { hasher.combine(decimal) } else { hasher.combine(bytes: UnsafeRawBufferPointer(content)) }
    case .string: withDecodedBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .array: for element in elements { element.hashValue(into: &hasher) }
    case .object:
      var sum = 0
      let counting = countingMembers
      for (key, value) in members where counting?.contains(key, value) ?? true {
        sum &+= key.valueHash ^ (value.valueHash &* 31)
      }
      hasher.combine(sum)
    default: break
    }
  }

  /// The indices of two equal elements of an array; nil when all differ.
  var firstEqualElements: (Int, Int)? {
    let elements = Array(elements)
    guard elements.count > 1 else { return nil }
    var seen: [Int: [Int]] = [:]
    for (index, element) in elements.enumerated() {
      let hash = element.valueHash
      if let earlier = seen[hash]?.first(where: { elements[$0].isEqual(to: element) }) { return (earlier, index) }
      seen[hash, default: []].append(index)
    }
    return nil
  }
}
