import JSON

/// A piece of a text that is put together from an older one.
enum TextPiece {
  /// Bytes of the older text, by their offsets.
  case old(Range<Int>)
  /// Bytes that are not from there.
  case new(ByteBuffer)
}

/// A text in pieces: parts of an older text, and new ones between them.
struct ComposedText {
  /// The older text; whoever composes keeps it alive.
  let old: UnsafeBufferPointer<UInt8>
  /// The pieces in order, none of them empty. Parts of the older text that follow one another there are one piece.
  private(set) var pieces: [TextPiece] = []

  /// Starts with an empty text.
  init(from old: UnsafeBufferPointer<UInt8>) { self.old = old }

  /// Appends bytes of the older text.
  mutating func append(_ range: Range<Int>) {
    if range.isEmpty { return }
    if case .old(let last) = pieces.last, last.upperBound == range.lowerBound {
      pieces[pieces.count - 1] = .old(last.lowerBound..<range.upperBound)
    } else {
      pieces.append(.old(range))
    }
  }

  /// Appends new bytes.
  mutating func append(_ text: ByteBuffer) {
    if text.count > 0 { pieces.append(.new(text)) }
  }

  /// Appends new text.
  mutating func append(text: String) {
    let buffer = ByteBuffer(capacity: text.utf8.count)
    buffer.append(text: text)
    append(buffer)
  }

  /// Works with the bytes of all pieces, in order.
  func withBytes<Result, Failure: Error>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(pieces) {} }
    return try body(
      pieces.map {
        switch $0 {
        case .old(let range): UnsafeBufferPointer(rebasing: old[range])
        case .new(let text): text.bytes
        }
      })
  }
}
