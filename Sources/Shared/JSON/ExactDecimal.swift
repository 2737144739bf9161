/// A decimal number of any size, without rounding: `±digits × 10^exponent`.
///
/// The digits have no leading or trailing zeros, and zero has no digits. So equal numbers have equal fields.
public struct ExactDecimal: Hashable, Sendable {
  /// Whether the number is below zero.
  public private(set) var isNegative: Bool
  /// The significant digits, most significant first, each 0…9.
  public private(set) var digits: [UInt8]
  /// The exponent of the power of ten that the last digit is multiplied by.
  public private(set) var exponent: Int

  /// Zero.
  public static let zero = ExactDecimal(isNegative: false, digits: [], exponent: 0)

  /// Makes a number from its parts, normalizing them.
  public init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    let significant = digits.drop { $0 == 0 }
    let trailing = significant.reversed().prefix { $0 == 0 }.count
    self.digits = Array(significant.dropLast(trailing))
    self.isNegative = isNegative && !self.digits.isEmpty
    self.exponent = self.digits.isEmpty ? 0 : exponent + trailing
  }

  /// Makes a number from an integer.
  public init(_ value: Int) {
    self.init(
      isNegative: value < 0, digits: value.magnitude.description.utf8.map { $0 - UInt8(ascii: "0") }, exponent: 0)
  }

  /// The first exponent that is too large. Sums and differences of smaller ones fit into an Int.
  private static let exponentLimit = 1_000_000_000_000_000_000

  /// Reads a text that must be a JSON number; nil when the exponent has more than 18 digits.
  public init?(_ text: UnsafeBufferPointer<UInt8>) {
    var digits: [UInt8] = []
    digits.reserveCapacity(text.count)
    var fractionDigits = 0
    var isFraction = false
    var exponent = 0
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits.append(byte - UInt8(ascii: "0"))
        if isFraction { fractionDigits += 1 }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        var exponentText = text[(index + 1)...]
        if exponentText.first == UInt8(ascii: "+") { exponentText = exponentText.dropFirst() }
        guard let value = Int(String(decoding: exponentText, as: UTF8.self)),
          value.magnitude < ExactDecimal.exponentLimit
        else {
          return nil
        }
        exponent = value
      default: break
      }
      if byte | 0x20 == UInt8(ascii: "e") { break }
    }
    self.init(isNegative: text.first == UInt8(ascii: "-"), digits: digits, exponent: exponent - fractionDigits)
  }

  /// Reads a text; nil when it is not a JSON number, or the exponent has more than 18 digits.
  public init?(_ text: String) {
    guard let document = try? JSONDocument(text), let decimal = document.withRoot({ $0.decimal }) else { return nil }
    self = decimal
  }

  /// Whether the number has no fraction.
  public var isInteger: Bool { exponent >= 0 }

  /// The number as an Int; nil when it has a fraction or does not fit into an Int.
  public var int: Int? {
    guard isInteger, digits.count + exponent <= 19 else { return nil }
    let text = (isNegative ? "-" : "") + digits.map(String.init).joined() + String(repeating: "0", count: exponent)
    return digits.isEmpty ? 0 : Int(text)
  }
}

extension ExactDecimal: Comparable {
  /// Whether one number is below another.
  public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    guard a.isNegative == b.isNegative else { return a.isNegative }
    return a.isNegative ? b.isSmallerInMagnitude(than: a) : a.isSmallerInMagnitude(than: b)
  }

  private func isSmallerInMagnitude(than other: ExactDecimal) -> Bool {
    guard !digits.isEmpty, !other.digits.isEmpty else { return digits.isEmpty && !other.digits.isEmpty }
    let (magnitude, otherMagnitude) = (digits.count + exponent, other.digits.count + other.exponent)
    guard magnitude == otherMagnitude else { return magnitude < otherMagnitude }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// The number as JSON: without an exponent if that is short, else with one.
  public var description: String {
    guard !digits.isEmpty else { return "0" }
    let text = digits.map(String.init).joined()
    let sign = isNegative ? "-" : ""
    let point = digits.count + exponent
    switch exponent {
    case 0...20: return sign + text + String(repeating: "0", count: exponent)
    case -40..<0 where point > 0: return sign + text.prefix(point) + "." + text.dropFirst(point)
    case -40..<0: return sign + "0." + String(repeating: "0", count: -point) + text
    default: return sign + text + "e\(exponent)"
    }
  }
}
