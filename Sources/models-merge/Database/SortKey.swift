import JSON

/// The sort key of an entry: `parameters_billions`, compared exactly; the key of `custom` is above all others.
///
/// The doubles that are closest to the numbers are compared first: rounding can make two numbers equal, but never
/// reverses their order. The exact numbers are compared only when the doubles are equal and the texts differ.
struct SortKey {
  private enum Group: UInt8 {
    /// An entry without a number, before the first one that has a number.
    case first
    case number
    case custom
  }

  private let rank: Group
  private let value: Double
  /// The start of the number's text. The text ends before the first byte that cannot belong to a number.
  private let text: UnsafePointer<UInt8>?

  /// The lowest key.
  static var first: SortKey { SortKey(rank: .first) }
  /// The highest key.
  static var custom: SortKey { SortKey(rank: .custom) }

  private init(rank: Group) {
    self.rank = rank
    value = 0
    text = nil
  }

  /// Makes the key of an entry from the start of its number and the double that is closest to the number. The text must
  /// outlive the key.
  @inline(__always)
  init(number start: UnsafePointer<UInt8>, value: Double) {
    rank = .number
    self.value = value
    text = start
  }

  /// The double that is closest to a number.
  @inline(__always)
  static func value(of number: JSONElement) -> Double { quickDouble(number.content) ?? number.double ?? 0 }

  /// Whether this is the key of the entry `custom`.
  @inline(__always)
  var isCustom: Bool { rank == .custom }

  /// Whether an entry with key `a` comes before one with key `b`.
  @inline(__always)
  static func < (a: SortKey, b: SortKey) -> Bool {
    guard a.rank == b.rank else { return a.rank.rawValue < b.rank.rawValue }
    guard a.value == b.value, a.rank == .number else { return a.value < b.value }
    return precedesExactly(a, b)
  }

  @inline(never)
  private static func precedesExactly(_ a: SortKey, _ b: SortKey) -> Bool {
    guard let first = a.text.map(numberText), let second = b.text.map(numberText) else { return false }
    if first.elementsEqual(second) { return false }
    guard let first = ExactDecimal(first), let second = ExactDecimal(second) else { return false }
    return first < second
  }

  @inline(__always)
  private static func numberText(_ start: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    while true {
      switch start[count] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        count += 1
      default: return UnsafeBufferPointer(start: start, count: count)
      }
    }
  }
}

/// Converts a plain decimal of at most 15 significant digits with correct rounding: digits and power of ten are both
/// exact doubles, and the division rounds once (Clinger, "How to Read Floating Point Numbers Accurately").
@inline(__always)
func quickDouble(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  guard text.count <= 16 else { return nil }
  var digits = 0
  var fractionDigits = -1
  for byte in text {
    let digit = byte &- UInt8(ascii: "0")
    if digit < 10 {
      digits = digits &* 10 &+ Int(digit)
      if fractionDigits >= 0 { fractionDigits += 1 }
    } else if byte == UInt8(ascii: "."), fractionDigits < 0 {
      fractionDigits = 0
    } else {
      return nil
    }
  }
  guard digits < 1_000_000_000_000_000 else { return nil }
  return fractionDigits <= 0 ? Double(digits) : Double(digits) / powersOfTen[fractionDigits]
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
]
