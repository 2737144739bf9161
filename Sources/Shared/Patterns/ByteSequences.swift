/// Ranges of code points as sequences of byte ranges in UTF-8.
enum ByteSequences {
  /// The last code points that UTF-8 encodes with one, two, three and four bytes.
  private static let lastByLength: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF]

  /// The sequences of byte ranges that match the code points of a range, byte by byte. Surrogates are left out, because
  /// UTF-8 does not have them.
  static func sequences(_ range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
    var sequences: [[ClosedRange<UInt8>]] = []
    var low = range.lowerBound
    for last in lastByLength where low <= min(range.upperBound, last) {
      let high = min(range.upperBound, last)
      if last == 0xFFFF {
        if low < 0xD800 { split(low, min(high, 0xD7FF), &sequences) }
        if high > 0xDFFF { split(max(low, 0xE000), high, &sequences) }
      } else {
        split(low, high, &sequences)
      }
      low = last + 1
    }
    return sequences
  }

  /// Splits a range of code points that have the same number of bytes, until one sequence of byte ranges describes each
  /// part exactly: after the first byte that differs between its ends, each byte has its full range.
  private static func split(_ low: UInt32, _ high: UInt32, _ sequences: inout [[ClosedRange<UInt8>]]) {
    guard low <= high else { return }
    if high > 0x7F {
      for shift in [UInt32(6), 12, 18] {
        let mask: UInt32 = (1 << shift) - 1
        guard low & ~mask != high & ~mask else { continue }
        if low & mask != 0 {
          split(low, low | mask, &sequences)
          return split((low | mask) + 1, high, &sequences)
        }
        if high & mask != mask {
          split(low, (high & ~mask) - 1, &sequences)
          return split(high & ~mask, high, &sequences)
        }
      }
    }
    sequences.append(zip(encode(low), encode(high)).map { $0...$1 })
  }

  private static func encode(_ value: UInt32) -> [UInt8] {
    func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: (value >> shift) & 0x3F) }
    switch value {
    case ...0x7F: return [UInt8(truncatingIfNeeded: value)]
    case ...0x7FF: return [0xC0 | UInt8(truncatingIfNeeded: value >> 6), continuation(0)]
    case ...0xFFFF: return [0xE0 | UInt8(truncatingIfNeeded: value >> 12), continuation(6), continuation(0)]
    default:
      return [0xF0 | UInt8(truncatingIfNeeded: value >> 18), continuation(12), continuation(6), continuation(0)]
    }
  }
}
