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
  /// The start of the number's text; nil without a number. The text ends before the first byte that cannot belong to
  /// a number.
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
  init(number start: UnsafePointer<UInt8>, value: Double) {
    rank = .number
    self.value = value
    text = start
  }

  /// Whether this is the key of the entry `custom`.
  var isCustom: Bool { rank == .custom }

  /// Whether an entry with key `a` comes before one with key `b`.
  static func < (a: SortKey, b: SortKey) -> Bool {
    guard a.rank == b.rank else { return a.rank.rawValue < b.rank.rawValue }
    guard a.value == b.value, a.rank == .number else { return a.value < b.value }
    return precedesExactly(a, b)
  }

  private static func precedesExactly(_ a: SortKey, _ b: SortKey) -> Bool {
    guard let first = a.text.map(numberText), let second = b.text.map(numberText) else { return false }
    if first.elementsEqual(second) { return false }
    guard let first = ExactDecimal(first), let second = ExactDecimal(second) else { return false }
    return first < second
  }

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
