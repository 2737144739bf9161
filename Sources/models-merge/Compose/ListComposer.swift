import JSON
import ModelSpec

/// Builds the new text of a JSON array or object from old items, which are unchanged, and new items.
///
/// An item is copied with the comma and white space before it. So the bytes between items that stay adjacent do not
/// change. A new item gets the separator of the item after it.
struct ListComposer {
  /// The text that the offsets refer to.
  let text: UnsafeBufferPointer<UInt8>
  /// The range of the list and of the text around it.
  let whole: Range<Int>
  /// The offset after the opening bracket.
  let opening: Int
  /// The offset of the closing bracket.
  let closing: Int
  /// The number of old items.
  let itemCount: Int
  /// The range of an old item.
  private let place: (Int) -> Range<Int>

  /// The text composed so far.
  private(set) var result: ComposedText
  private var isFirst = true

  /// Starts with the old text before the first item.
  ///
  /// - Parameters:
  ///   - text: the old text.
  ///   - whole: the range of the list and of the text around it.
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

  /// Copies an old item unchanged.
  mutating func keep(_ index: Int) {
    appendLead(of: index)
    result.append(place(index))
  }

  /// Replaces the text of an old item.
  mutating func replace(_ index: Int, with item: ByteBuffer) {
    appendLead(of: index)
    result.append(item)
  }

  /// Adds a new item, before an old one or at the end.
  ///
  /// - Parameter emptyLead: white space before the first item, when the list was empty.
  mutating func add(_ item: ByteBuffer, before index: Int?, emptyLead: @autoclosure () -> String = "") {
    if let neighbor = index ?? lastItem {
      appendLead(of: neighbor)
    } else {
      result.append(text: (isFirst ? "" : ",") + emptyLead())
      isFirst = false
    }
    result.append(item)
  }

  /// Ends with the old text after the last item.
  ///
  /// - Parameter emptyTail: white space before the closing bracket, when the list was empty and gets items.
  mutating func finish(emptyTail: @autoclosure () -> String = "") {
    if let lastItem {
      result.append(place(lastItem).upperBound..<whole.upperBound)
    } else {
      result.append(text: isFirst ? "" : emptyTail())
      result.append((isFirst ? opening : closing)..<whole.upperBound)
    }
  }

  /// The text before an item: white space, and the comma unless it is the first.
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
