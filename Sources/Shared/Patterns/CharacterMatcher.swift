/// Decides whether a character class contains a code point.
struct CharacterMatcher: Sendable {
  /// The ranges of the class, sorted, without overlaps.
  private let ranges: [ClosedRange<UInt32>]
  private let isNegated: Bool
  /// Which of the first 128 code points are in the ranges, by one bit each.
  private let ascii: (low: UInt64, high: UInt64)
  private let properties: (any UnicodePropertyMatcher)?

  /// The cost of testing Unicode properties, in steps of a ``StepBudget``. A test takes 0.9 µs.
  static let propertySteps = 100

  /// Makes a matcher.
  ///
  /// - Parameter properties: what decides about Unicode properties; nil if the class must not have any.
  /// - Throws: ``PatternError`` when a Unicode property is unknown, or must not be named.
  init(_ set: CharacterClass, _ properties: (any UnicodePropertyMatcher.Type)?) throws(PatternError) {
    ranges = CharacterMatcher.merged(set.ranges)
    isNegated = set.isNegated
    ascii = (CharacterMatcher.bits(ranges, from: 0), CharacterMatcher.bits(ranges, from: 64))
    if set.properties.isEmpty {
      self.properties = nil
    } else {
      guard let properties else { throw PatternError(message: "the expression must not name Unicode properties") }
      self.properties = try properties.init(set.properties)
    }
  }

  /// Whether the class contains a code point, and the steps that the test costs.
  func contains(_ codePoint: UInt32) -> (isContained: Bool, steps: Int) {
    if isInRanges(codePoint) { return (!isNegated, 0) }
    guard let properties, let scalar = Unicode.Scalar(codePoint) else { return (isNegated, 0) }
    return (properties.contains(scalar) != isNegated, CharacterMatcher.propertySteps)
  }

  /// Whether the class has Unicode properties, so that a test can cost steps.
  var hasProperties: Bool { properties != nil }

  @inline(__always)
  private func isInRanges(_ codePoint: UInt32) -> Bool {
    if codePoint < 64 { return ascii.low >> UInt64(codePoint) & 1 == 1 }
    if codePoint < 128 { return ascii.high >> UInt64(codePoint - 64) & 1 == 1 }
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < codePoint { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= codePoint
  }

  private static func bits(_ ranges: [ClosedRange<UInt32>], from first: UInt32) -> UInt64 {
    var bits: UInt64 = 0
    for range in ranges where range.overlaps(first...first + 63) {
      for codePoint in range.clamped(to: first...first + 63) { bits |= 1 << UInt64(codePoint - first) }
    }
    return bits
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
