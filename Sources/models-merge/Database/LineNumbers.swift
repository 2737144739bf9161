import JSON

/// Finds the line numbers of values in a text. It counts the lines before each block once, and then, for each value,
/// only the lines of one block.
struct LineNumbers {
  /// The length of a block in bytes.
  private static let blockLength = 1 << 12

  private let text: UnsafeBufferPointer<UInt8>
  /// The number of line feeds before each block.
  private let linesBefore: [Int]

  /// Counts the lines of a text, which must outlive this value.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    var linesBefore: [Int] = []
    var count = 0
    for start in stride(from: 0, to: text.count, by: LineNumbers.blockLength) {
      linesBefore.append(count)
      count += LineNumbers.lineFeeds(in: text[start..<min(start + LineNumbers.blockLength, text.count)])
    }
    self.linesBefore = linesBefore
  }

  /// The line of a value's first byte, from 1; 1 when the value's offset is outside the text.
  func line(of value: JSONElement) -> Int {
    let offset = value.sourceOffset
    guard text.indices.contains(offset) else { return 1 }
    let block = offset / LineNumbers.blockLength
    return 1 + linesBefore[block] + LineNumbers.lineFeeds(in: text[block * LineNumbers.blockLength..<offset])
  }

  private static func lineFeeds(in text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var count = 0
    for byte in text where byte == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}
