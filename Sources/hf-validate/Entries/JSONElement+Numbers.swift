import Shared

extension JSONElement {
  /// Whether this number is above another.
  func isNumber(above other: JSONElement) -> Bool {
    if let short = ShortDecimal(self), let otherShort = ShortDecimal(other),
      let order = short.compared(to: otherShort)
    {
      return order > 0
    }
    guard let exact = decimal, let otherExact = other.decimal else { return false }
    return exact > otherExact
  }

  /// A double near a number: exact enough for a rule of thumb, and much quicker than the closest one.
  var approximateDouble: Double? {
    guard kind == .number else { return nil }
    guard let short = ShortDecimal(self) else { return double }
    var value = Double(short.mantissa)
    for _ in 0..<short.scale { value /= 10 }
    return value
  }
}
