/// Just enough of DEFLATE (RFC 1951) and gzip (RFC 1952) to send compressed bodies: stored blocks, and runs of zeros.
enum Deflate {
  /// The header of a gzip member.
  static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

  /// A stored block without content, which is not the last one.
  static let emptyBlock: [UInt8] = [0, 0, 0, 0xFF, 0xFF]

  /// A gzip member that holds `body` uncompressed.
  static func gzipStored(_ body: [UInt8]) -> [UInt8] {
    var output = header
    var rest = body[...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(0xFFFF)
      let length = UInt16(block.count)
      output += [rest.isEmpty ? 1 : 0] + littleEndian(length) + littleEndian(~length) + block
    } while !rest.isEmpty
    return output + littleEndian(crc32(body)) + littleEndian(UInt32(truncatingIfNeeded: body.count))
  }

  /// A gzip member that unpacks to at least `count` zeros from a thousandth of the size.
  ///
  /// One literal zero, then copies of 258 bytes from distance 1, in the fixed Huffman code. The checksum is left wrong:
  /// whoever gets to it has unpacked it all.
  static func gzipZeros(count: Int) -> [UInt8] {
    var bits = BitWriter()
    bits.append(0b1, count: 1)
    bits.append(0b01, count: 2)
    bits.appendCode(0x30, count: 8)
    for _ in 0...(count / 258) {
      bits.appendCode(0xC5, count: 8)
      bits.appendCode(0, count: 5)
    }
    bits.appendCode(0, count: 7)
    return header + bits.finished + [0, 0, 0, 0, 0, 0, 0, 0]
  }

  private static func littleEndian<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// Bits from the least significant end of each byte, as DEFLATE packs them.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var partial: UInt32 = 0
  private var width = 0

  mutating func append(_ value: UInt32, count: Int) {
    partial |= value << UInt32(width)
    width += count
    while width >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: partial))
      partial >>= 8
      width -= 8
    }
  }

  /// Huffman codes go out with their most significant bit first.
  mutating func appendCode(_ code: UInt32, count: Int) {
    for bit in (0..<count).reversed() { append(code >> UInt32(bit) & 1, count: 1) }
  }

  var finished: [UInt8] { width > 0 ? bytes + [UInt8(truncatingIfNeeded: partial)] : bytes }
}
