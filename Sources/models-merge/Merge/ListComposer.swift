import JSON
import ModelSpec

/// Puts a new text for a JSON array or object together from the old one's items and new items.
///
/// An item brings the white space and the comma that was before it along, so that items that stay neighbors keep
/// every byte between them. A new item is set apart from its neighbors the way the item after it is.
struct ListComposer {
  /// The text that the offsets are into.
  let text: UnsafeBufferPointer<UInt8>
  /// What is composed: the list with what surrounds it.
  let whole: Range<Int>
  /// The offset after the opening bracket.
  let opening: Int
  /// The offset of the closing bracket.
  let closing: Int
  /// How many old items there are.
  let itemCount: Int
  /// The place of an old item.
  private let place: (Int) -> Range<Int>

  /// What is composed so far.
  private(set) var result: ComposedText
  private var isFirst = true

  /// Prepares to compose a list that starts as the old one does.
  ///
  /// - Parameters:
  ///   - text: the old text.
  ///   - whole: what is composed.
  ///   - opening: the offset after the opening bracket.
  ///   - closing: the offset of the closing bracket.
  ///   - itemCount: how many old items there are.
  ///   - place: where an old item is.
  init(
    _ text: UnsafeBufferPointer<UInt8>, whole: Range<Int>, opening: Int, closing: Int, itemCount: Int,
    place: @escaping (Int) -> Range<Int>
  ) {
    self.text = text
    self.whole = whole
    self.opening = opening
    self.closing = closing
    self.itemCount = itemCount
    self.place = place
    result = ComposedText(from: text)
    result.append(whole.lowerBound..<opening)
  }

  /// The index of the last old item.
  var lastItem: Int? { itemCount > 0 ? itemCount - 1 : nil }

  /// Takes an old item over as it is.
  mutating func keep(_ index: Int) {
    appendLead(of: index)
    result.append(place(index))
  }

  /// Puts a new text in an old item's place.
  mutating func replace(_ index: Int, with item: ByteBuffer) {
    appendLead(of: index)
    result.append(item)
  }

  /// Adds a new item, before an old one or at the end.
  ///
  /// - Parameter emptyLead: what is before the first item of a list that was empty.
  mutating func add(_ item: ByteBuffer, before index: Int?, emptyLead: @autoclosure () -> String = "") {
    if let neighbor = index ?? lastItem {
      appendLead(of: neighbor)
    } else {
      result.append(text: (isFirst ? "" : ",") + emptyLead())
      isFirst = false
    }
    result.append(item)
  }

  /// Ends the list as the old one ends.
  ///
  /// - Parameter emptyTail: what is before the bracket of a list that was empty and is not any more.
  mutating func finish(emptyTail: @autoclosure () -> String = "") {
    if let lastItem {
      result.append(place(lastItem).upperBound..<whole.upperBound)
    } else {
      result.append(text: isFirst ? "" : emptyTail())
      result.append((isFirst ? opening : closing)..<whole.upperBound)
    }
  }

  /// What is before an item: white space, and the comma unless it is the first.
  func lead(of index: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[leadRange(of: index)]) }

  private func leadRange(of index: Int) -> Range<Int> {
    (index == 0 ? opening : place(index - 1).upperBound)..<place(index).lowerBound
  }

  private mutating func appendLead(of index: Int) {
    let lead = leadRange(of: index)
    switch (isFirst, index) {
    case (true, 0), (false, 1...): result.append(lead)
    case (true, _):
      let comma = text[lead].firstIndex(of: UInt8(ascii: ",")) ?? lead.lowerBound
      result.append(comma + 1..<lead.upperBound)
    case (false, _) where text[lead].contains(UInt8(ascii: "\n")) || itemCount == 1:
      result.append(text: ",")
      result.append(lead)
    case (false, _):
      result.append(leadRange(of: 1))
    }
    isFirst = false
  }
}
