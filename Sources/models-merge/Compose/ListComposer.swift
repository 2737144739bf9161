import JSON

/// Composes the new text of a JSON array or object from old items and new ones.
///
/// An old item is copied with the separator before it: white space, and the comma unless it is the first item. So the
/// bytes between items that stay adjacent do not change. A new item gets a copy of the separator of the old item after
/// it; at the end, of the last old item.
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
  /// The range of an old item, by its index.
  private let itemRange: (Int) -> Range<Int>

  /// The text composed so far.
  private(set) var result: ComposedText
  private var isFirst = true

  /// Starts with the old text up to the opening bracket.
  ///
  /// - Parameters:
  ///   - text: the old text.
  ///   - whole: the range of the list and of the text around it.
  ///   - opening: the offset after the opening bracket.
  ///   - closing: the offset of the closing bracket.
  ///   - itemCount: the number of old items.
  ///   - itemRange: the range of an old item, by its index.
  init(
    _ text: UnsafeBufferPointer<UInt8>, whole: Range<Int>, opening: Int, closing: Int, itemCount: Int,
    itemRange: @escaping (Int) -> Range<Int>
  ) {
    self.text = text
    self.whole = whole
    self.opening = opening
    self.closing = closing
    self.itemCount = itemCount
    self.itemRange = itemRange
    result = ComposedText(from: text)
    result.append(whole.lowerBound..<opening)
  }

  /// The index of the last old item; nil when there are none.
  var lastItem: Int? { itemCount > 0 ? itemCount - 1 : nil }

  /// Copies an old item with the separator before it.
  mutating func keep(_ index: Int) {
    appendSeparator(before: index)
    result.append(itemRange(index))
  }

  /// Copies the separator before an old item, and replaces the item's text.
  mutating func replace(_ index: Int, with item: ByteBuffer) {
    appendSeparator(before: index)
    result.append(item)
  }

  /// Adds a new item before the old item with this index; at the end if it is nil.
  ///
  /// - Parameter separatorInEmptyList: the white space before each item of a list that was empty.
  mutating func add(_ item: ByteBuffer, before index: Int?, separatorInEmptyList: @autoclosure () -> String = "") {
    if let neighbor = index ?? lastItem {
      appendSeparator(before: neighbor)
    } else {
      result.append(text: (isFirst ? "" : ",") + separatorInEmptyList())
      isFirst = false
    }
    result.append(item)
  }

  /// Ends with the old text after the last item.
  ///
  /// - Parameter lastSeparator: the white space before the closing bracket of a list that was empty.
  mutating func finish(lastSeparator: @autoclosure () -> String = "") {
    if let lastItem {
      result.append(itemRange(lastItem).upperBound..<whole.upperBound)
    } else {
      result.append(text: isFirst ? "" : lastSeparator())
      result.append((isFirst ? opening : closing)..<whole.upperBound)
    }
  }

  /// The white space before an old item, with the comma unless it is the first one.
  func separator(before index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: text[separatorRange(before: index)])
  }

  private func separatorRange(before index: Int) -> Range<Int> {
    (index == 0 ? opening : itemRange(index - 1).upperBound)..<itemRange(index).lowerBound
  }

  /// Appends the separator before an old item: without its comma at the start of the new list, and with a comma for an
  /// item that was the first and no longer is. If such an item is on the line of the opening bracket, it gets the
  /// separator of the second item, if there is one.
  private mutating func appendSeparator(before index: Int) {
    let separator = separatorRange(before: index)
    switch (isFirst, index) {
    case (true, 0), (false, 1...): result.append(separator)
    case (true, _):
      let comma = text[separator].firstIndex(of: UInt8(ascii: ",")) ?? separator.lowerBound
      result.append(comma + 1..<separator.upperBound)
    case (false, _) where text[separator].contains(UInt8(ascii: "\n")) || itemCount == 1:
      result.append(text: ",")
      result.append(separator)
    case (false, _):
      result.append(separatorRange(before: 1))
    }
    isFirst = false
  }
}
