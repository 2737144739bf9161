import JSON

/// Finds the lines of values in a text, in any order, at the cost of one pass and a short look for each.
struct LineNumbers {
  /// The bytes between two counts.
  private static let stride = 1 << 12

  private let text: UnsafeBufferPointer<UInt8>
  /// How many line feeds precede each block of ``stride`` bytes.
  private let linesBefore: [Int]

  /// Counts the lines of a text, which outlives this value.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    var linesBefore: [Int] = []
    var count = 0
    for start in Swift.stride(from: 0, to: text.count, by: LineNumbers.stride) {
      linesBefore.append(count)
      count += LineNumbers.lineFeeds(in: text[start..<min(start + LineNumbers.stride, text.count)])
    }
    self.linesBefore = linesBefore
  }

  /// The line of a value's first byte, from 1; 1 for a value that is not in the text.
  func line(of value: JSONElement) -> Int {
    let offset = value.sourceOffset
    guard text.indices.contains(offset) else { return 1 }
    let block = offset / LineNumbers.stride
    return 1 + linesBefore[block] + LineNumbers.lineFeeds(in: text[block * LineNumbers.stride..<offset])
  }

  private static func lineFeeds(in text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var count = 0
    for byte in text where byte == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}
