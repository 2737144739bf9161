import Platform

/// Operations on eight bytes at a time (SWAR: SIMD within a register).
enum SWAR {
  /// The eight bytes from an address on, the first one lowest.
  @inline(__always)
  static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }

  /// The four bytes from an address on, the first one lowest.
  @inline(__always)
  static func loadHalf(_ pointer: UnsafePointer<UInt8>) -> UInt32 {
    UInt32(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt32.self))
  }

  /// The four bytes of a literal, the first one lowest.
  @inline(__always)
  static func loadHalf(_ text: StaticString) -> UInt32 { loadHalf(text.utf8Start) }

  /// A text of fewer than eight bytes, followed by zero bytes. Nothing outside the text is read.
  @inline(__always)
  static func load(_ pointer: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    // Two loads that overlap cover four to seven bytes; three bytes that may coincide cover one to three.
    if count >= 4 {
      return UInt64(loadHalf(pointer)) | UInt64(loadHalf(pointer + count - 4)) &<< UInt64(count * 8 - 32)
    }
    guard count > 0 else { return 0 }
    let (middle, last) = (count / 2, count - 1)
    return UInt64(pointer[0]) | UInt64(pointer[middle]) &<< UInt64(middle * 8)
      | UInt64(pointer[last]) &<< UInt64(last * 8)
  }

  /// The value of one to eight decimal digits: digits are combined to pairs, pairs to groups of four, and these to
  /// eight digits. Eight bytes must be readable.
  @inline(__always)
  static func integer(_ pointer: UnsafePointer<UInt8>, digits: Int) -> Int {
    // Shifts out the bytes after the digits; the zero bytes that this adds before the digits count as leading zeros.
    let aligned = load(pointer) << UInt64(truncatingIfNeeded: 64 &- digits &* 8)
    let ones = aligned & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = ((ones &* (10 << 8 | 1)) >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* (100 << 16 | 1)) >> 16) & 0x0000_FFFF_0000_FFFF
    return Int(truncatingIfNeeded: (fours &* (10_000 << 32 | 1)) >> 32)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The UTF-8 bytes of a literal.
  @inline(__always)
  public init(_ literal: StaticString) { self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount) }
}

/// Whether two texts of `count` bytes are equal. Most texts are short, so a call of `memcmp` would cost more than the
/// comparison. Nothing outside the texts is read.
@inline(__always)
public func equalBytes(_ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, _ count: Int) -> Bool {
  guard count >= 8 else {
    for index in 0..<count where first[index] != second[index] { return false }
    return true
  }
  let last = count &- 8
  var offset = 0
  while offset < last {
    if SWAR.load(first + offset) != SWAR.load(second + offset) { return false }
    offset &+= 8
  }
  return SWAR.load(first + last) == SWAR.load(second + last)
}

/// The hash that the node of a key stores. It is made of the first and last eight bytes of the key and its length.
///
/// A look-up compares it before the text, so that it rarely reads the text of another key. Eight bytes from `bytes` on
/// must be readable, whatever the count.
@inline(__always)
func keyHash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
  // A key of fewer than eight bytes is one word, in which the bytes after the key are masked; it is both head and tail.
  let isLong = count >= 8
  let mask: UInt64 = isLong ? ~0 : (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
  let head = SWAR.load(bytes) & mask
  let tail = SWAR.load(bytes + (isLong ? count &- 8 : 0)) & mask
  return keyHash(head: head, tail: tail, count)
}

@inline(__always)
private func keyHash(head: UInt64, tail: UInt64, _ count: Int) -> UInt32 {
  // Together, both halves of the 128-bit product depend on all bits of head and tail.
  let product = (head ^ UInt64(truncatingIfNeeded: count)).multipliedFullWidth(by: tail ^ 0x9E37_79B9_7F4A_7C15)
  return UInt32(truncatingIfNeeded: product.high ^ product.low)
}

/// The ``JSONElement/hashOfKey`` of a key with this decoded text.
public func keyHash(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
  guard let start = text.baseAddress else { return 0 }
  if text.count >= 8 { return keyHash(start, text.count) }
  // The bytes after a short text may not be readable.
  let word = SWAR.load(start, count: text.count)
  return keyHash(head: word, tail: word, text.count)
}
