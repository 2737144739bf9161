import JSON

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
}
