/// The hash of Fowler, Noll and Vo (FNV-1a) with 32 bits, computed byte by byte.
struct FNV1a {
  private var state: UInt32 = 0x811C_9DC5

  /// The hash; never 0, which callers use for a missing text.
  var value: UInt32 { max(1, state) }

  @inline(__always)
  mutating func add(_ byte: UInt8) { state = (state ^ UInt32(byte)) &* 0x0100_0193 }
}
