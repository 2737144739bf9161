public import JSON

/// Finds the line and column of values in a text. Values that are looked up in order take one pass in all.
public struct TextLocator {
  private let start: UnsafePointer<UInt8>
  private let startPosition: TextPosition
  private var known: (offset: Int, position: TextPosition)

  /// Makes a locator for the text at an address, which must be valid while the document is processed.
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
