public import JSON

/// Finds the line and column of values in a text. If values are looked up in their order, the text is read only once.
public struct TextLocator {
  private let start: UnsafePointer<UInt8>
  private let startPosition: TextPosition
  /// The value that was looked up last.
  private var known: (offset: Int, position: TextPosition)

  /// Makes a locator for a text.
  ///
  /// - Parameters:
  ///   - start: the address of the text, which must be valid while the locator is used.
  ///   - position: the position of the first byte.
  public init(start: UnsafePointer<UInt8>, at position: TextPosition) {
    self.start = start
    startPosition = position
    known = (0, position)
  }

  /// The position of the first byte of a value in the text; nil when the value is before the text.
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
