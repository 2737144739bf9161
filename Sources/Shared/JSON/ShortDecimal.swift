/// A number `mantissa × 10^-scale` whose digits fit into an Int, as those of nearly all numbers do. It is compared
/// without allocating memory.
public struct ShortDecimal: BitwiseCopyable {
  /// The integer that the sign and all digits make without the point.
  public let mantissa: Int
  /// The number of decimal places, with the zeros after the point.
  public let scale: Int

  /// Reads a JSON number: an integer that fits into an Int, or a decimal of at most 18 digits and 19 bytes. Nil for
  /// longer numbers and for those with an exponent. The value must be a number.
  @inline(__always)
  public init?(_ number: JSONElement) {
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

  // This is not inlined, because few numbers have a fraction, and integers are then read with fewer instructions.
  @inline(never)
  private init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count <= 19 else { return nil }
    var value = 0
    var digits = 0
    var integerDigits: Int?
    for byte in text {
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        value = value &* 10 &+ Int(digit)
        digits &+= 1
      } else if byte == UInt8(ascii: ".") {
        integerDigits = digits
      } else if byte != UInt8(ascii: "-") {
        return nil
      }
    }
    guard digits <= 18 else { return nil }
    mantissa = text.first == UInt8(ascii: "-") ? -value : value
    scale = integerDigits.map { digits - $0 } ?? 0
  }

  /// Converts a number. Nil when, without an exponent, it has more than 17 decimal places or more than 18 digits. Zeros
  /// at its start do not count as digits.
  public init?(_ decimal: ExactDecimal) {
    let zeros = max(0, decimal.exponent)
    guard decimal.exponent > -18, zeros < 18, decimal.digits.count + zeros <= 18 else { return nil }
    var value = 0
    for digit in decimal.digits { value = value * 10 + Int(digit) }
    for _ in 0..<zeros { value *= 10 }
    mantissa = decimal.isNegative ? -value : value
    scale = max(0, -decimal.exponent)
  }

  /// -1, 0 or 1 if the number is below, equal to or above another; nil when the mantissa of one, with the scale of the
  /// other, does not fit into an Int.
  @inline(__always)
  public func compared(to other: ShortDecimal) -> Int? {
    if scale == other.scale { return mantissa < other.mantissa ? -1 : (mantissa == other.mantissa ? 0 : 1) }
    let largerScale = max(scale, other.scale)
    guard let a = scaled(to: largerScale), let b = other.scaled(to: largerScale) else { return nil }
    return a < b ? -1 : (a == b ? 0 : 1)
  }

  /// The mantissa that the number has with a scale not below its own; nil when it does not fit into an Int.
  @inline(__always)
  private func scaled(to newScale: Int) -> Int? {
    if newScale == scale || mantissa == 0 { return mantissa }
    let product = mantissa.multipliedReportingOverflow(by: ShortDecimal.powersOfTen[newScale &- scale])
    return product.overflow ? nil : product.partialValue
  }

  private static let powersOfTen = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
  ]
}
