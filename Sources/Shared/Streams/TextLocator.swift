public import JSON

/// Finds the places of values in a text, at the cost of one pass when they are asked for in their order.
public struct TextLocator {
  private let start: UnsafePointer<UInt8>
  private let startPosition: TextPosition
  private var known: (offset: Int, position: TextPosition)

  /// Makes a locator for the text that begins at an address; the address is valid while the document is processed.
  public init(start: UnsafePointer<UInt8>, at position: TextPosition) {
    self.start = start
    startPosition = position
    known = (0, position)
  }

  /// The place of a value's first byte; nil when it is not in the text.
  public mutating func position(of value: JSONElement) -> TextPosition? {
    guard let address = value.source.baseAddress else { return nil }
    let offset = address - start
    guard offset >= 0 else { return nil }
    if offset < known.offset { known = (0, startPosition) }
    var position = known.position
    position.advance(over: UnsafeBufferPointer(start: start + known.offset, count: offset - known.offset))
    known = (offset, position)
    return position
  }
}
