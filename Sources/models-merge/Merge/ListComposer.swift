import JSON
import ModelSpec

/// Puts a new text for a JSON array or object together from the old one's items and new items, as slices.
///
/// An item brings the white space and the comma that was before it along, so that items that stay neighbors keep
/// every byte between them, and slices that follow one another become one. A new item is set apart from its neighbors
/// the way the item after it is.
struct ListComposer<Ranges: RandomAccessCollection> where Ranges.Element == Range<Int>, Ranges.Index == Int {
  /// The text that the offsets are into.
  let text: UnsafeBufferPointer<UInt8>
  /// What is composed: the list with what surrounds it.
  let whole: Range<Int>
  /// The offset after the opening bracket.
  let opening: Int
  /// The offset of the closing bracket.
  let closing: Int
  /// The places of the old items.
  let items: Ranges

  private var pieces: [UnsafeBufferPointer<UInt8>] = []
  /// New text that the pieces point into.
  private var retained: [ByteBuffer] = []
  private var isFirst = true

  /// Prepares to compose a list that starts as the old one does.
  init(
    _ text: UnsafeBufferPointer<UInt8>, whole: Range<Int>, opening: Int, closing: Int, items: Ranges
  ) {
    self.text = text
    self.whole = whole
    self.opening = opening
    self.closing = closing
    self.items = items
    append(slice(whole.lowerBound..<opening))
  }

  /// Takes an old item over as it is.
  mutating func keep(_ index: Int) {
    appendLead(of: index)
    append(slice(items[index]))
  }

  /// Puts a new text in an old item's place.
  mutating func replace(_ index: Int, with item: ByteBuffer) {
    appendLead(of: index)
    append(item)
  }

  /// Adds a new item, before an old one or at the end.
  ///
  /// - Parameter emptyLead: what is before the first item of a list that was empty.
  mutating func add(_ item: ByteBuffer, before index: Int?, emptyLead: @autoclosure () -> String = "") {
    if let neighbor = index ?? items.indices.last {
      appendLead(of: neighbor)
    } else {
      if !isFirst { append(comma) }
      append(copy(of: emptyLead()))
      isFirst = false
    }
    append(item)
  }

  /// Ends the list as the old one ends.
  ///
  /// - Parameter emptyTail: what is before the bracket of a list that was empty and is not any more.
  mutating func finish(emptyTail: @autoclosure () -> String = "") {
    if let last = items.last {
      append(slice(last.upperBound..<whole.upperBound))
    } else {
      append(copy(of: isFirst ? "" : emptyTail()))
      append(slice((isFirst ? opening : closing)..<whole.upperBound))
    }
  }

  /// Works with the new text in pieces, in order, keeping the new items alive meanwhile.
  func withPieces<Result, Failure: Error>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(retained) {} }
    return try body(pieces)
  }

  /// What is before an item: white space, and the comma unless it is the first.
  func lead(of index: Int) -> UnsafeBufferPointer<UInt8> {
    slice((index == 0 ? opening : items[index - 1].upperBound)..<items[index].lowerBound)
  }

  private mutating func appendLead(of index: Int) {
    let lead = lead(of: index)
    switch (isFirst, index) {
    case (true, 0), (false, 1...): append(lead)
    case (true, _):
      let comma = lead.firstIndex(of: UInt8(ascii: ",")) ?? lead.startIndex
      append(UnsafeBufferPointer(rebasing: lead[(comma + 1)...]))
    case (false, _) where lead.contains(UInt8(ascii: "\n")) || items.count == 1:
      append(comma)
      append(lead)
    case (false, _):
      append(self.lead(of: 1))
    }
    isFirst = false
  }

  private func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[range]) }

  private var comma: UnsafeBufferPointer<UInt8> {
    let text: StaticString = ","
    return UnsafeBufferPointer(start: text.utf8Start, count: 1)
  }

  private func copy(of text: String) -> ByteBuffer {
    let buffer = ByteBuffer(capacity: 64)
    buffer.append(text: text)
    return buffer
  }

  private mutating func append(_ buffer: ByteBuffer) {
    retained.append(buffer)
    append(buffer.bytes)
  }

  private mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
    guard let start = piece.baseAddress, piece.count > 0 else { return }
    if let last = pieces.last, let lastStart = last.baseAddress, lastStart + last.count == start {
      pieces[pieces.count - 1] = UnsafeBufferPointer(start: lastStart, count: last.count + piece.count)
    } else {
      pieces.append(piece)
    }
  }
}
