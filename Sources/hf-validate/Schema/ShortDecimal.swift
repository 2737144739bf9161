import Shared

/// A number of at most 18 digits, `mantissa × 10^-scale`: what nearly all numbers are, compared without allocating.
struct ShortDecimal: BitwiseCopyable {
  let mantissa: Int
  let scale: Int

  /// Reads a number; nil when it is too long or has an exponent.
  @inline(__always)
  init?(_ number: JSONElement) {
    if number.hasIntegerSyntax, let integer = number.int {
      self.init(mantissa: integer, scale: 0)
    } else {
      self.init(number.content)
    }
  }

  private init(mantissa: Int, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  @inline(__always)
  private init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count <= 19 else { return nil }
    var value = 0
    var scale = 0
    var digits = 0
    var isFraction = false
    for byte in text {
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        value = value &* 10 &+ Int(digit)
        digits &+= 1
        if isFraction { scale &+= 1 }
      } else if byte == UInt8(ascii: ".") {
        isFraction = true
      } else if byte != UInt8(ascii: "-") {
        return nil
      }
    }
    guard digits <= 18 else { return nil }
    mantissa = text.first == UInt8(ascii: "-") ? -value : value
    self.scale = scale
  }

  /// The number, if it is short.
  init?(_ decimal: ExactDecimal) {
    let zeros = max(0, decimal.exponent)
    guard decimal.exponent > -18, zeros < 18, decimal.digits.count + zeros <= 18 else { return nil }
    var value = 0
    for digit in decimal.digits { value = value * 10 + Int(digit) }
    for _ in 0..<zeros { value *= 10 }
    mantissa = decimal.isNegative ? -value : value
    scale = max(0, -decimal.exponent)
  }

  /// -1, 0 or 1 as the number is below, equal to or above another; nil when that needs more digits than there are.
  @inline(__always)
  func compared(to other: ShortDecimal) -> Int? {
    var (a, b) = (mantissa, other.mantissa)
    var difference = other.scale &- scale
    while difference > 0 {
      let product = a.multipliedReportingOverflow(by: 10)
      if product.overflow { return nil }
      a = product.partialValue
      difference &-= 1
    }
    while difference < 0 {
      let product = b.multipliedReportingOverflow(by: 10)
      if product.overflow { return nil }
      b = product.partialValue
      difference &+= 1
    }
    return a < b ? -1 : (a == b ? 0 : 1)
  }
}
