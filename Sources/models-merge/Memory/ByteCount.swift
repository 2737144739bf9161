/// A number of bytes in messages: decimal units, rounded to three significant digits.
struct ByteCount: CustomStringConvertible {
  private let bytes: Double

  /// Takes a number that was computed from a document; nil when it is negative or NaN.
  init?(_ bytes: Double) {
    guard bytes >= 0 else { return nil }
    self.bytes = bytes
  }

  private static let units = ["B", "kB", "MB", "GB", "TB", "PB"]

  /// The size with its unit: `16.1 GB`; `too large` for an infinite number.
  var description: String {
    guard bytes.isFinite else { return "too large" }
    var value = bytes
    var unit = 0
    while value >= 999.5, unit < ByteCount.units.count - 1 {
      value /= 1000
      unit += 1
    }
    let scale = unit == 0 || value >= 99.95 ? 1.0 : value >= 9.995 ? 10.0 : 100.0
    let rounded = (value * scale).rounded() / scale
    return "\(Int(exactly: rounded).map(String.init) ?? "\(rounded)") \(ByteCount.units[unit])"
  }
}
