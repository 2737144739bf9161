import JSON

/// A number of parameters or cached elements, or a size in their formulas. It saturates instead of overflowing, so a
/// formula with hostile sizes gives a count that ``isTooLarge``, and not a wrong number.
struct Count: Comparable, ExpressibleByIntegerLiteral, Sendable {
  /// The number; meaningless when the count is too large.
  let value: Int

  /// Makes a count of a number that is at least 0.
  @inline(__always)
  init(_ value: Int) { self.value = value }

  /// Makes a count of a computed number, rounded down; nil if it is negative, not a number, or 10^17 or more.
  init?(computed number: Double) {
    guard number >= 0, number < 1e17, let value = Int(truncating: number) else { return nil }
    self.value = value
  }

  @inline(__always)
  init(integerLiteral value: Int) { self.value = value }

  /// Whether the number is 2^61 - 1 or more. Larger results are set to 2^61 - 1, so that the values of a few counts can
  /// be added and subtracted without an overflow.
  var isTooLarge: Bool { value >= Int.max / 4 }

  private static let tooLarge = Count(Int.max / 4)

  @inline(__always)
  static func + (a: Count, b: Count) -> Count {
    let sum = a.value.addingReportingOverflow(b.value)
    return sum.overflow ? .tooLarge : Count(min(sum.partialValue, Int.max / 4))
  }

  @inline(__always)
  static func * (a: Count, b: Count) -> Count {
    let product = a.value.multipliedReportingOverflow(by: b.value)
    return product.overflow ? .tooLarge : Count(min(product.partialValue, Int.max / 4))
  }

  /// The difference, at least 0. If `a` is too large, the difference is too.
  @inline(__always)
  static func - (a: Count, b: Count) -> Count {
    if a.isTooLarge { return a }
    return Count(a.value > b.value ? a.value &- b.value : 0)
  }

  /// The quotient, rounded down; 0 when the divisor is 0. If `a` is too large, the quotient is too.
  static func / (a: Count, b: Count) -> Count {
    if a.isTooLarge { return a }
    return Count(b.value > 0 ? a.value / b.value : 0)
  }

  static func += (a: inout Count, b: Count) { a = a + b }

  static func < (a: Count, b: Count) -> Bool { a.value < b.value }

  /// This number if a condition is true, else 0.
  @inline(__always)
  func when(_ condition: Bool) -> Count { condition ? self : 0 }

  /// The square root, rounded down.
  var squareRoot: Count { Count(Int(saturating: Double(value).squareRoot())) }

  /// This number, rounded up to a multiple of another; unchanged if the other is 0.
  func roundedUp(toMultipleOf multiple: Count) -> Count {
    multiple > 0 ? (self + multiple - 1) / multiple * multiple : self
  }
}
