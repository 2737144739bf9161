import JSON

/// A piece of a ``ComposedText``.
enum TextPiece {
  /// A byte range of the old text.
  case old(Range<Int>)
  /// New bytes.
  case new(ByteBuffer)
}

/// A text that is composed of parts of an old text and new bytes.
struct ComposedText {
  /// The old text. The caller must keep it alive.
  let old: UnsafeBufferPointer<UInt8>
  /// The pieces in order, none of them empty. Adjacent parts of the old text are one piece.
  private(set) var pieces: [TextPiece] = []

  /// Starts with an empty text.
  init(from old: UnsafeBufferPointer<UInt8>) { self.old = old }

  /// Appends bytes of the old text.
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

  /// Calls `body` with the bytes of all pieces, in order. They are valid during the call.
  func withBytes<Result, Problem: Error>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws(Problem) -> Result
  ) throws(Problem) -> Result {
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
