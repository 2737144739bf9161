import JSON

extension ExactDecimal {
  /// Whether this number is an integer multiple of `divisor`, which must be above zero. Exact for numbers of any size.
  func isMultiple(of divisor: ExactDecimal) -> Bool {
    guard !digits.isEmpty else { return true }
    // The last digit is never 0. So a number whose last digit has a lower power of ten than the divisor's last digit is
    // not a multiple.
    guard exponent >= divisor.exponent else { return false }
    // Zeros after the digits add only factors 2 and 5. A divisor of n digits has fewer than 4n of either, so more zeros
    // than 4n change nothing.
    let zeros = min(exponent - divisor.exponent, divisor.digits.count * 4)
    let dividend = digits + repeatElement(0, count: zeros)
    guard divisor.digits.count > 18 else {
      return ExactDecimal.remainder(dividend, divisor.digits.reduce(0) { $0 * 10 + UInt64($1) }) == 0
    }
    return ExactDecimal.isDivisible(dividend, by: divisor.digits)
  }

  private static func remainder(_ dividend: [UInt8], _ divisor: UInt64) -> UInt64 {
    dividend.reduce(0) { rest, digit in
      let product = rest.multipliedFullWidth(by: 10)
      let (low, carry) = product.low.addingReportingOverflow(UInt64(digit))
      return divisor.dividingFullWidth((product.high + (carry ? 1 : 0), low)).remainder
    }
  }

  /// Whether long division leaves no remainder.
  private static func isDivisible(_ dividend: [UInt8], by divisor: [UInt8]) -> Bool {
    var rest: [UInt8] = []
    for digit in dividend {
      if digit > 0 || !rest.isEmpty { rest.append(digit) }
      while rest.count > divisor.count || (rest.count == divisor.count && !rest.lexicographicallyPrecedes(divisor)) {
        subtract(divisor, from: &rest)
      }
    }
    return rest.isEmpty
  }

  private static func subtract(_ divisor: [UInt8], from rest: inout [UInt8]) {
    var borrow: UInt8 = 0
    let offset = rest.count - divisor.count
    for index in rest.indices.reversed() {
      let take = borrow + (index >= offset ? divisor[index - offset] : 0)
      borrow = rest[index] < take ? 1 : 0
      rest[index] = rest[index] + borrow * 10 - take
    }
    rest = Array(rest.drop { $0 == 0 })
  }
}
