/// Tests on eight bytes at a time (SWAR: SIMD within a register).
///
/// Each mask has the top bit of a byte set where the property holds; only the lowest set byte is exact, since a borrow
/// can spill upwards, and the lowest is all that a scanner needs. Little-endian order makes that the first in the text.
enum SWAR {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let tops: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let x = word ^ (ones &* UInt64(byte))
    return (x &- ones) & ~x & tops
  }

  @inline(__always)
  static func less(_ word: UInt64, than byte: UInt8) -> UInt64 {
    (word &- ones &* UInt64(byte)) & ~word & tops
  }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }
}

/// The hash that keys carry on the tape: of the first and last eight bytes and the length.
///
/// It is compared before the bytes are, so that looking up a key rarely touches the text.
@inline(__always)
func keyHash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
  var head: UInt64 = 0
  var tail: UInt64 = 0
  if count >= 8 {
    head = SWAR.load(bytes)
    tail = SWAR.load(bytes + (count - 8))
  } else if count >= 4 {
    head = UInt64(UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self))
    tail = UInt64(UnsafeRawPointer(bytes + (count - 4)).loadUnaligned(as: UInt32.self))
  } else if count > 0 {
    head = UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8
    tail = UInt64(bytes[count - 1])
  }
  var mixed = (head ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
  mixed ^= (tail ^ (mixed >> 32)) &* 0xC2B2_AE3D_27D4_EB4F
  return UInt32(truncatingIfNeeded: mixed ^ (mixed >> 29))
}
